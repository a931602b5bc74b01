"""The settings, read from the environment: production asks for everything, development for nothing.

Each case is a process of its own with an environment of its own.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {
    "MITHAQ_SECRET_KEY": "kT3!vq8Zp0wLr7Xy2NbE5mJc9HsAd4GfUuQi6RoYtVxWzBnMl1",
    "MITHAQ_BASE_URL": "https://mithaq.example",
    "MITHAQ_ALLOWED_HOSTS": "mithaq.example,www.mithaq.example",
    "MITHAQ_MAIL_FROM": "Mithaq <mithaq@mithaq.example>",
    "DATABASE_URL": "postgresql://user:pass@db.example:5432/mithaq",
    "REDIS_URL": "redis://:pass@redis.example:6379/0",
}
PRODUCTION = {
    "MITHAQ_ENV": "production",
    "MITHAQ_MAIL_URL": "smtp+tls://user:pass@mail.example",
    **REQUIRED,
}
SHOWN = (
    "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DATABASES", "REDIS_URL", "MAILERS",
    "CELERY_BROKER_URL", "CACHES", "STORAGES", "WHITENOISE_USE_FINDERS",
    "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME", "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER", "LOGGING",
)  # fmt: skip
SHOW = (
    "import json, config.settings as s;"
    "print(json.dumps({{name: getattr(s, name) for name in {}}}, default=str))"
)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with nothing in its environment but this and the path."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603  # our own words
        [sys.executable, *arguments],
        cwd=ROOT, env=bare | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def settings_with(**environment: str) -> dict[str, Any]:
    """Give the settings that an environment leads to."""
    ran = python("-c", SHOW.format(SHOWN), **environment)
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


@pytest.fixture(scope="module")
def production() -> dict[str, Any]:
    return settings_with(**PRODUCTION)


@pytest.fixture(scope="module")
def development() -> dict[str, Any]:
    return settings_with()


# Production


@pytest.mark.parametrize("missing", REQUIRED)
def test_production_does_not_start_without(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    ran = python("-c", "import config.settings", **given)

    assert ran.returncode != 0
    assert missing in ran.stderr


def test_production_passes_every_check_of_the_deployment() -> None:
    ran = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert ran.returncode == 0, ran.stderr


def test_production_shows_no_faults_whatever_it_is_told() -> None:
    assert settings_with(**PRODUCTION, MITHAQ_DEBUG="true", DEBUG="true")["DEBUG"] is False


def test_production_uses_the_servers_that_it_is_given(production: dict[str, Any]) -> None:
    database = production["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["NAME"]) == ("db.example", "mithaq")
    addresses = {production["REDIS_URL"], production["CELERY_BROKER_URL"]}
    assert addresses | {production["CACHES"]["calls"]["LOCATION"]} == {REQUIRED["REDIS_URL"]}


def test_production_answers_to_its_own_names_alone(production: dict[str, Any]) -> None:
    assert production["ALLOWED_HOSTS"] == ["mithaq.example", "www.mithaq.example"]
    assert production["CSRF_TRUSTED_ORIGINS"] == ["https://mithaq.example"]


def test_production_speaks_over_tls_alone(production: dict[str, Any]) -> None:
    assert production["SECURE_SSL_REDIRECT"] is True
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
    for cookie in ("SESSION", "CSRF"):
        assert production[f"{cookie}_COOKIE_SECURE"] is True
        assert production[f"{cookie}_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize(
    ("proxies", "header"), [("0", None), ("1", ["HTTP_X_FORWARDED_PROTO", "https"])]
)
def test_a_proxys_word_counts_only_where_there_is_one(proxies: str, header: Any) -> None:
    found = settings_with(**PRODUCTION, MITHAQ_TRUSTED_PROXIES=proxies)

    assert found["SECURE_PROXY_SSL_HEADER"] == header


def test_production_writes_lines_for_machines_and_hashed_files(
    production: dict[str, Any],
) -> None:
    assert "JSONRenderer" in str(production["LOGGING"]["formatters"]["line"])
    assert "Manifest" in production["STORAGES"]["staticfiles"]["BACKEND"]
    assert production["WHITENOISE_USE_FINDERS"] is False


# Development


def test_development_needs_nothing(development: dict[str, Any]) -> None:
    assert development["DATABASES"]["default"]["ENGINE"] == "config.embedded"
    assert development["REDIS_URL"].startswith("unix://")
    assert development["CELERY_BROKER_URL"].startswith("redis+socket://")
    assert development["MAILERS"]["default"]["BACKEND"].endswith("dummy.EmailBackend")


def test_development_is_for_this_machine_and_hides_faults_unless_asked(
    development: dict[str, Any],
) -> None:
    assert development["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert development["DEBUG"] is False
    assert development["SECURE_SSL_REDIRECT"] is False
    assert settings_with(MITHAQ_DEBUG="true")["DEBUG"] is True


def test_development_uses_servers_that_it_is_given() -> None:
    given = {name: REQUIRED[name] for name in ("DATABASE_URL", "REDIS_URL")}
    found = settings_with(**given)

    assert found["DATABASES"]["default"]["HOST"] == "db.example"
    assert found["REDIS_URL"] == REQUIRED["REDIS_URL"]


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    """On a fresh checkout all see the same, and none an empty one."""
    code = (
        "import pathlib, sys, config.settings as s;"
        "s.BASE_DIR = pathlib.Path(sys.argv[1]); print(s._development_secret())"
    )
    running = [
        subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, text=True,
            stdout=subprocess.PIPE,
        )
        for _ in range(4)
    ]  # fmt: skip
    (secret,) = {process.communicate()[0].strip() for process in running}

    assert len(secret) >= 50
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


# In every mode


def test_a_task_ends_long_before_its_message_is_rung_again() -> None:
    rung_again = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert rung_again / 4 >= settings.CELERY_TASK_TIME_LIMIT


def test_messages_are_json_and_their_answers_nobodys() -> None:
    assert settings.CELERY_ACCEPT_CONTENT == [settings.CELERY_TASK_SERIALIZER] == ["json"]
    assert settings.CELERY_TASK_IGNORE_RESULT
    assert settings.CELERY_TASK_ACKS_LATE


@pytest.mark.parametrize("path", ["config/run.py", "docker-compose.yml"])
def test_somebody_works_on_every_queue(path: str) -> None:
    queues = {settings.CELERY_TASK_DEFAULT_QUEUE} | {
        route["queue"] for route in settings.CELERY_TASK_ROUTES.values()
    }
    found = re.findall(r'--queues"?,? "?([\w,]+)', (ROOT / path).read_text())

    assert {name for names in found for name in names.split(",")} == queues


def test_articles_and_mail_wait_for_different_workers() -> None:
    apart = {name: route["queue"] for name, route in settings.CELERY_TASK_ROUTES.items()}

    slow = ("fetch_article", "read_article", "check_article", "poll_feed", "call_endpoint")
    assert apart == {f"tracker.{task}": "fetch" for task in slow}
    assert settings.CELERY_TASK_DEFAULT_QUEUE != "fetch"


def test_pages_load_and_run_only_what_is_ours() -> None:
    policy = settings.SECURE_CSP

    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in str(policy)


def test_uploads_may_be_as_large_as_an_article() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE > settings.ARTICLE_LIMIT
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= settings.ARTICLE_LIMIT
