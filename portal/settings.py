"""Settings, from environment variables: see docs/operation.md."""

from __future__ import annotations

import contextlib
import datetime
import http
import logging
import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal.reading.limits import Limits

# The sentence encoder's sums are small: more threads for each of them only wait for one another, and take memory.
# To be said before anything loads numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR", BASE_DIR / "var")).resolve()
FIXTURES_DIR = BASE_DIR / "fixtures"

DEBUG = os.environ.get("DEBUG", "") == "1"


def _secret_key() -> str:
    """The key from the environment, or one made once and kept beside the database."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret-key"
    try:
        if not path.exists():
            _make_secret_key(path)
        return path.read_text().strip()
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"{error.filename} may not be used by this account: the portal's folder {VAR_DIR} belongs to another "
            "one. Start the portal as the account that started it first, or give it another folder: "
            "PORTAL_VAR=/another/folder."
        ) from error


def _make_secret_key(path: Path) -> None:
    """Write a new key, whole or not at all; where another process is first, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    try:
        fresh.write_text(os.urandom(48).hex())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [x for x in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if x]

INSTALLED_APPS = [
    "portal.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "portal.apps.PortalConfig",
    "documents",
    "recommendations",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.middleware.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "portal.jinja.environment"},
    },
]


def _database() -> dict[str, Any]:
    """The database of ``DATABASE_URL``, or the one that the portal brings along."""
    if os.environ.get("DATABASE_URL"):
        given = dj_database_url.config(conn_max_age=60, conn_health_checks=True)
        return {**given, "OPTIONS": {"server_side_binding": True, **given.get("OPTIONS", {})}}
    return {
        "ENGINE": "portal.postgres",
        "NAME": "postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "cluster": str(VAR_DIR / "postgres"),
            "server_side_binding": True,
            "prepare_threshold": 2,  # a page's statements are long: planned once in a connection, not for each page
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
# A language is offered once its catalogue is in LOCALE_PATHS: without one a page would call itself French or run
# from right to left, and say everything in English.
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Failed logins are counted in the database, for all web processes together.
AXES_LOCKOUT_CALLABLE = "portal.throttling.locked_out"
AXES_CLIENT_IP_CALLABLE = "portal.throttling.address_of"
AXES_USERNAME_CALLABLE = "portal.throttling.account_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Nothing is loaded from elsewhere, and no script or style stands in a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("HTTPS_ONLY", "") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("HTTPS_ONLY") == "1" else None

# One file of a session is some hundred kilobytes, the largest report some tens of megabytes.
UPLOAD_FILE_BYTES = 50 * 1024 * 1024
UPLOAD_REQUEST_BYTES = 200 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

# What reading one document may cost. The largest reports take half a minute and a fifth of the memory.
READING_LIMITS = Limits(
    seconds=int(os.environ.get("READING_SECONDS", "300")),
    memory_mb=int(os.environ.get("READING_MEMORY_MB", "2048")),
    recognition_seconds=int(os.environ.get("RECOGNITION_SECONDS", "1800")),
)

# What drawing one page may cost. It takes a tenth of a second.
DRAWING_LIMITS = Limits(seconds=20, memory_mb=1024, answer_mb=8, recognition_seconds=0)

# Called in the transaction of a change to what the public sees of a document.
DOCUMENT_LISTENERS = [
    "recommendations.services.follow_up.attach_follow_ups",
    "recommendations.services.indexing.index_documents",
]
DOCUMENTS_OF_MEETINGS = ["recommendations.services.indexing.documents_of_meetings"]

# What turns texts into vectors for the search by meaning; loaded when the first text is to be encoded.
SENTENCE_ENCODER = "recommendations.index.encoder.MultilingualEncoder"

# The worker. Its heart beats three times within the seconds after which it counts as dead and its job is taken up
# again by another one; a job that ended in a fault is tried again after as many.
STALLED_SECONDS = max(1.0, float(os.environ.get("WORKER_STALLED_SECONDS", "30")))
STALLED_CRON = f"* * * * * */{min(30, round(STALLED_SECONDS))}"
RETRY_SECONDS = round(STALLED_SECONDS / 3)
UPKEEP_CRON = "*/5 * * * *"
CLEARING_CRON = "17 * * * *"
PROCRASTINATE_IMPORT_PATHS = ["portal.ingestion.tasks", "portal.compilations", "portal.maintenance"]
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": STALLED_SECONDS / 3,
    "stalled_worker_timeout": STALLED_SECONDS,
    "delete_jobs": "successful",
}


def _is_news(record: logging.LogRecord) -> bool:
    return getattr(record, "status_code", None) != http.HTTPStatus.SERVICE_UNAVAILABLE


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        # Only the health page answers 503, and it gives the reason.
        "not_health": {"()": "django.utils.log.CallbackFilter", "callback": _is_news},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "pdfminer": {"level": "ERROR"},
        "django.request": {"level": "ERROR", "filters": ["not_health"]},  # a page that is not found is no news
    },
}
