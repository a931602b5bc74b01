"""How staff sign in: django-allauth, with our own pages, rules and record of sign-ins."""
