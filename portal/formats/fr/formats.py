"""French, as in the documents of the United Nations."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = r"G \h i"
DATETIME_FORMAT = r"j F Y à G \h i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = r"j F Y à G \h i"

PERIOD_IN_MONTH = ("j", "-", "j F Y")
PERIOD_IN_YEAR = ("j F", " – ", "j F Y")
PERIOD = ("j F Y", " – ", "j F Y")
JOINT_OF_TWO_DAYS = " et "

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 1_000
