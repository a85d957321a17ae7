"""Build API responses about how the words of a search were interpreted."""

from __future__ import annotations

from recommendations.api import resources
from recommendations.search.interpretations import (
    ArticleNote,
    ChoiceNote,
    DocumentNote,
    DroppedNote,
    ExpansionNote,
    LabelNote,
    Note,
    ResolutionNote,
    SpellingNote,
    UnknownSymbolNote,
)


def interpretation(note: Note) -> resources.Understood:
    """Return the interpretation of words of a search."""
    match note:
        case ArticleNote(text, values):
            return resources.Understood(text, "article", "article", values)
        case ChoiceNote(text, facet, values):
            return resources.Understood(text, facet, facet, values)
        case DroppedNote(text, values):
            return resources.Understood(text, "dropped", "dropped", values)
        case UnknownSymbolNote(text, nearest):
            return resources.Understood(text, "unknown_symbol", "unknown_symbol", nearest)
        case LabelNote(text, labels):
            return resources.Understood(text, "label", "label", labels)
        case ResolutionNote(text, values):
            return resources.Understood(text, "resolution", "resolution", values)
        case DocumentNote(text, symbols):
            return resources.Understood(text, "document", "document", symbols)
        case ExpansionNote(text, forms):
            values = tuple(dict.fromkeys(form for _language, form in forms))
            return resources.Understood(text, "synonym", "synonym", values)
        case SpellingNote(text, corrected):
            return resources.Understood(text, "spelling", "spelling", (corrected,))
