"""Settings, addresses and entry points: wires the packages together and decides nothing."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
