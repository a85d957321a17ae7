"""Settings, from environment variables: see docs/operation.md."""

from __future__ import annotations

import contextlib
import datetime
import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from portal.catalogues import compile_catalogues
from portal.logging_config import LOGGING as LOGGING
from portal.login_config import *  # noqa: F403
from portal.reading.limits import Limits

# The sentence encoder's matrices are small: more threads would only wait for one another and use memory.
# This must be set before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("PORTAL_VAR", BASE_DIR / "var")).resolve()
FIXTURES_DIR = BASE_DIR / "fixtures"
FIRST_READINGS_FILE = FIXTURES_DIR / "first_readings.json"  # a row for each collection of new texts, by hand
ACCURACY_FILE = FIXTURES_DIR / "accuracy.json"  # written by `manage.py evaluate --report`

DEBUG = os.environ.get("DEBUG", "") == "1"


def _secret_key() -> str:
    """Return the key from the environment, or a key generated once and stored next to the database."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret-key"
    try:
        if not path.exists():
            _make_secret_key(path)
        return path.read_text().strip()
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"This account cannot access {error.filename}, because the portal's folder {VAR_DIR} belongs to another "
            "account. Start the portal with the account that first started it, or use another folder: "
            "PORTAL_VAR=/another/folder."
        ) from error


def _make_secret_key(path: Path) -> None:
    """Write a new key atomically. If another process has written one first, keep that."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.touch(mode=0o600)
    try:
        temporary.write_text(os.urandom(48).hex())
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
    finally:
        temporary.unlink()


SECRET_KEY = _secret_key()
# Without names, only this machine may connect: see portal/serving/address.py.
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [x for x in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if x]

INSTALLED_APPS = [
    "portal.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "portal.apps.JobsConfig",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "portal.apps.PortalConfig",
    "portal.alerts.apps.AlertsConfig",
    "documents",
    "recommendations",
]

MIDDLEWARE = [
    "portal.middleware.HeadMiddleware",
    "portal.health.HealthMiddleware",
    "portal.monitoring.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.languages.LanguageMiddleware",
    "portal.middleware.RequestSizeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.SessionTimeoutMiddleware",
    "portal.middleware.PageCachingMiddleware",
    "portal.middleware.RateLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "portal.login.middleware.SecondFactorMiddleware",
    "portal.middleware.MethodNotAllowedMiddleware",
    "portal.middleware.StatementTimeoutMiddleware",
    "portal.middleware.VocabularyMiddleware",  # reads from the primary server: a replica may be behind
    "portal.replicas.ReplicaMiddleware",
]

VOCABULARY_SECONDS: float | None = 1.0  # after which a process looks again for changes to the vocabularies

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["documents.templatetags.phrases"],
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


def _server(url: str) -> dict[str, Any]:
    """Return the settings of a database server from its URL."""
    server = dj_database_url.parse(url, engine="portal.postgres", conn_max_age=60, conn_health_checks=True)
    return {**server, "OPTIONS": {"server_side_binding": True, **server.get("OPTIONS", {})}}


def _database() -> dict[str, Any]:
    """Return the database named by ``DATABASE_URL``, or the embedded one."""
    if url := os.environ.get("DATABASE_URL"):
        return _server(url)
    return {
        "ENGINE": "portal.postgres",
        "NAME": "postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "cluster": str(VAR_DIR / "postgres"),
            "server_side_binding": True,
            "prepare_threshold": 2,  # the statements are long: plan them once per connection, not for each page
        },
    }


_REPLICA_SERVERS = {
    f"replica_{number}": _server(url)
    for number, url in enumerate(os.environ.get("DATABASE_REPLICA_URLS", "").split(), start=1)
}
DATABASES = {"default": _database(), **_REPLICA_SERVERS}
REPLICAS = tuple(_REPLICA_SERVERS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
# The official languages of the United Nations in the order of its website. A text without a translation is in English.
LANGUAGES = [
    ("ar", "عربي"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
_CATALOGUES = BASE_DIR / "portal" / "locale"  # where makemessages writes
LOCALE_PATHS = [_CATALOGUES, compile_catalogues(_CATALOGUES, VAR_DIR / "locale")]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["portal.formats"]
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
BUNDLES_DIR = VAR_DIR / "bundles"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.bundles.BundleFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ROOT = BASE_DIR / "public"  # files at the root of the site, which browsers request without a link

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Count failed logins in the database, for all web processes together.
AXES_LOCKOUT_CALLABLE = "portal.throttling.lockout_response"
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


def _email_url() -> str:
    """Return the portal's address for links in e-mails. They never use the host that a client names."""
    url = os.environ.get("PORTAL_URL", "").rstrip("/")
    if EMAIL_HOST and not url.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            "EMAIL_HOST is set, but links in e-mails need the portal's address. Set PORTAL_URL, for example "
            "PORTAL_URL=https://portal.example.org."
        )
    return url


# E-mail is optional: without EMAIL_HOST, administrators hand out links themselves.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
_ENCRYPTION = os.environ.get("EMAIL_ENCRYPTION", "starttls")
if _ENCRYPTION not in ("starttls", "tls", "none"):
    raise ImproperlyConfigured(f"EMAIL_ENCRYPTION={_ENCRYPTION} is not possible. Use starttls, tls or none.")
EMAIL_USE_TLS, EMAIL_USE_SSL = _ENCRYPTION == "starttls", _ENCRYPTION == "tls"
EMAIL_TIMEOUT = 10  # seconds; the worker does nothing else meanwhile
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "") or EMAIL_HOST_USER or "portal@localhost"
PORTAL_URL = _email_url()
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")  # on the help pages, for readers
# An address for reports of vulnerabilities in security.txt: "mailto:…" or "https://…", or "" for no such file.
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "")
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # seconds for which a link that sets a password works

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "portal.accounts.passwords.LongPasswordValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "portal.accounts.passwords.UncommonPasswordValidator"},
]

# Nothing is loaded from other sites, and pages contain no inline scripts or styles.
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
STAFF_IDLE = datetime.timedelta(hours=2)
STAFF_SESSION = datetime.timedelta(hours=12)
HTTPS_ONLY = os.environ.get("HTTPS_ONLY", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS_ONLY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS_ONLY else 0
# Only the owner of the domain can decide whether its other sites use HTTPS.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# What an address may ask for without logging in, in each web process: many delegates may share one address.
RATE_LIMIT = os.environ.get("RATE_LIMIT", "600/minute")

# A session document takes several hundred kilobytes, the largest report several tens of megabytes.
UPLOAD_FILE_BYTES = 50 * 1024 * 1024
UPLOAD_REQUEST_BYTES = 200 * 1024 * 1024
# A batch may have thousands of files, and the form to publish them as many fields.
DATA_UPLOAD_MAX_NUMBER_FILES = DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Limits for reading one document. The largest reports take half a minute and a fifth of the memory.
READING_LIMITS = Limits(
    seconds=int(os.environ.get("READING_SECONDS", "300")),
    memory_mb=int(os.environ.get("READING_MEMORY_MB", "2048")),
    recognition_seconds=int(os.environ.get("RECOGNITION_SECONDS", "1800")),
)

# Limits for drawing one page, which takes a tenth of a second.
DRAWING_LIMITS = Limits(seconds=20, memory_mb=1024, result_mb=8, recognition_seconds=0)

# Functions called in the transaction of every change to the public content of a document.
DOCUMENT_LISTENERS = [
    "recommendations.services.alignment.align_documents",
    "recommendations.services.follow_up.attach_follow_ups",
    "recommendations.services.endorsements.apply_endorsements",
    "recommendations.services.indexing.index_documents",
    "recommendations.services.harvesting.update_harvest_records",
    "portal.ingestion.tasks.read_unanswered",
]
# Functions that return the documents whose pages show a meeting.
MEETING_DOCUMENT_FINDERS = ["recommendations.services.indexing.documents_of_meetings"]

# Encodes texts as vectors for the search by meaning. Loaded when the first text is encoded.
SENTENCE_ENCODER = "recommendations.index.encoder.MultilingualEncoder"
ANSWER_ENCODER = "recommendations.index.encoder.MultilingualAnswerEncoder"

# A worker without a heartbeat for STALLED_SECONDS counts as dead, and another worker takes over its job. Heartbeats are
# sent every third of that time, and failed jobs are retried after it.
STALLED_SECONDS = max(1.0, float(os.environ.get("WORKER_STALLED_SECONDS", "30")))
STALLED_CRON = f"* * * * * */{min(30, round(STALLED_SECONDS))}"
RETRY_SECONDS = round(STALLED_SECONDS / 3)
SEARCH_MAINTENANCE_CRON = "*/5 * * * *"
EXPIRY_CRON = "17 * * * *"
HARVEST_CRON = "11 2 * * *"
DATA_CRON = "31 2 * * *"
BACKUP_CRON = "41 1 * * *"
DIGEST_CRON = "0 5 * * *"
ALERTS_CRON = "*/5 * * * *"
# The folder for the files at /data/, the same for all web servers and workers.
DATA_DIR = Path(os.environ["DATA_DIR"]).resolve() if os.environ.get("DATA_DIR") else VAR_DIR / "data"
# The folder for nightly backups, or None.
BACKUP_DIR = Path(os.environ["BACKUP_DIR"]).resolve() if os.environ.get("BACKUP_DIR") else None
PROCRASTINATE_IMPORT_PATHS = [
    "portal.alerts.tasks",
    "portal.ingestion.tasks",
    "portal.bulk.tasks",
    "portal.compilations",
    "portal.digest",
    "portal.emails",
    "portal.maintenance",
    "portal.meetings.tasks",
    "portal.reports.tasks",
    "portal.review.tasks",
    "portal.vocabularies.tasks",
]
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": STALLED_SECONDS / 3,
    "stalled_worker_timeout": STALLED_SECONDS,
    "delete_jobs": "successful",
}


# The token for /metrics, or "" to keep no metrics.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
METRICS_DIR = VAR_DIR / "metrics"
if METRICS_TOKEN:
    METRICS_DIR.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(METRICS_DIR))  # read when prometheus_client is imported
