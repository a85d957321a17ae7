"""The head of the first page: each line is known by its words, and what no line says stays empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.parsing import masthead_words as words
from documents.parsing.characters import one_line
from documents.parsing.dates import only_date, parse_date, parse_period
from documents.parsing.numbering import LabelKind, read_label
from documents.parsing.symbol_hints import symbol_hints
from documents.parsing.symbols import only_symbols
from documents.parsing.types import Dates, Fragment, Masthead, Source

_LONGEST_HEAD = 60
"""Fragments of the body that may belong to the head: cover pages are long, texts start sooner."""

_JOB = re.compile(r"(?<![\w/-])(?P<job>(?:[A-Z]{1,3}[.:]\s?)?\d{2}-\d{4,6})(?![\w-])")
_BAR_CODE = re.compile(r"^\W?\d{6,9}\W?$")
_ENACTING = re.compile(r"^(?:The|La|El|Los|Le|Les)\s.{5,200},$|^(?:Генеральная|Экономический|Конференция).{5,200},$")
_RESOLUTION_NUMBER = re.compile(r"^(?:\d{1,3}/\d{1,4}|\d{4}/\d{1,4})\.?\s+(?=\S)")


@dataclass(slots=True)
class _Head:
    """What has been read of the head so far."""

    symbols: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    agenda_titles: list[str] = field(default_factory=list)
    found: dict[str, object] = field(default_factory=dict)
    originals: tuple[str, ...] = ()

    def set(self, name: str, value: object) -> bool:
        """Keep the first value of a field. True if there was a value to keep, new or not."""
        if value:
            self.found.setdefault(name, value)
        return bool(value)


def read_masthead(source: Source) -> tuple[Masthead, tuple[Fragment, ...]]:
    """The masthead, and the fragments of the body that follow it."""
    head = _Head()
    for fragment in source.masthead:
        _read_line(head, fragment)
    start = _end_of_head(source.body)
    for fragment in source.body[:start]:
        _read_line(head, fragment)
    _read_running(head, source)
    return _masthead(head, source), source.body[start:]


def _end_of_head(body: Sequence[Fragment]) -> int:
    """Where the text begins: at the first label, contents, front heading, enacting line or prose."""
    for index, fragment in enumerate(body[:_LONGEST_HEAD]):
        if _is_text(fragment):
            return _before_bare_heading(body, index)
    return 0


def _is_text(fragment: Fragment) -> bool:
    text = one_line(fragment.text)
    if fragment.contents or fragment.cells or words.FRONT_HEADING.match(text):
        return True
    label = read_label(text)
    if label and not (label.kind is LabelKind.ANNEX and len(text) > 60):
        return True
    return (len(text) > 100 and text.endswith((".", ";", ":", "。"))) or bool(_ENACTING.match(text))


def _before_bare_heading(body: Sequence[Fragment], index: int) -> int:
    """A bare line directly above prose is its heading, unless it is a known line of a head or the title itself."""
    if index < 2 or read_label(body[index].text):
        return index
    above = one_line(body[index - 1].text)
    known = words.SUBTITLE.match(above) or any(test(above) for test in _LINE_TESTS)
    titled = any(not any(test(one_line(f.text)) for test in _LINE_TESTS) for f in body[: index - 1])
    return (
        index
        if known or not titled or words.FRONT_HEADING.match(body[index].text) or body[index].contents
        else index - 1
    )


def _read_line(head: _Head, fragment: Fragment) -> None:
    text = one_line("".join(span.text for span in fragment.spans if not span.superscript)).rstrip(" *")
    if not text or words.PREVIOUSLY_ISSUED.search(text):
        return
    if not any(reader(head, text) for reader in _READERS):
        _read_title(head, text)


def _read_symbol(head: _Head, text: str) -> bool:
    """ "United Nations CTOC/COP/2022/L.4", or a symbol on a line of its own."""
    rest = words.UNITED_NATIONS.sub("", text, count=1)
    symbols = only_symbols(rest)
    head.symbols += [symbol for symbol in symbols if symbol not in head.symbols]
    return bool(symbols) or not rest


def _read_distribution(head: _Head, text: str) -> bool:
    match = words.DISTRIBUTION.match(text)
    if not match:
        return False
    head.set("distribution", words.DISTRIBUTIONS[match["kind"].lower()])
    rest = match["rest"].strip()
    if rest and not _read_original(head, rest):
        head.set("date", parse_date(rest))
    return True


def _read_date(head: _Head, text: str) -> bool:
    return head.set("date", only_date(text))


def _read_original(head: _Head, text: str) -> bool:
    match = words.ORIGINAL.match(text)
    if not match:
        return False
    names = re.findall(r"\w+", match["languages"].lower())
    codes = tuple(dict.fromkeys(words.LANGUAGES[name] for name in names if name in words.LANGUAGES))
    head.originals = head.originals or codes
    return bool(codes)


def _read_language(head: _Head, text: str) -> bool:
    match = words.LANGUAGE_ONLY.match(text)
    if not match:
        return False
    code = words.LANGUAGES[(match["language"] or match["alone"]).lower()]
    if match["only"] or match["alone"]:
        head.originals = head.originals or (code,)
    return head.set("language", code)


def _read_session(head: _Head, text: str) -> bool:
    return head.set("session", text if words.SESSION.match(text) else None)


def _read_meeting(head: _Head, text: str) -> bool:
    return len(text) < 120 and head.set("meeting", _only_period(text))


def _only_period(text: str) -> Dates | None:
    """A line that is a period and a place, and nothing else."""
    period = parse_period(text)
    words_left = len(re.findall(r"[^\W\d_]{3,}", text)) - (len((period.place or "").split()) if period else 0)
    return period if period and words_left <= 4 and not read_label(text) else None


def _read_agenda_item(head: _Head, text: str) -> bool:
    match = words.AGENDA_ITEM.match(text)
    if not match:
        return False
    number = next((group for group in match.groupdict().values() if group), "").strip(" *：:,")
    return head.set("agenda_item", number if words.ITEM_NUMBER.match(number) else None)


def _read_job(head: _Head, text: str) -> bool:
    match = _JOB.match(text)
    return bool(_BAR_CODE.match(text)) or bool(match and len(text) < 60 and head.set("job_number", match["job"]))


def _read_body(head: _Head, text: str) -> bool:
    if head.texts or head.agenda_titles or "agenda_item" in head.found or not words.BODY.match(text):
        return False
    head.bodies.append(text)
    return True


def _read_title(head: _Head, text: str) -> None:
    if "agenda_item" in head.found and not head.agenda_titles and not head.texts:
        head.agenda_titles.append(text)
    else:
        head.texts.append(text)


_READERS = (
    _read_symbol, _read_distribution, _read_original, _read_language, _read_date, _read_session,
    _read_agenda_item, _read_job, _read_body, _read_meeting,
)  # fmt: skip

_LINE_TESTS = (
    only_symbols, words.DISTRIBUTION.match, words.ORIGINAL.match, words.LANGUAGE_ONLY.match, only_date,
    words.SESSION.match, words.AGENDA_ITEM.match, words.BODY.match, _only_period, words.UNITED_NATIONS.match,
)  # fmt: skip


def _read_running(head: _Head, source: Source) -> None:
    """Job number, and the symbol where no line of the head is one, stand in the running heads and feet too."""
    for line in source.running:
        if match := _JOB.search(line):
            head.set("job_number", match["job"])
    if not head.symbols:
        for line in source.running:
            head.symbols += [symbol for symbol in only_symbols(line) if symbol not in head.symbols]


def _title(head: _Head) -> tuple[str | None, str | None]:
    """Title and subtitle. Where the first line only says whose draft it is, the title is the next one."""
    texts = list(head.texts)
    if not texts:
        return (head.agenda_titles[0] if head.agenda_titles else None), None
    if words.DRAFT_BY.match(texts[0]) and len(texts) > 1:
        texts = [texts[1], texts[0], *texts[2:]]
    title = _RESOLUTION_NUMBER.sub("", texts[0])
    return title, " ".join(texts[1:]) or None


def _masthead(head: _Head, source: Source) -> Masthead:
    title, subtitle = _title(head)
    language = head.found.get("language") or _language_of(source)
    reissued = next((parse_date(n.text) for n in source.notes if words.REISSUED.search(n.text)), None)
    masthead = Masthead(
        symbols=tuple(head.symbols),
        title=title,
        subtitle=subtitle,
        language=language,  # type: ignore[arg-type]
        original_languages=head.originals,
        body=head.bodies[0] if head.bodies else None,
        subsidiary_body=head.bodies[-1] if len(head.bodies) > 1 else None,
        agenda_title=head.agenda_titles[0] if head.agenda_titles else None,
        reissued=reissued,
        **{k: head.found.get(k) for k in ("distribution", "date", "session", "meeting", "agenda_item", "job_number")},  # type: ignore[arg-type]
    )
    return masthead if masthead.symbols else symbol_hints(masthead, source)


def _language_of(source: Source) -> str | None:
    """The language of a text by its script and its commonest words, where no line of the head names it."""
    sample = " ".join(f.text for f in source.body[:200]).lower()
    for code, pattern in _SCRIPTS.items():
        if len(pattern.findall(sample)) > len(sample) / 4:
            return code
    counts = {code: len(pattern.findall(sample)) for code, pattern in _COMMON.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] >= 3 else None


_SCRIPTS = {"ru": re.compile("[а-яё]"), "ar": re.compile("[\u0621-\u064a]"), "zh": re.compile("[\u4e00-\u9fff]")}
_COMMON = {
    "en": re.compile(r"\b(?:the|of|and|with|for)\b"),
    "fr": re.compile(r"\b(?:le|les|des|et|du|dans|pour)\b"),
    "es": re.compile(r"\b(?:el|los|las|y|del|por|para)\b"),
}
