"""The one public door of extraction: a parsed document in, its references and draft recommendations out."""

from __future__ import annotations

from documents.parsing.types import ParsedDocument
from recommendations.extraction.context import Context, read_context
from recommendations.extraction.places import text_places
from recommendations.extraction.recommendations import find_recommendations
from recommendations.extraction.references.articles import find_article_references
from recommendations.extraction.references.meetings import find_meeting_references
from recommendations.extraction.references.resolutions import find_resolution_references
from recommendations.extraction.references.symbols import find_document_references
from recommendations.extraction.types import Extraction, Reference
from recommendations.extraction.vocabulary import Vocabulary


def extract(parsed: ParsedDocument, vocabulary: Vocabulary) -> Extraction:
    """Everything that can be extracted from a parsed document. Raise nothing for any text."""
    context = read_context(parsed, vocabulary)
    references = find_references(parsed, vocabulary, context)
    recommendations, doubts = find_recommendations(parsed, vocabulary, references, context)
    return Extraction(recommendations, references, context.meeting, doubts)


def find_references(parsed: ParsedDocument, vocabulary: Vocabulary, context: Context) -> tuple[Reference, ...]:
    """Every reference of a document, in the order in which its places are read, and by offset in each."""
    document = tuple(text_places(parsed))
    found = [
        *find_article_references(document, vocabulary, context.convention, context.language),
        *find_document_references(document, parsed.masthead.symbols),
        *find_resolution_references(document, vocabulary, context.bodies, context.language),
        *find_meeting_references(document, vocabulary, context.bodies, context.language),
    ]
    order = {(place.block, place.footnote): position for position, place in enumerate(document)}
    return tuple(sorted(found, key=lambda r: (order[r.block, r.footnote], r.start, r.end)))
