"""What the library's own pages need to look like ours."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

PREFIX = "/account/"


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Give the pages about one's account the way around that all other pages have."""
    return admin.site.each_context(request) if request.path.startswith(PREFIX) else {}
