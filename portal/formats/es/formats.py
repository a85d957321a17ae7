"""Spanish, as in the documents of the United Nations."""

DATE_FORMAT = r"j \d\e F \d\e Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j \d\e F \d\e Y \a \l\a\s H:i"
MONTH_DAY_FORMAT = r"j \d\e F"
SHORT_DATE_FORMAT = r"j \d\e F \d\e Y"
SHORT_DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"

PERIOD_IN_MONTH = ("j", " a ", r"j \d\e F \d\e Y")
PERIOD_IN_YEAR = (r"j \d\e F", " a ", r"j \d\e F \d\e Y")
PERIOD = (r"j \d\e F \d\e Y", " a ", r"j \d\e F \d\e Y")
JOINT_OF_TWO_DAYS = " y "

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 10_000
