"""Django's PostgreSQL backend on the embedded server, which starts at the first connection."""

from typing import Any

from django.db.backends.postgresql import base

from config import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded PostgreSQL."""

    def get_connection_params(self) -> dict[str, Any]:
        """Give the connection's parameters, with the address of the server that now runs."""
        self.settings_dict |= {
            key.upper(): value for key, value in embedded.postgres_parameters().items()
        }
        return super().get_connection_params()
