"""Arabic, as in the documents of the United Nations: the months have their Syriac and their Latin name."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، الساعة H:i"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j F Y"
SHORT_DATETIME_FORMAT = "j F Y، H:i"

PERIOD_IN_MONTH = ("j", "–", "j F Y")
PERIOD_IN_YEAR = ("j F", " – ", "j F Y")
PERIOD = ("j F Y", " – ", "j F Y")
JOINT_OF_TWO_DAYS = "–"

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 1_000
