"""Answers Django's questions about permissions."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from proposals.rights import Actor, may


class RoleBackend(ModelBackend):
    """Answers Django's questions about permissions from the table of rights."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:  # noqa: ARG002  # Django's form
        """Tell whether the user may, for a permission such as ``proposals.change_article``."""
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        _app, _dot, codename = perm.partition(".")
        verb, _underscore, model = codename.partition("_")
        return may(Actor.of_user(user_obj), verb, model)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:  # noqa: ARG002  # Django's form
        """Every member of staff sees the site; its pages ask for more."""
        return bool(user_obj.is_active and not user_obj.is_anonymous)
