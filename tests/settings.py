"""The portal's settings over a database of the tests' own."""

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, STORAGES, VAR_DIR

if DATABASES["default"]["ENGINE"] == "portal.postgres":
    # Nothing in it outlives the run, so that it need not survive a power cut either.
    DATABASES["default"]["OPTIONS"] |= {"cluster": str(VAR_DIR / "test-postgres"), "durable": False}

# Without the manifest no `collectstatic` is needed first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A thread of the worker would keep its connection, and the test database could not be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# The real one is for the tests of what it finds; it takes a second to load in each process.
SENTENCE_ENCODER = "tests.encoding.WordsEncoder"
