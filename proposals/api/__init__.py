"""The partner interface over the record: Django REST framework is imported here alone."""
