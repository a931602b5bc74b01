"""How Persian writes."""
