"""Views of the API about one recommendation, at the address of its document and its place there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from documents.models import LEADING_FIRST, Document, LanguageVersion, Paragraph
from documents.queries.documents import find_document, published_documents, published_versions
from documents.web.phrases import comma_list
from recommendations.api import builders, resources, versions
from recommendations.api.addresses import ANONYMOUS, Addresses, MovedError, addresses_of
from recommendations.api.not_found import document_not_found, place_not_found, recommendation_not_found
from recommendations.api.parameters import LANGUAGE, reject_parameters
from recommendations.api.problems import ProblemError, ProblemType, WrongParameter, wrong_parameters
from recommendations.models import Recommendation
from recommendations.queries.bases import bases_of
from recommendations.queries.citations import cited_items_by_recommendation, topics_of
from recommendations.queries.lineage import LinkedVersion, lineage_of
from recommendations.queries.recommendations import (
    find_recommendation,
    texts_of,
    visible_recommendations,
    with_details,
)
from recommendations.search.cited_places import MAX_LENGTH, CitationError, find_places, read_citation
from recommendations.similarity.similar import Similar, similar_to

MAX_SIMILAR = 20


def recommendation(request: HttpRequest, address: str, place: str) -> resources.Recommendation:
    """Return a recommendation."""
    row, others = _find_text(request, "recommendation", address, place)
    return recommendation_resource(request, row, others)


def recommendation_resource(
    request: HttpRequest, row: Recommendation, others: Iterable[Recommendation]
) -> resources.Recommendation:
    """Return a text of a recommendation, which has ``others`` in other languages."""
    key, languages = row.pk, [text.version.language for text in others]
    cited, topics, bases = cited_items_by_recommendation([key], ANONYMOUS), topics_of([key]), bases_of([key])
    return resources.Recommendation(
        **builders.recommendation_fields(row, languages, cited[key], bases[key], topics[key], addresses_of(request))
    )


def recommendation_by_key(request: HttpRequest, id: int) -> None:
    """Redirect from the number of a recommendation in this installation to its address."""
    reject_parameters(request)
    row = with_details(visible_recommendations(ANONYMOUS)).filter(pk=id).first()
    if row is None:
        raise recommendation_not_found(id)
    is_leading = texts_of(row, ANONYMOUS)[0].pk == row.pk
    raise _moved("recommendation", row, "" if is_leading else row.version.language)


def similar(request: HttpRequest, address: str, place: str) -> versions.SimilarRecommendations:
    """Return recommendations similar in meaning to a recommendation."""
    row, others = _find_text(request, "similar", address, place)
    found = similar_to(row, limit=MAX_SIMILAR)
    rows = with_details(visible_recommendations(ANONYMOUS)).in_bulk([match.pk for match in found])
    texts = {text.version.language: text for text in (row, *others)}
    addresses = addresses_of(request)
    return versions.SimilarRecommendations(
        self=request.build_absolute_uri(),
        recommendation=builders.recommendation_text(row, addresses),
        items=tuple(_similar(match, rows[match.pk], texts.get(match.language), addresses) for match in found),
    )


def _similar(
    match: Similar, row: Recommendation, text: Recommendation | None, addresses: Addresses
) -> versions.SimilarRecommendation:
    return versions.SimilarRecommendation(
        recommendation=builders.recommendation_text(row, addresses),
        similarity=round(100 * match.similarity),
        near_duplicate=match.is_near_duplicate,
        same_document=match.is_in_same_document,
        comparison=addresses.absolute(text.comparison_with(row)) if text else None,
    )


def lineage(request: HttpRequest, address: str, place: str) -> versions.Lineage:
    """Return the earlier and later versions of a recommendation, and the texts linked as draft and adopted text."""
    row, _others = _find_text(request, "lineage", address, place)
    found, addresses = lineage_of(row, ANONYMOUS), addresses_of(request)

    def linked(*, is_adopted: bool, is_later: bool) -> tuple[versions.LinkedText, ...]:
        wanted = (is_adopted, is_later)
        return tuple(_linked(link, addresses) for link in found.linked if (link.is_adopted, link.is_later) == wanted)

    return versions.Lineage(
        self=request.build_absolute_uri(),
        recommendation=builders.recommendation_text(row, addresses),
        versions=tuple(
            versions.RecommendationVersion(
                version.relation,  # type: ignore[arg-type]  # one of the literals
                version.date,
                builders.recommendation_text(version.recommendation, addresses),
            )
            for version in found.versions
        ),
        outcomes=linked(is_adopted=True, is_later=True),
        adopted_before=linked(is_adopted=True, is_later=False),
        origins=linked(is_adopted=False, is_later=False),
        proposed_after=linked(is_adopted=False, is_later=True),
        dropped_from=tuple(builders.document_reference(end.document, addresses) for end in found.ends),
    )


def _linked(link: LinkedVersion, addresses: Addresses) -> versions.LinkedText:
    return versions.LinkedText(
        recommendation=builders.recommendation_text(link.recommendation, addresses),
        confirmed=link.is_confirmed,
        comparison=addresses.absolute(link.comparison),
    )


# --- citations ---------------------------------------------------------------------------------------


def citation(request: HttpRequest, citation: str) -> versions.FoundCitation:
    """Return what a citation names, such as "CTOC/COP/2022/L.4, annex I, para. (r)", in any official language."""
    reject_parameters(request)
    if len(citation) > MAX_LENGTH or "\0" in citation:
        raise _unread_citation("")
    try:
        named = read_citation(citation)
    except CitationError as error:
        raise _unread_citation(error.unread) from error
    lookup = find_document(published_documents().prefetch_related("symbols"), named.symbol)
    if lookup is None:
        raise document_not_found(named.symbol)
    document, addresses = lookup.document, addresses_of(request)
    version, places = _version_with_places(document, named.places)
    if named.places and not places:
        message = _("“%(citation)s” was not found in document “%(document)s”.")
        raise ProblemError(ProblemType.NOT_FOUND, message % {"document": document, "citation": citation})
    return versions.FoundCitation(
        self=request.build_absolute_uri(),
        citation=citation,
        document=builders.document_reference(document, addresses),
        places=tuple(_cited_places(document, version, places, addresses)),
    )


def _version_with_places(document: Document, names: Sequence[str]) -> tuple[LanguageVersion, list[str]]:
    """Return a version and the places in it that the names mean: the leading version, or the first other one with such
    places if the leading version has none of them. Return the leading version and [] if no version has them."""
    published = published_versions().filter(document=document).order_by(*LEADING_FIRST).defer("parsed", "doubts")
    found = ((version, find_places(document, version, names)) for version in published)
    return next(((version, places) for version, places in found if places or not names), (published[0], []))


def _unread_citation(unread: str) -> ProblemError:
    message = _("Cite one place in one document, for example “CTOC/COP/2022/L.4, annex I, para. (r)”.")
    if unread:
        message += " " + _("These words were not understood: %(words)s.") % {"words": unread}
    return wrong_parameters([WrongParameter("citation", message)])


def _cited_places(
    document: Document, version: LanguageVersion, places: list[str], addresses: Addresses
) -> Iterable[versions.CitedPlace]:
    """Yield the places of a document in a version."""
    paragraphs = {row.place: row for row in Paragraph.objects.filter(version=version, place__in=places)}
    rows = with_details(visible_recommendations(ANONYMOUS)).filter(version=version, place__in=places)
    recommendations = {row.place: row for row in rows.select_related("paragraph")}
    for place in places:
        recommendation = recommendations.get(place)
        if paragraph := recommendation or paragraphs.get(place):
            page = addresses.page(document)
            yield versions.CitedPlace(
                place=place,
                path=paragraph.path,
                page=paragraph.page,
                language=version.language,
                text=paragraph.text,
                url=(
                    addresses.absolute(recommendation.text_address)
                    if recommendation
                    else f"{page}?language={version.language}#{paragraph.anchor}"
                ),
                recommendation=builders.recommendation_text(recommendation, addresses) if recommendation else None,
            )


# --- addresses ---------------------------------------------------------------------------------------


def _find_text(
    request: HttpRequest, name: str, address: str, place: str
) -> tuple[Recommendation, list[Recommendation]]:
    """Return the text at an address in the requested language, or the leading one, and the other texts.

    Raise :class:`MovedError` to another address of the endpoint ``name``, and :class:`ProblemError` if there is no such
    text.
    """
    language = request.GET.get(LANGUAGE, "")
    reject_parameters(request, allowed=(LANGUAGE,))
    found = find_recommendation(address, place, ANONYMOUS)
    if found is None:
        raise place_not_found(address, place)
    if found.has_moved:
        raise _moved(name, found.texts[0], language)
    texts = {text.version.language: text for text in found.texts}
    if language and language not in texts:
        message = _("There is no text in “%(language)s”. Choose one of these languages: %(languages)s.")
        values = {"language": language, "languages": comma_list(texts)}
        raise wrong_parameters([WrongParameter(LANGUAGE, message % values)])
    row = texts[language] if language else found.texts[0]
    return row, [text for text in found.texts if text is not row]


def _moved(name: str, row: Recommendation, language: str) -> MovedError:
    return MovedError(name, (row.version.document.address, row.place), {LANGUAGE: language} if language else {})
