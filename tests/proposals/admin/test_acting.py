"""Who acts in a request."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from proposals.admin.acting import actor_of, user_of
from proposals.models import User
from proposals.rights import Actor

pytestmark = pytest.mark.django_db


def test_a_member_of_staff_acts_as_that(officer_user: User, officer: Actor) -> None:
    request = RequestFactory().get("/")
    request.user = officer_user
    assert user_of(request) == officer_user
    assert actor_of(request) == officer


def test_nobody_else_acts(officer_user: User) -> None:
    request = RequestFactory().get("/")
    officer_user.is_active = False
    for user in (AnonymousUser(), officer_user):
        request.user = user
        with pytest.raises(PermissionDenied):
            actor_of(request)
