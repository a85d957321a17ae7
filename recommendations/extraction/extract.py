"""The entry point of extraction: find the references and recommendations in a parsed document."""

from __future__ import annotations

from documents.parsing.types import ParsedDocument
from recommendations.extraction.context import Context, read_context
from recommendations.extraction.endorsements import find_endorsements
from recommendations.extraction.languages import language_of
from recommendations.extraction.masthead import check_masthead
from recommendations.extraction.places import PlacesWithoutMarks, text_places
from recommendations.extraction.recommendations import find_recommendations
from recommendations.extraction.references.articles import find_article_references
from recommendations.extraction.references.meetings import find_meeting_references
from recommendations.extraction.references.resolutions import find_resolution_references
from recommendations.extraction.references.symbols import find_document_references
from recommendations.extraction.types import Extraction, Reference
from recommendations.extraction.vocabulary import Vocabulary


def extract(parsed: ParsedDocument, vocabulary: Vocabulary) -> Extraction:
    """Extract the recommendations and references from a parsed document. Never raise, whatever its text."""
    context = read_context(parsed, vocabulary)
    references = find_references(parsed, vocabulary, context)
    entries = find_recommendations(parsed, vocabulary, references, context)
    found = find_endorsements(parsed, vocabulary, references, entries.operative_paragraphs, context)
    return Extraction(
        entries.recommendations,
        references,
        context.meeting,
        (*check_masthead(parsed.masthead, vocabulary, context.language), *entries.doubts, *found.doubts),
        entries.operative_paragraphs,
        context.further_meetings,
        found.endorsements,
    )


def find_references(parsed: ParsedDocument, vocabulary: Vocabulary, context: Context) -> tuple[Reference, ...]:
    """Return the references in a document in reading order; references in one place are sorted by offset."""
    printed = tuple(text_places(parsed))
    without_marks = PlacesWithoutMarks(printed, language_of(context.language).marks)
    places = without_marks.plain
    masthead = parsed.masthead
    titles = "\n".join(filter(None, (masthead.agenda_title, masthead.subtitle, masthead.title)))
    references = [
        *find_article_references(
            places,
            vocabulary,
            context.convention,
            context.language,
            own_protocol=context.protocol,
            titles=titles,
        ),
        *find_document_references(places, masthead.symbols),
        *find_resolution_references(places, vocabulary, context.bodies, context.language, context.superior, titles),
        *find_meeting_references(places, vocabulary, context.bodies, context.language),
    ]
    order = {(place.block, place.footnote): position for position, place in enumerate(places)}
    references = list(map(without_marks.as_printed, references))
    return tuple(sorted(references, key=lambda r: (order[r.block, r.footnote], r.start, r.end)))
