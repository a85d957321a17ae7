"""Chinese, as in the documents of the United Nations."""

DATE_FORMAT = "Y年n月j日"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "Y年n月j日H:i"
MONTH_DAY_FORMAT = "n月j日"
SHORT_DATE_FORMAT = "Y年n月j日"
SHORT_DATETIME_FORMAT = "Y年n月j日H:i"

PERIOD_IN_MONTH = ("Y年n月j日", "至", "j日")
PERIOD_IN_YEAR = ("Y年n月j日", "至", "n月j日")
PERIOD = ("Y年n月j日", "至", "Y年n月j日")
JOINT_OF_TWO_DAYS = "和"

THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 3
MIN_GROUPED_NUMBER = 1_000
