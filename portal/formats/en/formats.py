"""United Nations style: the day before the month, 24 hours."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = "j F Y, H:i"

# The first and the last day of a period in one month, in one year and in two, and what is between them.
PERIOD_IN_MONTH = ("j", "–", "j F Y")
PERIOD_IN_YEAR = ("j F", "–", "j F Y")
PERIOD = ("j F Y", "–", "j F Y")
JOINT_OF_TWO_DAYS = "–"

THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 1_000  # smaller numbers are written without a separator
