"""How days and times are written, by language; what isn't here is Django's own."""
