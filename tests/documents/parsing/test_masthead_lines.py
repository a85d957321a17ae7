"""Single lines of a masthead: events, segments, item numbers, split periods, short texts, and doubts about fields."""

from __future__ import annotations

from datetime import date

import pytest

from documents.parsing.masthead import read_masthead
from documents.parsing.masthead_doubts import masthead_doubts
from documents.parsing.parse import parse
from documents.parsing.types import Dates, Fragment, Masthead, Source, Span, UnreadLine

COP = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
TEXT = "1. The present note was prepared."


def plain(lines: str) -> Masthead:
    """Read lines of which nothing but the text is known."""
    return read_masthead(Source("text", tuple(Fragment((Span(line.strip()),)) for line in lines.splitlines())))[0]


def sized(*lines: tuple[str, float]) -> Masthead:
    """Read lines with their sizes. Lines of at least 11 points are bold, like names and titles."""
    body = (Fragment((Span(text, bold=size >= 11),), size=size) for text, size in lines)
    return read_masthead(Source("docx", tuple(body)))[0]


SESSIONS = [
    ("Concluding session", "Concluding session"),
    ("Closing session", "Closing session"),
    ("Resumed concluding session", "Resumed concluding session"),
    ("Concluding remarks", None),
]


@pytest.mark.parametrize(("line", "session"), SESSIONS, ids=[case[0] for case in SESSIONS])
def test_session_is_read(line: str, session: str | None) -> None:
    assert plain(f"A/AC.301/4\nGeneral Assembly\n{line}\nDraft annex\n{TEXT}").session == session


SEGMENTS = [
    "High-level segment",
    "Resumed coordination segment",
    "Humanitarian affairs segment",
    "Débat de haut niveau",
    "Serie de sesiones de alto nivel",
    "Этап заседаний высокого уровня",
    "高级别部分",
    "الجزء الرفيع المستوى",
]


@pytest.mark.parametrize("segment", SEGMENTS)
def test_segment_of_a_session_is_not_the_title(segment: str) -> None:
    head = plain(f"E/2033/4\nEconomic and Social Council\n2033 session\n{segment}\nAgenda item 5\nItem\nTitle\n{TEXT}")
    assert (head.session, head.agenda_item, head.agenda_title, head.title) == ("2033 session", "5", "Item", "Title")


def test_segment_alone_is_a_title() -> None:
    assert plain(f"E/2033/4\nEconomic and Social Council\nHigh-level segment\n{TEXT}").title == "High-level segment"


ITEMS = [
    ("البند 3 (ب) من جدول الأعمال المؤقت*", "3 (ب)"),
    ("البند 7 من جدول الأعمال", "7"),
    ("Tema 19 c) del programa", "19 c)"),
    ("Пункт 4 b) предварительной повестки дня", "4 b)"),
]


@pytest.mark.parametrize(("line", "number"), ITEMS)
def test_number_of_an_agenda_item_is_read(line: str, number: str) -> None:
    assert plain(f"CTOC/COP/2033/4\n{COP}\n{line}\nItem\nTitle\n{TEXT}").agenda_item == number


PERIODS = [
    (["New York, 12–16 and 19–23 January and 2–6 February", "2032"], ("2032-01-12", "2032-02-06")),
    (["Vienna, 17–21", "October 2022"], ("2022-10-17", "2022-10-21")),
    (["Viena, 3 a 7 de", "marzo de 2031"], ("2031-03-03", "2031-03-07")),
    (["Vienna, 3 and", "4 June 2031"], ("2031-06-03", "2031-06-04")),
    (["Vienne, 30 mai-", "1er juin 2022"], ("2022-05-30", "2022-06-01")),
    (["2031年4月7日至11日和5月3日，维也纳"], ("2031-04-07", "2031-05-03")),
]


@pytest.mark.parametrize(("lines", "period"), PERIODS, ids=[case[0][0] for case in PERIODS])
def test_period_is_read_across_lines(lines: list[str], period: tuple[str, str]) -> None:
    head = plain("\n".join(("CTOC/COP/2033/4", COP, "Twelfth session", *lines, "Title", TEXT)))
    start, end = map(date.fromisoformat, period)
    assert head.meeting is not None
    assert (head.meeting.start, head.meeting.end, head.title, head.date) == (start, end, "Title", None)


PARTS_OF_SESSION = [
    ("Organizational session, 3 April 2033 Substantive session, 5 May–9 June 2033", "2033-05-05", "2033-06-09"),
    ("Session d’organisation, 1er avril 2033", "2033-04-01", "2033-04-01"),
    ("First regular session, 7–9 February 2033", "2033-02-07", "2033-02-09"),
]


@pytest.mark.parametrize(("line", "start", "end"), PARTS_OF_SESSION, ids=[case[0] for case in PARTS_OF_SESSION])
def test_dates_of_the_parts_of_a_session_are_read(line: str, start: str, end: str) -> None:
    head = plain(f"CTOC/COP/2033/4\n{COP}\n9 March 2033\n{line}\nAgenda item 3\nItem\nTitle\n{TEXT}")
    assert head.meeting
    assert (head.meeting.place, str(head.meeting.start), str(head.meeting.end)) == (None, start, end)


def test_capitals_above_the_report_of_a_group_are_the_title_of_the_agenda_item() -> None:
    report = "Report of the Working Group on Firearms"
    head = plain(f"A/HRC/33/4\nGeneral Assembly\n9 March 2033\nAgenda item 3\nFIREARMS\n{report}\nElbonia\n{TEXT}")
    assert (head.agenda_title, head.title) == ("FIREARMS", report)


def test_line_that_cites_the_report_on_a_resolution_is_kept() -> None:
    line = "[on the report of the Third Committee (A/88/12)]"
    lines = ("A/RES/88/7", line, "88/7. Firearms", TEXT)
    head, body = read_masthead(Source("text", tuple(Fragment((Span(text),)) for text in lines)))
    assert (head.title, [fragment.text for fragment in body]) == ("Firearms", [line, TEXT])


def test_date_of_issue_does_not_complete_another_line() -> None:
    head = plain(f"CTOC/COP/2033/4\n{COP}\nAgenda item 3\n9 March 2033\nItem\nTitle\n{TEXT}")
    assert (head.agenda_item, head.date, head.meeting) == ("3", date(2033, 3, 9), None)


def test_line_above_a_place_and_date_is_an_event_if_a_larger_title_follows() -> None:
    head = sized(("Dialogue on firearms", 10), ("Vienna, 5 May 2033", 10), ("Summary of views", 14), (TEXT, 10))
    assert (head.title, head.subsidiary_body or head.body) == ("Summary of views", "Dialogue on firearms")


EVENTS = [
    (("Dialogue on firearms", "Vienna, 5 May 2033", "Views", "Summary by the Chair"), "Views"),
    (("Dialogue on firearms", "Vienna, 5 May 2033", "Report of the Secretariat"), "Dialogue on firearms"),
    (("Report of the workshop", "Vienna, 5 May 2033", "Part one", "Note by the Secretariat"), "Report of the workshop"),
]


@pytest.mark.parametrize(("lines", "title"), EVENTS)
def test_event_above_a_title_with_a_subtitle_is_not_the_title(lines: tuple[str, ...], title: str) -> None:
    assert plain("\n".join(("CTOC/COP/2033/4", COP, *lines, TEXT))).title == title


def test_title_above_a_place_and_date_is_kept_without_larger_type_below() -> None:
    head = sized(("Summary of views", 14), ("Vienna, 5 May 2033", 10), ("Prepared by the Chair", 12), (TEXT, 10))
    assert (head.title, head.subtitle) == ("Summary of views", "Prepared by the Chair")


@pytest.mark.parametrize(
    "text", ["The group decides to wait.", "Tengo el honor de escribirle.", "会议决定推迟审议此事。"]
)
def test_short_sentence_below_a_title_is_the_text(text: str) -> None:
    source = Source(
        "docx",
        tuple(Fragment((Span(line, bold=size > 11),), size=size) for line, size in (("A title", 14.0), (text, 10.0))),
    )
    head, body = read_masthead(source)
    assert (head.title, [fragment.text for fragment in body]) == ("A title", [text])


@pytest.mark.parametrize(
    "line", ["Rapporteur: Ms. Jane Doe (Ruritania)", "Relatora: Sra. Jane Doe", "Докладчик: г-н Доу"]
)
def test_name_of_the_rapporteur_is_not_the_subtitle(line: str) -> None:
    head = plain(f"General Assembly\nReport on trials\nReport of the First Committee\n{line}\n1. Text.")
    assert (head.title, head.subtitle) == ("Report on trials", "Report of the First Committee")


def test_line_below_the_sponsors_of_a_draft_is_its_title() -> None:
    head = plain(
        "E/CN.15/2033/L.4\nЭкономический и Социальный Совет\nАвстрия и Чили: проект резолюции\nВозвращение активов\n"
        "Комиссия рекомендует Экономическому и Социальному Совету принять следующий проект резолюции о возвращении:"
    )
    assert (head.title, head.subtitle) == ("Возвращение активов", "Австрия и Чили: проект резолюции")


AUTHORS = [
    "Note by the Secretariat",
    "Background paper submitted by the Chair of the group",
    "Rapport de la Directrice exécutive",
    "Nota preparada por la Secretaría",
    "Доклад Генерального секретаря",
    "秘书处编写的背景文件",
    "مذكرة من الأمانة",
]


@pytest.mark.parametrize("author", AUTHORS)
def test_line_that_names_only_the_author_is_not_the_title(author: str) -> None:
    above = f"CTOC/COP/2033/4\n{COP}\n9 March 2033\nAgenda item 3\n"
    head = plain(f"{above}Tracing\n{author}\n{TEXT}")
    assert (head.title, head.subtitle, head.agenda_title) == ("Tracing", author, None)
    head = plain(f"{above}Firearms\nTracing\n{author}\n{TEXT}")
    assert (head.title, head.agenda_title) == ("Tracing", "Firearms")


LETTERS = [
    "Note verbale dated 3 May 2033 from the Permanent Mission of Elbonia",
    "Carta de fecha 3 de mayo de 2033 dirigida a la Secretaría",
    "Вербальная нота Постоянного представительства от 3 мая 2033 года",
]


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_is_the_title_below_an_agenda_item(letter: str) -> None:
    head = plain(f"CTOC/COP/2033/4\n{COP}\n9 March 2033\nAgenda item 3\nFirearms\n{letter}\n{TEXT}")
    assert (head.title, head.agenda_title) == (letter, "Firearms")


LANGUAGES = [
    ("Francés e inglés solamente", ("fr", "en")),
    ("French, and Spanish only", ("fr", "es")),
    ("Только на английском и русском языках", ("en", "ru")),
    ("仅有中文和英文", ("zh", "en")),
    ("بالعربية والفرنسية فقط", ("ar", "fr")),
    ("Подлинный текст на английском языке", ("en",)),
]


@pytest.mark.parametrize(("line", "languages"), LANGUAGES)
def test_languages_of_a_document_are_read(line: str, languages: tuple[str, ...]) -> None:
    head = plain(f"CTOC/COP/2033/4\n{COP}\n9 March 2033\n{line}\nTracing\n{TEXT}")
    assert (head.original_languages, head.title) == (languages, "Tracing")


NOT_BODIES = [
    "Follow-up to the World Conference on Ageing",
    "Suivi de la Conférence mondiale",
    "تقرير عن اجتماع الفريق العامل المعني بالتعاون الدولي",
]


@pytest.mark.parametrize("line", NOT_BODIES)
def test_title_that_names_a_body_is_not_a_body(line: str) -> None:
    head = plain(f"E/2033/4\nEconomic and Social Council\n{line}\n{TEXT}")
    assert (head.title, head.subsidiary_body) == (line, None)


def test_intergovernmental_meeting_is_a_body() -> None:
    head = plain(
        f"CTOC/COP/2033/4\n{COP}\nIntergovernmental Meeting to Prepare a Guide\nVienna, 5 May 2033\nTitle\n{TEXT}"
    )
    assert (head.subsidiary_body, head.title) == ("Intergovernmental Meeting to Prepare a Guide", "Title")


def test_ordinal_ending_in_superscript_is_read() -> None:
    line = Fragment((Span("17"), Span("o", superscript=True), Span(" período de sesiones")))
    source = Source("pdf", (line, *(Fragment((Span(text),)) for text in ("Título", TEXT))))
    assert read_masthead(source)[0].session == "17o período de sesiones"


def test_short_text_has_the_language_of_its_masthead() -> None:
    source = Source("pdf", (Fragment((Span("Replies"),)), Fragment((Span(TEXT),))), (Fragment((Span(COP),)),))
    assert read_masthead(source)[0].language == "en"


LISTS = [
    (["Human Rights Council", "Seventy-third session", "List of participants", "Borduria"], "List of participants"),
    (["Grupo de Trabajo", "Viena, 30 de mayo de 2033", "Programa provisional"], "Programa provisional"),
    (["Working Group", "Vienna, 30 May 2033", "Agenda", "Note by the Secretariat", "Opening"], "Agenda"),
]


@pytest.mark.parametrize(("lines", "title"), LISTS)
def test_head_of_a_document_without_prose_ends_below_its_title(lines: list[str], title: str) -> None:
    head, body = read_masthead(Source("docx", tuple(Fragment((Span(line),)) for line in lines)))
    assert head.title == title
    assert [fragment.text for fragment in body] == lines[lines.index(title) + 1 + bool(head.subtitle) :]


def test_draft_report_ends_its_head_at_the_addendum() -> None:
    lines = ["Draft report", "Rapporteur: Ms. Jane Doe", "Addendum", "Technical assistance", "1. The Commission met."]
    head, body = read_masthead(Source("pdf", tuple(Fragment((Span(line),)) for line in lines)))
    assert (head.title, head.subtitle, body[0].text) == ("Draft report", "Addendum", "Technical assistance")


def test_lines_in_the_type_of_the_organ_are_one_name() -> None:
    masthead = [Fragment((Span(line, bold=True),), size=16.0) for line in ("Convention to Combat", "Desertification")]
    text = [Fragment((Span(line),), size=10.0) for line in ("Seventh session", "Report on drought", TEXT)]
    head, _body = read_masthead(Source("docx", tuple(text), masthead=tuple(masthead)))
    assert (head.body, head.title) == ("Convention to Combat Desertification", "Report on drought")


def test_line_in_lower_case_continues_a_name_without_boxes() -> None:
    assert plain(f"Committee on the Rights\nof the Child\nSeventh session\nReport\n{TEXT}").body == (
        "Committee on the Rights of the Child"
    )


def test_table_that_begins_a_cover_is_part_of_its_head() -> None:
    cells = (("General Assembly", "Official Records"),)
    table = Fragment((Span("\t".join(cells[0])),), cells=cells)
    source = Source("docx", (table, *(Fragment((Span(text),)) for text in ("Report of the Committee", TEXT))))
    head, body = read_masthead(source)
    assert (head.body, head.title, len(body)) == ("General Assembly", "Report of the Committee", 1)


DOUBTS = [
    ({"title": None}, "title_missing"),
    ({"title": None}, "session_missing"),
    ({"title": "* * *", "meeting": None}, "meeting_missing"),
    ({"title": "* * *"}, "agenda_item_missing"),
    ({"title": "* * *"}, "title_unlikely"),
    ({"title": "9 March 2033"}, "title_unlikely"),
    ({"title": "البند 2 (أ) من جدول الأعمال"}, "title_unlikely"),
    ({"title": "Chile and Peru: draft resolution"}, "title_unlikely"),
    ({"title": "Firearms", "agenda_item": "4", "agenda_title": "Firearms"}, "title_unlikely"),
    ({"title": "Firearms", "agenda_item": "4", "subtitle": "Tracing in transit"}, "title_unlikely"),
    ({"title": "T\N{REPLACEMENT CHARACTER}acing firearms"}, "title_unlikely"),
    ({"body": None}, "body_missing"),
    ({"body": "Conference of the Parties to the United Nations"}, "body_unlikely"),
    ({"body": "مؤتمر الأطراف في اتفاقية الأمم المتحدة"}, "body_unlikely"),
    ({"body": "缔约方会议"}, "body_unlikely"),
    ({"body": "\N{REPLACEMENT CHARACTER}罪委员会"}, "body_unlikely"),
    ({"subsidiary_body": "16 período de sesiones"}, "subsidiary_body_unlikely"),
    ({"symbols": ("CTOC/COP/WG.6/2033/4",)}, "subsidiary_body_missing"),
    ({"symbols": ("E/CN.15/2033/4",), "body": "Economic and Social Council"}, "subsidiary_body_missing"),
    (
        {
            "symbols": ("CAC/COSP/IRG/2033/4",),
            "body": "Conference of the States Parties to the United Nations Convention against Corruption",
        },
        "subsidiary_body_missing",
    ),
    ({"body": "Transnational Organized Crime"}, "body_unlikely"),
    ({"body": "联合国打击跨国有组织犯罪公约缔约 方会议"}, "body_unlikely"),
    ({"subsidiary_body": "Panel on Dunes Fourth gathering"}, "subsidiary_body_unlikely"),
    ({"symbols": ("A/88/12",), "body": "General Assembly"}, "session_missing"),
    ({"agenda_title": "البند 2 من جدول الأعمال"}, "agenda_item_missing"),
    ({"agenda_item": "4", "agenda_title": "Chile and Peru: draft resolution"}, "agenda_title_unlikely"),
    ({"title": "Convention against Torture"}, "title_unlikely"),
    ({"title": "31 November 2033"}, "title_unlikely"),
    ({"title": "第八十届会议 || 第八十一年"}, "title_unlikely"),
    ({"subtitle": "Tracing in transit by sea"}, "title_unlikely"),
    ({"distribution": "General"}, "original_languages_missing"),
    ({"date": date(2030, 3, 9)}, "date_unlikely"),
    ({"meeting": Dates("Vienna", date(2030, 3, 9), date(2030, 3, 10))}, "meeting_unlikely"),
    ({"meeting": Dates(None, date(2033, 3, 9), date(2033, 3, 9))}, "meeting_unlikely"),
    ({"meeting": Dates("Panel on the dunes of Agadir", date(2033, 3, 9), date(2033, 3, 10))}, "meeting_unlikely"),
    ({"unread": (UnreadLine("session", "Fourty-nineth session"),)}, "session_unread"),
    ({"unread": (UnreadLine("title", "For information"),)}, "title_unread"),
    ({"title": "Note by the Secretary-General"}, "title_unlikely"),
    ({"date": None}, "date_missing"),
    ({"body": "CONFERENCE OF THE PARTIES"}, "body_unlikely"),
    ({"language": None}, "language_missing"),
    ({"symbols": ()}, "symbol_missing"),
]


LIKELY = [
    {"symbols": ("E/CN.15/2033/4",), "body": "Commission on Crime Prevention and Criminal Justice"},
    {"symbols": ("E/2033/34 (Part I)", "E/ICEF/2033/7 (Part I)"), "body": "Economic and Social Council"},
    {"body": "2033 United Nations Conference on Goal 14: Conserve the oceans"},
    {"subsidiary_body": "United Nations Children’s Fund"},
    {"symbols": ("CTOC/COP/2030/4/Rev.1",)},
    {"meeting": Dates("Vienna", date(2032, 1, 12), date(2032, 9, 27))},
    {"subtitle": "Note by the Secretariat"},
    {"title": "Provisional agenda and annotations", "subtitle": "Organization of the session"},
    {"title": "Opening of the session"},
    {"title": "Organisation de la session", "subtitle": "Premier rapport du Bureau"},
    {"title": "Organización de los trabajos", "subtitle": "Segundo informe de la Mesa"},
    {"date": None, "is_cover": True},
    {"symbols": ("FCCC/CP/2033/4",), "body": "CONFERENCE OF THE PARTIES"},
    {"subsidiary_body": "Centre for the Facilitation of Trade"},
    {
        "symbols": ("S/Agenda/9871",),
        "body": "Security Council",
        "meeting": Dates(None, date(2033, 3, 9), date(2033, 3, 9)),
    },
]


@pytest.mark.parametrize("fields", LIKELY)
def test_unusual_but_likely_field_is_not_doubted(fields: dict[str, object]) -> None:
    likely: dict[str, object] = {
        "symbols": ("CTOC/COP/2033/4",), "title": "Tracing of firearms in transit", "body": COP,
        "date": date(2033, 3, 9), "language": "en",
    }  # fmt: skip
    assert not list(masthead_doubts(Masthead(**{**likely, **fields}), ()))  # type: ignore[arg-type]


@pytest.mark.parametrize(("fields", "code"), DOUBTS)
def test_implausible_field_is_doubted(fields: dict[str, object], code: str) -> None:
    likely: dict[str, object] = {
        "symbols": ("CTOC/COP/2033/4",),
        "title": "Tracing of firearms in transit",
        "body": COP,
        "date": date(2033, 3, 9),
        "language": "en",
    }
    assert not list(masthead_doubts(Masthead(**likely), ()))  # type: ignore[arg-type]
    assert code in [doubt.code for doubt in masthead_doubts(Masthead(**{**likely, **fields}), ())]  # type: ignore[arg-type]


ABOVE_ORGAN = [
    ("TD", "TD/B/59/1", ()),
    ("UN-HABITAT", "HSP/GC/33/1", ()),
    ("Ships and harbours", "HSP/GC/33/1", ("title",)),
]


@pytest.mark.parametrize(("line", "symbol", "unread"), ABOVE_ORGAN, ids=[case[0] for case in ABOVE_ORGAN])
def test_only_a_series_or_short_name_above_the_organ_is_ignored(
    line: str, symbol: str, unread: tuple[str, ...]
) -> None:
    masthead = plain(f"{symbol}\n{line}\nTrade and Development Board\nFifty-ninth session\nCosts of transit\n{TEXT}")
    assert tuple(field.field for field in masthead.unread) == unread
    assert masthead.title == "Costs of transit"


COVERS = [
    ("(16 June 1987-15 June 1988)", None),
    ("(3-7 February 1992)", Dates(None, date(1992, 2, 3), date(1992, 2, 7))),
]


@pytest.mark.parametrize(("line", "meeting"), COVERS)
def test_period_of_a_report_is_not_that_of_a_meeting(line: str, meeting: Dates | None) -> None:
    cover = (
        f"E/1992/31\nEconomic and Social Council\nAnnual report\n{line}\nOfficial Records, 1992\nNew York, 1992\n{TEXT}"
    )
    masthead = plain(cover)
    assert masthead.is_cover
    assert (masthead.title, masthead.meeting) == ("Annual report", meeting)


def test_document_that_cites_the_official_records_is_not_a_cover() -> None:
    assert not plain(
        f"E/1992/31\nEconomic and Social Council\n8 June 1992\nUse of the Official Records\n{TEXT}"
    ).is_cover


def test_date_below_the_days_of_a_meeting_is_that_of_the_document() -> None:
    masthead = plain(f"{COP}\nNinth session\nVienna, 9–11 May 2031\n13 April 2031\nCosts of transit\n{TEXT}")
    assert masthead.meeting == Dates("Vienna", date(2031, 5, 9), date(2031, 5, 11))
    assert masthead.date == date(2031, 4, 13)


def test_date_completes_the_days_in_a_title() -> None:
    masthead = plain(f"{COP}\n13 July 2031\nReport on the meeting held in Vienna from 9 to\n11 May 2031\n{TEXT}")
    assert masthead.title == "Report on the meeting held in Vienna from 9 to 11 May 2031"
    assert masthead.date == date(2031, 7, 13)


@pytest.mark.parametrize(("below", "agenda_title"), [(TEXT, None), ("Sea freight\n\nRail freight", "Costs of transit")])
def test_title_below_a_gap_is_the_document_s_own_only_above_its_text(below: str, agenda_title: str | None) -> None:
    head = f"A/AC.301/4\nGeneral Assembly\n4 May 2031\n\nNinth session\nAgenda item 4\n\nCosts of transit\n\n{below}\n"
    masthead = parse(head.encode(), "head.txt").masthead
    assert (masthead.title, masthead.agenda_title) == ("Costs of transit", agenda_title)
