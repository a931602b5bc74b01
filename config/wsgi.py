"""The entry of the web server."""

import os
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.core.wsgi import get_wsgi_application


class Request(WSGIRequest):
    """A request whose address is read even if its body claims a charset that isn't one of text."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Note the type of the body; Django fails on ``charset=rot13``, and UTF-8 is as good."""
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # not in the stubs
        except LookupError:
            self._encoding = None


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
application.request_class = Request
