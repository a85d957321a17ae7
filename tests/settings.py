"""The portal's settings, with a separate test database."""

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, STORAGES, VAR_DIR

if "cluster" in DATABASES["default"]["OPTIONS"]:
    # The data does not outlive the run, so it need not survive a power cut.
    DATABASES["default"]["OPTIONS"] |= {"cluster": str(VAR_DIR / "test-postgres"), "durable": False}

# Without a manifest, tests need no `collectstatic`.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# A static file is looked for when it is requested. Otherwise every test client would first list all of them.
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A persistent connection in a thread of the worker would prevent dropping the test database.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# The real encoders take a second to load in each process; only the tests of their results use them.
SENTENCE_ENCODER = "tests.encoding.WordsEncoder"
ANSWER_ENCODER = "tests.encoding.WordsAnswerEncoder"

# The process that changes a vocabulary notices at once. Occasional queries would disturb tests that count queries.
VOCABULARY_SECONDS = None
