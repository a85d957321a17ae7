"""Russian, as in the documents of the United Nations."""

_DAY = "j\N{NO-BREAK SPACE}E"  # the day is not separated from its month

DATE_FORMAT = f"{_DAY} Y года"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = f"{_DAY} Y года в H:i"
MONTH_DAY_FORMAT = _DAY
YEAR_MONTH_FORMAT = "F Y года"
SHORT_DATE_FORMAT = f"{_DAY} Y года"
SHORT_DATETIME_FORMAT = f"{_DAY} Y года, H:i"

PERIOD_IN_MONTH = ("j", "–", f"{_DAY} Y года")
PERIOD_IN_YEAR = (_DAY, " — ", f"{_DAY} Y года")
PERIOD = (f"{_DAY} Y года", " — ", f"{_DAY} Y года")
JOINT_OF_TWO_DAYS = " и "

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 10_000
