"""Django's own words that our catalogues say otherwise: they are looked up there first.

They stand here so that the catalogues keep them; nothing reads the tuple.
"""

from django.utils.translation import gettext_noop

WORDS = (
    # A label that ends in one of these takes no colon; Arabic and Persian have a mark of their own.
    gettext_noop(":?.!"),
    gettext_noop("The {name} “{obj}” was changed successfully."),
    gettext_noop("The {name} “{obj}” was added successfully."),
    gettext_noop("The %(name)s “%(obj)s” was deleted successfully."),
    gettext_noop("- Select an option -"),
    gettext_noop("Run"),
)
