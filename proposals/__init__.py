"""The record: what is true, and what may change. Imports nothing from the other packages."""
