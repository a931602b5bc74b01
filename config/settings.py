"""Settings, read from the environment once, here.

With nothing set, Mithaq runs for development: embedded servers, an own secret in ``var/``, loopback
only, mail kept and shown instead of sent. With ``MITHAQ_ENV=production`` every secret and address
must be given; docs/operating.md lists the variables.
"""

import contextlib
import secrets
import tempfile
from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from environs import Env

from config import embedded
from config.logging import logging_settings
from config.mail import mailer

# Lets a class say ModelAdmin[Article] to the type checker and still run.
django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

with env.prefixed("MITHAQ_"):
    PRODUCTION: bool = env("ENV", "development") == "production"
    # The address people and partners use; links in mail are made from it.
    BASE_URL: str = env("BASE_URL") if PRODUCTION else env("BASE_URL", "http://127.0.0.1:8000")
    ALLOWED_HOSTS: list[str] = (
        env.list("ALLOWED_HOSTS") if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"]
    )
    # Largest article accepted, in bytes, as received.
    ARTICLE_LIMIT: int = env.int("ARTICLE_LIMIT", 5 * 1024 * 1024)
    # Largest file that staff may lay beside a proposal or a meeting, in bytes.
    FILE_LIMIT: int = env.int("FILE_LIMIT", 10 * 1024 * 1024)
    # Addresses that fetching may reach although they are not public, as host:port (demo, tests).
    FETCH_ALLOWED: list[str] = env.list("FETCH_ALLOWED", [])
    # From this score on, a later article is attached by itself, if extraction is so sure of its
    # finding; from the lower score on, it is suggested.
    ATTACH_SCORE: float = env.float("ATTACH_SCORE", 0.9)
    ATTACH_CONFIDENCE: float = env.float("ATTACH_CONFIDENCE", 0.7)
    SUGGEST_SCORE: float = env.float("SUGGEST_SCORE", 0.2)
    # After how many days without news an open proposal counts as silent.
    SILENT_DAYS: int = env.int("SILENT_DAYS", 90)
    # Below this confidence a finding is folded away on the review page (see docs/operating.md).
    FOLD_BELOW: float = env.float("FOLD_BELOW", 0.4)
    # Whose Arabic names the Gregorian months: ar_IQ says كانون الثاني where ar says يناير (CLDR).
    ARABIC_LOCALE: str = env("ARABIC_LOCALE", "ar")
    MAIL_FROM: str = (
        env("MAIL_FROM") if PRODUCTION else env("MAIL_FROM", "Mithaq <mithaq@localhost>")
    )
    # smtp://user:password@host:port or smtps://…; unset, mail is kept and shown instead of sent.
    MAIL_URL: str = env("MAIL_URL", "")
    # How often the tick comes by; how long a sender holds a message before others may take it up;
    # how long one whose fate is unknown waits before a copy goes out.
    TICK_SECONDS: int = env.int("TICK_SECONDS", 60)
    LEASE_SECONDS: int = env.int("LEASE_SECONDS", 120)
    UNCERTAIN_SECONDS: int = env.int("UNCERTAIN_SECONDS", 600)
    # Seconds until a message that was refused for now is tried again, for each try; then it failed.
    BACK_OFF: list[int] = env.list("BACK_OFF", [60, 300, 900, 3600, 14400], subcast=int)
    # For how long a mail server that can't be used at all is left alone.
    REST_SECONDS: int = env.int("REST_SECONDS", 60)
    # For how many days the words of a message are kept; then only who was sent what kind when.
    MESSAGE_DAYS: int = env.int("MESSAGE_DAYS", 90)
    # For how many days it is kept who signed in when, and who was refused.
    SIGN_IN_DAYS: int = env.int("SIGN_IN_DAYS", 365)
    # From how many seconds of lateness of the oldest message on /readyz answers 503.
    LATE_SECONDS: int = env.int("LATE_SECONDS", 900)
    # Lets whoever sends it as a bearer token read /metrics; unset, only this machine itself may.
    METRICS_TOKEN: str = env("METRICS_TOKEN", "")
    # How many calls a partner's system may make a minute.
    API_LIMITS: dict[str, int] = {
        "reads": env.int("API_READS", 1200),
        "writes": env.int("API_WRITES", 300),
    }
    TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", 0)
    # Whether heads and administrators need a second factor: always, save where one only tries it.
    SECOND_FACTOR: bool = env.bool("SECOND_FACTOR", PRODUCTION)
    # A session ends when nobody used it for so long, and always after SESSION_COOKIE_AGE.
    SESSION_IDLE_SECONDS: int = env.int("SESSION_IDLE_SECONDS", 2 * 3600)
    # The ministry's own sign-in (OpenID Connect); offered where its address is given.
    SINGLE_SIGN_ON: str = env("OIDC_ISSUER", "")
    OIDC_NAME: str = env("OIDC_NAME", "Single sign-on")
    OIDC_CLIENT: str = env("OIDC_CLIENT", "")
    OIDC_SECRET: str = env("OIDC_SECRET", "")


def _development_secret() -> str:
    """Give this checkout's own secret, made at first use."""
    path = BASE_DIR / "var" / "secret_key"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # its owner's alone
            draft.write(secrets.token_urlsafe(50))
            draft.flush()
            with contextlib.suppress(FileExistsError):  # another process was first
                path.hardlink_to(draft.name)
    return path.read_text()


SECRET_KEY = env("MITHAQ_SECRET_KEY") if PRODUCTION else _development_secret()
DEBUG = False if PRODUCTION else env.bool("MITHAQ_DEBUG", False)  # environs' own form

INSTALLED_APPS = [
    "proposals",
    "tracker",
    "config.admin.MithaqAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # the list of security keys says how long ago each was used
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.request_log",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.reader_preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "proposals.signin.gates.session_ends",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "proposals.signin.pages.surroundings",
            ],
        },
    }
]

# The store: one engine everywhere.
DATABASES: dict[str, Any] = {
    "default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)
    if PRODUCTION or env("DATABASE_URL", "")
    else {
        "ENGINE": "config.embedded",
        "NAME": "postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
# Several people's tests may run on one server, each under a name of their own.
DATABASES["default"]["TEST"] = {"NAME": "test_mithaq" + env("MITHAQ_TEST_SUFFIX", "")}

# Wake-up calls, cache and rate limits; never the only copy of anything.
REDIS_URL: str = (
    env("REDIS_URL") if PRODUCTION else env("REDIS_URL", f"unix://{embedded.redis_socket()}")
)
CACHES = {
    # The sign-in counts guesses here: one can come in while Redis is away, and no faster.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sign_in_limits",
    },
    "calls": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
}

# Jobs. Each limit stays far below the visibility timeout, after which Redis rings a message again.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)  # kombu's word for a socket
CELERY_TIMEZONE = "UTC"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_DEFAULT_QUEUE = "work"
# Articles have a queue of their own: whatever they take, mail does not wait for them.
CELERY_TASK_ROUTES = {
    f"tracker.{task}": {"queue": "fetch"}
    for task in ("fetch_article", "read_article", "check_article", "poll_feed", "call_endpoint")
}
CELERY_TASK_PUBLISH_RETRY = False  # a ring that fails is logged: the sweep finds what it was for
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 8
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Work goes on without Redis: to cut it off would only leave a message's fate uncertain.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    # Whoever rings while the broker is away is not kept waiting: the tick finds what it was for.
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0.1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
}
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "tracker.tick",
        "schedule": float(TICK_SECONDS),
        "options": {"expires": TICK_SECONDS},
    }
}

# Who may
AUTH_USER_MODEL = "proposals.User"
AUTHENTICATION_BACKENDS = ["proposals.backend.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "proposals.signin.adapters.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# Guesses are slowed by address and by name; nobody can lock another person out for good.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/h/ip,5/15m/key"}
MFA_ADAPTER = "proposals.signin.adapters.StaffFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_ADAPTER = "proposals.signin.adapters.StaffSingleSignOn"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "ministry",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT,
                "secret": OIDC_SECRET,
                "settings": {"server_url": SINGLE_SIGN_ON},
            }
        ]
        if SINGLE_SIGN_ON
        else [],
    }
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "proposals.Client"
OAUTH2_PROVIDER: dict[str, Any] = {
    "SCOPES": {
        "proposals:read": _("Read proposals and what belongs to them"),
        "proposals:write": _("Record and change proposals and move their status"),
        "articles:write": _("Send articles in"),
        "changes:read": _("Follow the changes"),
        "webhooks:manage": _("Keep webhooks"),
    },
    "SCOPES_BACKEND_CLASS": "proposals.api.authentication.GrantedScopes",
    "OAUTH2_VALIDATOR_CLASS": "proposals.api.authentication.ClientValidator",
    # Client credentials alone: no other grant is there to be asked for.
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    # What RFC 9700 asks for, as its tokens' storage as digests alone, ahead of the library's 4.0.
    **{
        f"COMPLIANT_BCP_RFC9700_{gate}": True
        for gate in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "PKCE_METHOD",
            "ACCESS_TOKEN_TRANSPORT",
            "AUTHZ_RESPONSE_ISS",
            "TOKEN_STORAGE",
            "REFRESH_TOKEN",
            "REDIRECT_URI_SCHEME",
            "REDIRECT_URI_MATCHING",
            "PKCE_REQUIRED",
        )
    },
}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("ar", _("Arabic")), ("fa", _("Persian")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "config.formats"

# Files of the site itself
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_LIMIT + 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = ARTICLE_LIMIT

# Mail
MAILERS: dict[str, dict[str, Any]] = {"default": mailer(MAIL_URL)}
DEFAULT_FROM_EMAIL = MAIL_FROM

# The browser
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
# A client of the interface is refused over http, not redirected: its secrets would have gone out.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$", r"^api/", r"^oauth/"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_TRUSTED_ORIGINS = [BASE_URL] if PRODUCTION else []
SESSION_COOKIE_NAME = "__Host-sessionid" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if PRODUCTION else "csrftoken"
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "DENY"

# The partner interface
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["proposals.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["proposals.api.authentication.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["proposals.api.parsing.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "proposals.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["proposals.api.filters.StrictFilters"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "proposals.api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mithaq",
    "DESCRIPTION": (
        "What two countries propose to each other: read it, follow it, move it. Answers are JSON in"
        " UTF-8; errors are problem documents (RFC 9457). Days are ISO 8601 in the Gregorian"
        " calendar, moments are in UTC, languages are BCP 47, countries ISO 3166-1."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "TAGS": [
        {"name": "proposals", "description": "The measures that one side put to the other."},
        {"name": "changes", "description": "Every change within your sight, in order."},
        {"name": "articles", "description": "What was published, kept as it was received."},
        {"name": "findings", "description": "What was found in the articles that you sent in."},
        {"name": "committees", "description": "The standing bodies of two parties or more."},
        {"name": "meetings", "description": "The meetings of the committees."},
        {"name": "parties", "description": "The states and organisations."},
        {"name": "outlets", "description": "Who publishes."},
        {"name": "webhooks", "description": "Where your system is called when something happens."},
        {"name": "export", "description": "Everything at once."},
        {"name": "me", "description": "The calling client itself."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "Act": "proposals.vocabulary.Act",
        "ArticleState": "proposals.vocabulary.ArticleState",
        "ChangeOperation": "proposals.api.changes.OPERATIONS",
        "ClientVisibility": "proposals.api.serializers.clients.VISIBILITIES",
        "DismissalReason": "proposals.vocabulary.DismissalReason",
        "Failure": "proposals.vocabulary.Failure",
        "FindingState": "proposals.vocabulary.FindingState",
        "FindingType": "proposals.vocabulary.FindingType",
        "HistoryOperation": "proposals.api.history.OPERATIONS",
        "Kind": "proposals.vocabulary.Kind",
        "Language": "proposals.vocabulary.Language",
        "Move": "proposals.api.serializers.proposals.MOVE_NAMES",
        "PartyKind": "proposals.vocabulary.PartyKind",
        "Precision": "proposals.vocabulary.Precision",
        "Scope": "proposals.api.serializers.clients.SCOPES",
        "Stance": "proposals.vocabulary.Stance",
        "Status": "proposals.status.Status",
        "Visibility": "proposals.vocabulary.Visibility",
        "Voice": "proposals.vocabulary.Voice",
        "WebhookDisabledReason": "tracker.webhooks.models.Endpoint.WhyDisabled",
        "WebhookEvent": "tracker.webhooks.models.EventType",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "proposals.api.schema.complete",
    ],
}

# History: who and why comes with the statement; the clock is the service's.
PGHISTORY_CREATED_AT_FUNCTION = "proposals_clock()"
PGHISTORY_APPEND_ONLY = True

LOGGING = logging_settings(as_json=PRODUCTION)
