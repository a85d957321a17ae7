"""Recognize the headings and titles of agendas, below which numbers belong to agenda items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.parsing.characters import one_line

_AGENDAS = (
    r"""(?:annotations\s+to\s+|(?:draft|proposed|annotated|revised|provisional|supplementary|adopted|amended|the)\s+)*agenda
        (?:,?\s+(?:and\s|as\s+(?:adopted|amended)|adopted\s|annotations?\b
           |(?:for|of)\s+(?:the\s|its\s|a\s)?(?:[\w-]+\s+){0,12}?(?:sessions?|meetings?|conference|congress|forum|segment|day)\b).*)?""",
    r"""(?:projet\s+d['’]\s?)?ordre\s+du\s+jour(?:\s+(?:provisoire|annoté|révisé|définitif|et\s|de\s+la\s|du\s|adopté).*)?""",
    r"""(?:proyecto\s+de\s+)?(?:programa|temario)\s+(?:provisional|anotado|definitivo|aprobado|(?:de|del|para)\s.{0,60}
        per[ií]odo\s+de\s+sesiones|(?:de|para)\s+la\s.{0,40}(?:reunión|sesión))\b.*|temario|programa
        |orden\s+del\s+día\s+provisional\b.*""",
    r"""(?:(?:проект|аннотированная|аннотированной|предварительная|предварительной|пересмотренная|утвержденная)\s+)*
        повестк[аи]\s+дня(?:\s.*)?""",
    r"(?:.{0,40}(?:会议|届会|临时|说明的))?议程(?:说明|草案|和.*|及.*)?",
    r"(?:مشروع\s+)?جدول\s+الأعمال(?:\s+(?:المؤقت|المشروح|المنقح|ل).*)?",
)
"""English, French, Spanish, Russian, Chinese and Arabic."""
_AGENDA = re.compile(rf"^\W*(?:{'|'.join(f'(?:{pattern})' for pattern in _AGENDAS)})\W*$", re.IGNORECASE | re.VERBOSE)
_AGENDA_ITEM = re.compile(r"议程项目|пункт\w*\s+\d|\b(?:item|point|tema)s?\s+\d", re.IGNORECASE)
_ANNOTATIONS = re.compile(
    r"^\W*(?:annotations?|anotaciones|аннотации|说明|(?:ال)?شروح)(?:\s+(?:to|à|au|al|del|к)\s.{3,80})?\W*$",
    re.IGNORECASE,
)
_MAX_LENGTH = 300  # characters
_FINAL_PUNCTUATION = " .;:,。；：，؛،"


def is_agenda(text: str) -> bool:
    """Return whether a text is the heading of an agenda, such as "Provisional agenda for the fourth session"; not
    "Consideration of agenda item 2", "Adoption of the agenda" or "The 2030 Agenda for Sustainable Development".
    """
    return len(text) <= _MAX_LENGTH and bool(_AGENDA.match(text)) and not _AGENDA_ITEM.search(text)


def is_annotations(text: str) -> bool:
    """Return whether a text is the heading of the annotations to an agenda, which repeat its items."""
    return bool(_ANNOTATIONS.match(text))


def names_agenda(title: str | None) -> bool:
    """Return whether a title, or a part of it, is the title of an agenda: "Twelfth session: provisional agenda"."""
    return bool(title) and any(is_agenda(part) for part in re.split(r"[:：.–—]\s*", title or ""))


@dataclass(slots=True)
class AgendaItems:
    """The items of an agenda, each with its label. Annotations and chapters repeat them as headings."""

    _items: set[tuple[str, str]] = field(default_factory=set)

    def add(self, label: str, text: str) -> None:
        """Add an item."""
        self._items.add((label, _fold(text)))

    def contains(self, label: str, text: str) -> bool:
        """Return whether the agenda has an item with this label and text, ignoring punctuation at its end."""
        return (label, _fold(text)) in self._items


def _fold(text: str) -> str:
    return one_line(text).rstrip(_FINAL_PUNCTUATION).casefold()
