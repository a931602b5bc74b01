"""How Arabic writes."""
