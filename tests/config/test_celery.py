"""The Celery application: what it knows, and that nothing is rung for that it does not know."""

from typing import Any

from django.conf import settings

from config import celery_app


def test_every_task_that_is_scheduled_or_routed_is_known() -> None:
    celery_app.loader.import_default_modules()
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert named | set(settings.CELERY_TASK_ROUTES) <= set(celery_app.tasks)


def test_the_settings_are_the_applications() -> None:
    assert celery_app.conf.broker_url == settings.CELERY_BROKER_URL
    assert celery_app.conf.accept_content == ["json"]
    assert str(celery_app.conf.timezone) == "UTC"


def test_a_tick_that_waited_too_long_is_dropped_for_the_next() -> None:
    tick: Any = settings.CELERY_BEAT_SCHEDULE["tick"]

    assert tick["options"]["expires"] <= tick["schedule"]
