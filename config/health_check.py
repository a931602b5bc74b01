"""Asks the web server in this container whether it is ready: ``python -m config.health_check``."""

import os
import sys
from http.client import HTTPConnection

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> int:
    """Give 0 when /readyz answers 200."""
    connection = HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        connection.request("GET", "/readyz", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return 0 if connection.getresponse().status == 200 else 1  # noqa: PLR2004  # HTTP OK
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
