"""Requests for a compilation."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.exports.basket import Basket
from recommendations.exports.compilation import CompilationContent, compile_search, compile_selection
from recommendations.exports.formats import FORMATS, Format, find_format
from recommendations.exports.groups import Grouping
from recommendations.models import SearchScope
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery

BASKET = "basket"
MEETING = "meeting"
ALL = "all"
_PARAMETERS = ("format", "by", "from", "texts")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request to compile a search, or the basket (``selected_keys``; ``query`` is then None).

    ``format`` is "" if none has been selected yet. ``all_languages`` adds the texts in all languages. ``meeting`` is
    the slug of the meeting from whose page the reader came, or "". ``messages`` are error messages.
    """

    query: SearchQuery | None
    selected_keys: tuple[int, ...]
    format: str
    grouping: str
    all_languages: bool
    meeting: str
    messages: tuple[str, ...]
    has_unknown_format: bool = False

    @property
    def file_format(self) -> Format:
        return FORMATS[self.format]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the search or basket."""
        if not self.query:
            return [("from", BASKET)]
        return [*self.query.parameters(), *([("from", MEETING)] if self.meeting else [])]

    @property
    def origin(self) -> tuple[str, str]:
        """Return the label and the address of a link back to the previous page."""
        if not self.query:
            return _("Back to the basket"), reverse("basket")
        if self.meeting:
            return _("Back to the meeting"), self.query.without("meeting").address_at(
                reverse("meeting", args=[self.meeting])
            )
        return _("Back to search results"), self.query.address

    @property
    def address(self) -> str:
        """Return the address of the file, or of the page for choosing a format."""
        pairs = [*self.parameters, ("by", self.grouping)]
        pairs += [("texts", ALL)] if self.all_languages else []
        pairs += [("format", self.format)] if self.format else []
        return f"{reverse('compile')}?{urlencode(pairs, safe='/:')}"

    def compile(self, root: str) -> CompilationContent:
        if self.query:
            return compile_search(self.query, self.grouping, root, all_languages=self.all_languages)
        return compile_selection(self.selected_keys, self.grouping, root, all_languages=self.all_languages)


def read_export_request(request: HttpRequest) -> ExportRequest:
    """Parse a request from the query string or from a form."""
    parameters: QueryDict = (request.POST if request.method == "POST" else request.GET).copy()
    format_name, grouping, source, texts = ((parameters.pop(name, None) or [""])[-1] for name in _PARAMETERS)
    messages, format_ = [], find_format(format_name)
    if format_name and not format_:
        messages.append(_("Choose one of these formats: %(formats)s.") % {"formats": ", ".join(FORMATS)})
    if grouping not in ("", *Grouping.values):
        messages.append(_("Choose one of these groupings: %(groupings)s.") % {"groupings": ", ".join(Grouping.values)})
    if texts not in ("", ALL):
        messages.append(_("Compile one text of each recommendation, or all (“texts=all”)."))
    if source not in ("", BASKET, MEETING):
        messages.append(_("Compile a search, or the basket (“from=basket”)."))
    parsed = read_parameters(parameters)
    messages += parsed.messages
    if parsed.query.scope != SearchScope.RECOMMENDATIONS:
        messages.append(_("Only recommendations can be compiled."))
    is_basket = source == BASKET
    return ExportRequest(
        query=None if is_basket else parsed.query.in_scope(SearchScope.RECOMMENDATIONS),
        selected_keys=Basket(request.session).keys if is_basket else (),
        format=format_,
        grouping=grouping if grouping in Grouping.values else Grouping.NONE.value,
        all_languages=texts == ALL,
        meeting=parsed.query.meeting[0] if source == MEETING and len(parsed.query.meeting) == 1 else "",
        messages=tuple(messages),
        has_unknown_format=bool(format_name) and not format_,
    )
