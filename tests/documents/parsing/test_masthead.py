"""Mastheads in the six official languages, older layouts, and missing symbols."""

from __future__ import annotations

from datetime import date

import pytest

from documents.parsing.masthead import read_masthead
from documents.parsing.types import Box, Dates, Fragment, Masthead, RawNote, Source, Span


def fragments(lines: str) -> tuple[Fragment, ...]:
    return tuple(Fragment((Span(line.strip()),)) for line in lines.strip().splitlines())


def masthead(lines: str, *, notes: tuple[RawNote, ...] = (), running: tuple[str, ...] = ()) -> Masthead:
    source = Source("text", fragments(lines), notes=notes, running=running)
    return read_masthead(source)[0]


def day(text: str) -> date:
    return date.fromisoformat(text)


VIENNA = Dates("Vienna", day("2022-10-17"), day("2022-10-21"))
TEXT = "1. The present report was prepared."

LANGUAGES = [
    (
        "en",
        """United Nations CTOC/COP/2022/5
        Conference of the Parties to the United Nations Convention against Transnational Organized Crime
        Distr.: General
        18 July 2022
        Original: English
        Eleventh session
        Vienna, 17–21 October 2022
        Item 4 of the provisional agenda*
        International cooperation
        Activities of the Office
        Report of the Secretariat""",
        {"distribution": "General", "original_languages": ("en",), "agenda_item": "4", "meeting": VIENNA},
    ),
    (
        "fr",
        """Nations Unies CTOC/COP/2022/5
        Conférence des Parties à la Convention des Nations Unies contre la criminalité transnationale organisée
        Distr. générale
        18 juillet 2022
        Français
        Original : anglais
        Onzième session
        Vienne, 17-21 octobre 2022
        Point 4 de l’ordre du jour provisoire*
        Coopération internationale
        Activités de l’Office
        Rapport du Secrétariat""",
        {"distribution": "General", "original_languages": ("en",), "agenda_item": "4", "session": "Onzième session"},
    ),
    (
        "es",
        """Naciones Unidas CTOC/COP/2022/5
        Conferencia de las Partes en la Convención de las Naciones Unidas contra la Delincuencia Organizada
        Distr. general
        18 de julio de 2022
        Español
        Original: inglés
        11º período de sesiones
        Viena, 17 a 21 de octubre de 2022
        Tema 4 del programa provisional*
        Cooperación internacional
        Actividades de la Oficina
        Informe de la Secretaría""",
        {"distribution": "General", "original_languages": ("en",), "agenda_item": "4"},
    ),
    (
        "ru",
        """Организация Объединенных Наций CTOC/COP/2022/5
        Конференция участников Конвенции Организации Объединенных Наций против транснациональной преступности
        Distr.: General
        18 July 2022
        Russian
        Original: English
        Одиннадцатая сессия
        Вена, 17–21 октября 2022 года
        Пункт 4 предварительной повестки дня*
        Международное сотрудничество
        Деятельность Управления
        Доклад Секретариата""",
        {
            "distribution": "General",
            "original_languages": ("en",),
            "agenda_item": "4",
            "session": "Одиннадцатая сессия",
        },
    ),
    (
        "zh",
        """联合国 CTOC/COP/2022/5
        联合国打击跨国有组织犯罪公约缔约方会议
        Distr.: General
        18 July 2022
        Chinese
        Original: English
        第十一届会议
        2022年10月17日至21日，维也纳
        临时议程项目4
        国际合作
        毒品和犯罪问题办公室的活动
        秘书处的报告""",
        {"distribution": "General", "original_languages": ("en",), "agenda_item": "4", "session": "第十一届会议"},
    ),
    (
        "ar",
        """الأمم المتحدة CTOC/COP/2022/5
        مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية
        Distr.: General
        18 July 2022
        Arabic
        Original: English
        الدورة الحادية عشرة
        فيينا، 17-21 تشرين الأول/أكتوبر 2022
        البند 4 من جدول الأعمال المؤقت
        التعاون الدولي
        أنشطة المكتب
        تقرير الأمانة""",
        {"distribution": "General", "original_languages": ("en",), "agenda_item": "4"},
    ),
]


@pytest.mark.parametrize(("language", "lines", "fields"), LANGUAGES, ids=[case[0] for case in LANGUAGES])
def test_masthead_in_each_official_language_is_read(language: str, lines: str, fields: dict[str, object]) -> None:
    head = masthead(f"{lines}\n{TEXT}")
    assert head.symbols == ("CTOC/COP/2022/5",)
    assert (head.language, head.date) == (language, day("2022-07-18"))
    assert head.meeting is not None
    assert (head.meeting.start, head.meeting.end) == (VIENNA.start, VIENNA.end)
    assert head.body == lines.splitlines()[1].strip()
    assert (head.agenda_title, head.title) == (lines.splitlines()[-3].strip(), lines.splitlines()[-2].strip())
    assert head.subtitle == lines.splitlines()[-1].strip()
    for name, value in fields.items():
        assert getattr(head, name) == value, name


OLDER = """UNITED
A
NATIONS
General Assembly
Distr. GENERAL
A/50/610 24 November 1995 ENGLISH ORIGINAL: SPANISH
Fiftieth session Agenda items 89 and 18
ACTIVITIES OF FOREIGN ECONOMIC INTERESTS
IMPLEMENTATION OF THE DECLARATION
Report of the Special Committee
I. INTRODUCTION"""


def test_several_fields_on_a_line_of_an_older_layout_are_split() -> None:
    head = masthead(OLDER)
    assert head.symbols == ("A/50/610",)
    assert (head.date, head.distribution) == (day("1995-11-24"), "General")
    assert (head.language, head.original_languages) == ("en", ("es",))
    assert (head.session, head.agenda_item, head.body) == ("Fiftieth session", "89 and 18", "General Assembly")
    assert head.title == "Report of the Special Committee"


LARGE = [
    ("followed by the rest of the symbol", "/COP/2022/5", ("CTOC/COP/2022/5",)),
    ("without the rest of the symbol", "Distr.: General", ()),
]


@pytest.mark.parametrize(("below", "symbols"), [case[1:] for case in LARGE], ids=[case[0] for case in LARGE])
def test_large_letters_at_the_top_are_not_the_title(below: str, symbols: tuple[str, ...]) -> None:
    lines = [Fragment((Span("CTOC"),), size=20.0), Fragment((Span(below),), size=10.0)]
    lines += fragments("""Conference of the Parties to the Convention
        Eleventh session
        Vienna, 17–21 October 2022
        Report on the matter
        1. The present report was prepared.""")
    head = read_masthead(Source("pdf", tuple(lines)))[0]
    assert (head.symbols, head.title) == (symbols, "Report on the matter")
    assert head.body == "Conference of the Parties to the Convention"


def test_session_in_brackets_after_the_organ_is_read() -> None:
    head = masthead(
        """Economic and Social Council
        Distr.
        GENERAL
        TRANS/SC.2/2001/20
        6 August 2001
        Working Party on Rail Transport
        (Fifty-fifth session, 16-18 October 2001,
        agenda item 13)
        TRANS-EUROPEAN RAILWAY PROJECT
        1. Introduction"""
    )
    assert (head.body, head.subsidiary_body) == ("Economic and Social Council", "Working Party on Rail Transport")
    assert (head.session, head.agenda_item) == ("Fifty-fifth session", "13")
    assert head.meeting == Dates(None, day("2001-10-16"), day("2001-10-18"))
    assert head.title == "TRANS-EUROPEAN RAILWAY PROJECT"


def test_title_of_a_resolution_excludes_its_number() -> None:
    head = masthead(
        """A/RES/48/246
        General Assembly
        Agenda item 165
        RESOLUTION ADOPTED BY THE GENERAL ASSEMBLY
        [on the report of the Fifth Committee (A/48/826/Add.1)]
        48/246. Financing of the United Nations Mission in Haiti
        The General Assembly,"""
    )
    assert head.symbols == ("A/RES/48/246",)
    assert head.title == "Financing of the United Nations Mission in Haiti"


def test_previously_issued_symbol_is_ignored() -> None:
    head = masthead(
        """A/HRC/8/50
        Previously issued under document symbol A/HRC/WG.6/2/L.16
        Report of the Working Group
        1. The Working Group met."""
    )
    assert head.symbols == ("A/HRC/8/50",)


def test_joint_symbols_are_split() -> None:
    assert masthead("E/2025/24-E/CN.3/2025/37\nReport\n1. Text.").symbols == ("E/2025/24", "E/CN.3/2025/37")


def test_english_only_sets_both_languages() -> None:
    head = masthead("CTOC/COP/2022/CRP.5\nEnglish only\nNote\n1. Text.")
    assert (head.language, head.original_languages) == ("en", ("en",))


def test_lines_are_assigned_to_fields_by_their_position() -> None:
    def line(text: str, left: float, top: float, size: float, *, bold: bool = False) -> Fragment:
        return Fragment((Span(text, bold=bold),), page=1, box=Box(left, top, left + 200, top + size), size=size)

    source = Source(
        "pdf",
        masthead=(
            line("A/CONF.222/7", 478, 44, 10),
            Fragment(
                (Span("Thirteenth United Nations Congress ", bold=True), Span("Distr.: General")),
                box=Box(123, 72, 461, 89),
                size=17,
            ),
            line("on Crime Prevention and Criminal", 123, 90, 17, bold=True),
            line("Justice", 123, 108, 17, bold=True),
            line("22 January 2015", 397, 90, 10),
            line("Item 4 of the provisional agenda", 60, 230, 10),
            line("International cooperation, including at the regional", 60, 242, 10, bold=True),
            line("level, to combat transnational organized crime", 60, 254, 10, bold=True),
        ),
        body=(line("Working paper", 124, 283, 14, bold=True), line("1. Text.", 124, 333, 10)),
    )
    head, body = read_masthead(source)
    assert head.body == "Thirteenth United Nations Congress on Crime Prevention and Criminal Justice"
    assert head.agenda_title == (
        "International cooperation, including at the regional level, to combat transnational organized crime"
    )
    assert (head.title, body[0].text) == ("Working paper", "1. Text.")


HINTS = [
    (
        """Conference of the Parties to the United Nations Convention against Transnational Organized Crime
        Distr.: Limited
        8 July 2020
        Working Group on International Cooperation
        Vienna, 7–8 July 2020
        Draft report
        Addendum
        1. Text.""",
        "CTOC/COP/WG.3/2020/L.?/Add.?",
        "by organ, year, distribution and kind",
    ),
    (
        """Thirteenth United Nations Congress on Crime Prevention and Criminal Justice
        Distr.: General
        Item 4 of the provisional agenda*
        International cooperation
        Working paper
        1. Text.""",
        "A/CONF.222/?",
        "by the agenda that a note cites",
    ),
    ("A body unknown to us\nA title\n1. Text.", None, "nothing to base a suggestion on"),
]


@pytest.mark.parametrize(("lines", "pattern", "reason"), HINTS, ids=[case[2] for case in HINTS])
def test_missing_symbols_are_only_suggested(lines: str, pattern: str | None, reason: str) -> None:
    head = masthead(lines, notes=(RawNote("*", (Span("A/CONF.222/1."),)),) if "Thirteenth" in lines else ())
    assert head.symbols == ()
    assert [hint.pattern for hint in head.symbol_hints] == ([pattern] if pattern else []), reason
    assert all(hint.reason.endswith(".") for hint in head.symbol_hints)


def test_reissue_and_job_number_are_read() -> None:
    head = masthead(
        "S/RES/2776 (2025)*\nSecurity Council\nResolution 2776 (2025)\nThe Security Council,",
        notes=(RawNote("*", (Span("Reissued for technical reasons on 12 March 2025."),)),),
        running=("25-03579* (E)", "2/14 25-03579"),
    )
    assert (head.reissued, head.job_number) == (day("2025-03-12"), "25-03579")
    assert head.symbols == ("S/RES/2776 (2025)",)


@pytest.mark.parametrize(
    ("symbol", "line", "languages"),
    [
        ("CTOC/COP/2022/5/Corr.1", "Français seulement", ("fr",)),
        ("CTOC/COP/2022/5/Corr.1", "Original : anglais", ()),
        ("CTOC/COP/2022/5", "Français seulement", ()),
    ],
)
def test_corrigendum_names_the_languages_it_applies_to(symbol: str, line: str, languages: tuple[str, ...]) -> None:
    lines = f"""Nations Unies {symbol}
        Distr. générale
        18 juillet 2022
        {line}
        Onzième session
        Activités de l’Office
        Rectificatif
        1. Paragraphe 4"""
    assert masthead(lines).languages_concerned == languages
