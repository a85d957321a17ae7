"""Spanish, as in the documents of the United Nations."""

_DAY = "j\N{NO-BREAK SPACE}\\d\\e F"  # the day is not separated from its month

DATE_FORMAT = rf"{_DAY} \d\e Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = rf"{_DAY} \d\e Y \a \l\a\s H:i"
MONTH_DAY_FORMAT = _DAY
SHORT_DATE_FORMAT = rf"{_DAY} \d\e Y"
SHORT_DATETIME_FORMAT = rf"{_DAY} \d\e Y, H:i"

PERIOD_IN_MONTH = ("j", " a ", rf"{_DAY} \d\e Y")
PERIOD_IN_YEAR = (_DAY, " a ", rf"{_DAY} \d\e Y")
PERIOD = (rf"{_DAY} \d\e Y", " a ", rf"{_DAY} \d\e Y")
JOINT_OF_TWO_DAYS = " y "

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 10_000
