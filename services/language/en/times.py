"""English words of time."""

from __future__ import annotations

from services.language.lexemes import word_set
from services.language.times import Sense, TimeResources

_MONTHS = {
    1: "january jan",
    2: "february feb",
    3: "march mar",
    4: "april apr",
    5: "may",
    6: "june jun",
    7: "july jul",
    8: "august aug",
    9: "september sept sep",
    10: "october oct",
    11: "november nov",
    12: "december dec",
}
_HIJRI = {1: "muharram", 2: "safar", 7: "rajab", 8: "shaban sha'ban", 9: "ramadan ramadhan", 10: "shawwal"}
_HIJRI_PHRASES = {
    3: ("rabi al awwal", "rabi al-awwal", "rabi i"),
    4: ("rabi al thani", "rabi al-thani", "rabi ii"),
    5: ("jumada al ula", "jumada al-ula", "jumada i"),
    6: ("jumada al thani", "jumada al-thani", "jumada ii"),
    11: ("dhu al qadah", "dhul qadah", "dhu al-qadah"),
    12: ("dhu al hijjah", "dhul hijjah", "dhu al-hijjah"),
}
_WEEKDAYS = {
    0: "monday mon",
    1: "tuesday tue tues",
    2: "wednesday wed",
    3: "thursday thu thurs",
    4: "friday fri",
    5: "saturday",
    6: "sunday",
}
_PERIODS = {
    "minute": ("minute", "minutes"),
    "hour": ("hour", "hours"),
    "day": ("day", "days"),
    "week": ("week", "weeks"),
    "fortnight": ("fortnight", ""),
    "month": ("month", "months"),
    "quarter": ("quarter", "quarters"),
    "half": ("half", ""),
    "year": ("year", "years"),
    "decade": ("decade", "decades"),
    "century": ("century", "centuries"),
    "weekend": ("weekend", ""),
}
_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    11: "eleventh",
    12: "twelfth",
    13: "thirteenth",
    14: "fourteenth",
    15: "fifteenth",
    16: "sixteenth",
    17: "seventeenth",
    18: "eighteenth",
    19: "nineteenth",
    20: "twentieth twenty",
    30: "thirtieth thirty",
}
_COUNTS = {
    1: "a an one",
    2: "two",
    3: "three",
    4: "four",
    5: "five",
    6: "six",
    7: "seven",
    8: "eight",
    9: "nine",
    10: "ten",
    11: "eleven",
    12: "twelve",
}
_DECADES = {
    20: "twenties 1920s 20s",
    30: "thirties 1930s 30s",
    40: "forties 1940s 40s",
    50: "fifties 1950s 50s",
    60: "sixties 1960s 60s",
    70: "seventies 1970s 70s",
    80: "eighties 1980s 80s",
    90: "nineties 1990s 90s",
}


def _forms(table: dict[int, str]) -> dict[str, object]:
    return {form: value for value, forms in table.items() for form in forms.split()}


TIMES = TimeResources(
    words={
        Sense.MONTH: {
            **{form: ("g", month) for month, forms in _MONTHS.items() for form in forms.split()},
            **{form: ("h", month) for month, forms in _HIJRI.items() for form in forms.split()},
        },
        Sense.WEEKDAY: _forms(_WEEKDAYS),
        Sense.RELATIVE_DAY: {"today": 0, "yesterday": -1, "tomorrow": 1, "tonight": 0},
        Sense.DAY_PART: dict.fromkeys(word_set("morning afternoon evening night noon midnight dawn")),
        Sense.PERIOD: {
            form: (unit, count)
            for unit, (one, many) in _PERIODS.items()
            for forms, count in ((one, 1), (many, 0))
            for form in forms.split()
        },
        Sense.DIRECTION: {
            "last": -1,
            "past": -1,
            "previous": -1,
            "this": 0,
            "current": 0,
            "next": 1,
            "coming": 1,
        },
        Sense.PART: {
            "early": "early",
            "beginning": "early",
            "start": "early",
            "mid": "mid",
            "middle": "mid",
            "late": "late",
            "end": "late",
        },
        Sense.SINCE: {"since": None},
        Sense.UNTIL: {"until": None, "till": None, "through": None},
        Sense.FROM: {"from": None},
        Sense.TO: {"to": None},
        Sense.BETWEEN: {"between": None},
        Sense.AND: {"and": None, "&": None},
        Sense.OF: {"of": None, "the": None},
        Sense.AGO: {"ago": None, "earlier": None},
        Sense.DURING: {"during": None, "throughout": None},
        Sense.ORDINAL: _forms(_ORDINALS),
        Sense.COUNT: _forms(_COUNTS),
        Sense.ERA: {"ad": "g", "ce": "g", "ah": "h"},
        Sense.DECADE: _forms(_DECADES),
        Sense.ON: {"in": None, "on": None, "by": None},
        Sense.DATED: {"dated": None},
        Sense.VAGUE: dict.fromkeys(word_set("few several recent some")),
        Sense.SEASON: dict.fromkeys(word_set("summer winter autumn")),
        Sense.FUTURE: dict.fromkeys(word_set("will tomorrow upcoming scheduled expected due")),
    },
    phrases={
        **{
            phrase: (Sense.MONTH, ("h", month))
            for month, phrases in _HIJRI_PHRASES.items()
            for phrase in phrases
        },
        **{f"q {number}": (Sense.QUARTER, number) for number in range(1, 5)},
        "the day before yesterday": (Sense.RELATIVE_DAY, -2),
        "day before yesterday": (Sense.RELATIVE_DAY, -2),
        "the day after tomorrow": (Sense.RELATIVE_DAY, 2),
        "day after tomorrow": (Sense.RELATIVE_DAY, 2),
        "last night": (Sense.RELATIVE_DAY, -1),
        "this morning": (Sense.RELATIVE_DAY, 0),
        "this afternoon": (Sense.RELATIVE_DAY, 0),
        "this evening": (Sense.RELATIVE_DAY, 0),
    },
    month_first=True,
    direction_first=True,
    week_start=0,
    weak_months=word_set("may march mar jan dec sep august"),
    decade_suffix="s",
    ordinal_suffixes=("st", "nd", "rd", "th"),
)
