"""The partner interface over what is told to partners' systems."""
