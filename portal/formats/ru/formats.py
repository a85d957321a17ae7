"""Russian, as in the documents of the United Nations."""

DATE_FORMAT = "j E Y года"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y года в H:i"
MONTH_DAY_FORMAT = "j E"
YEAR_MONTH_FORMAT = "F Y года"
SHORT_DATE_FORMAT = "j E Y года"
SHORT_DATETIME_FORMAT = "j E Y года, H:i"

PERIOD_IN_MONTH = ("j", "–", "j E Y года")
PERIOD_IN_YEAR = ("j E", " — ", "j E Y года")
PERIOD = ("j E Y года", " — ", "j E Y года")
JOINT_OF_TWO_DAYS = " и "

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 10_000
