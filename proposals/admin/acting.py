"""Who acts in a request of the staff's site."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from proposals.models import User
from proposals.rights import Actor


def user_of(request: HttpRequest) -> User:
    """Give the member of staff who asks; anybody else is refused."""
    if not isinstance(request.user, User) or not request.user.is_active:
        raise PermissionDenied
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """Give the actor that the member of staff who asks is."""
    return Actor.of_user(user_of(request))
