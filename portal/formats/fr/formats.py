"""French, as in the documents of the United Nations."""

_DAY = "j\N{NO-BREAK SPACE}F"  # the day is not separated from its month

DATE_FORMAT = f"{_DAY} Y"
TIME_FORMAT = r"G \h i"
DATETIME_FORMAT = rf"{_DAY} Y à G \h i"
MONTH_DAY_FORMAT = _DAY
SHORT_DATE_FORMAT = f"{_DAY} Y"
SHORT_DATETIME_FORMAT = rf"{_DAY} Y à G \h i"

PERIOD_IN_MONTH = ("j", "-", f"{_DAY} Y")
PERIOD_IN_YEAR = (_DAY, "-", f"{_DAY} Y")
PERIOD = (f"{_DAY} Y", "-", f"{_DAY} Y")
JOINT_OF_TWO_DAYS = " et "

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 1_000
