"""The portal's settings without what makes a first start long: encoders, compression and five sample documents."""

from portal.settings import *  # noqa: F403
from portal.settings import STORAGES, VAR_DIR

FIXTURES_DIR = VAR_DIR / "fixtures"
SENTENCE_ENCODER = "tests.encoding.WordsEncoder"
ANSWER_ENCODER = "tests.encoding.WordsAnswerEncoder"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
