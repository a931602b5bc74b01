"""The addresses of the partner interface, one module a subject."""
