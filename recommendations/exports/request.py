"""Requests for a compilation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.web.permissions import DENIED
from documents.web.phrases import comma_list
from documents.web.roles import Role
from recommendations.exports.additions import MAX_REMARKS_LENGTH, MAX_TITLE_LENGTH, Additions
from recommendations.exports.basket import Basket
from recommendations.exports.compilation import CompilationContent, compile_search, compile_selection
from recommendations.exports.formats import FORMATS, Format, find_format
from recommendations.exports.groups import Grouping
from recommendations.exports.sharing import PARAMETER, read_shared
from recommendations.follow_up.entries import can_view_follow_up
from recommendations.follow_up.parameters import read_ledger
from recommendations.follow_up.query import LedgerQuery
from recommendations.models import SearchScope
from recommendations.search.parameters import read_parameters
from recommendations.search.query import SearchQuery

BASKET = "basket"
MEETING = "meeting"
SHARED = "shared"
LEDGER = "follow-up"
YES = "yes"
ALL = "all"
_PARAMETERS = ("format", "by", "from", "texts", "title", "remarks", "follow-up")


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A request to compile a search, the follow-up ledger, the basket or a shared list. For the last two, it has
    ``selected_keys``, and ``query`` is None.

    ``format`` is "" if none has been selected yet. ``all_languages`` adds the texts in all languages. ``meeting`` is
    the slug of the meeting from whose page the reader came, or "". ``shared`` are the values in the link of a shared
    list. ``messages`` are error messages.
    """

    query: SearchQuery | None
    selected_keys: tuple[int, ...]
    format: str
    grouping: str
    all_languages: bool
    meeting: str
    shared: tuple[str, ...]
    messages: tuple[str, ...]
    additions: Additions
    has_unknown_format: bool = False

    @property
    def file_format(self) -> Format:
        return FORMATS[self.format]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the search, basket or shared list."""
        if self.shared:
            return [("from", SHARED), *((PARAMETER, value) for value in self.shared)]
        if not self.query:
            return [("from", BASKET)]
        if isinstance(self.query, LedgerQuery):
            return [*self.query.parameters(), ("from", LEDGER)]
        return [*self.query.parameters(), *([("from", MEETING)] if self.meeting else [])]

    @property
    def origin(self) -> tuple[str, str]:
        """Return the label and the address of a link back to the previous page."""
        if self.shared:
            shared = urlencode([(PARAMETER, value) for value in self.shared], safe="/:,()")
            return _("Back to the shared list"), f"{reverse('shared-basket')}?{shared}"
        if not self.query:
            return _("Back to the basket"), reverse("basket")
        if self.meeting:
            return _("Back to the meeting"), self.query.without("meeting").address_at(
                reverse("meeting", args=[self.meeting])
            )
        if isinstance(self.query, LedgerQuery):
            return _("Back to follow-up"), self.query.address
        return _("Back to search results"), self.query.address

    @property
    def address(self) -> str:
        """Return the address of the file, or of the page for choosing a format."""
        pairs = [*self.parameters, ("by", self.grouping)]
        pairs += [("texts", ALL)] if self.all_languages else []
        pairs += addition_parameters(self.additions)
        pairs += [("format", self.format)] if self.format else []
        return f"{reverse('compile')}?{urlencode(pairs, safe='/:')}"

    def compile(self, root: str) -> CompilationContent:
        options: dict[str, Any] = {"all_languages": self.all_languages, "additions": self.additions}
        if self.query:
            return compile_search(self.query, self.grouping, root, **options)
        return compile_selection(self.selected_keys, self.grouping, root, **options)


def addition_parameters(additions: Additions) -> list[tuple[str, str]]:
    """Return the parameters of additions, except the notes on recommendations, which are in the basket."""
    pairs = [("title", additions.title), ("remarks", additions.remarks)]
    pairs.append(("follow-up", YES if additions.with_follow_up else ""))
    return [(name, value) for name, value in pairs if value]


def read_export_request(request: HttpRequest) -> ExportRequest:
    """Parse a request from the query string or from a form.

    Raise PermissionDenied if it asks for follow-up, which the user may not see.
    """
    parameters: QueryDict = (request.POST if request.method == "POST" else request.GET).copy()
    values = {name: (parameters.pop(name, None) or [""])[-1] for name in _PARAMETERS}
    source, grouping = values["from"], values["by"]
    format_ = find_format(values["format"])
    if (source == LEDGER or values["follow-up"]) and not can_view_follow_up(request.user):
        raise PermissionDenied(DENIED[Role.STAFF])
    shared = tuple(parameters.pop(PARAMETER, ())) if source == SHARED else ()
    parsed = read_ledger(parameters) if source == LEDGER else read_parameters(parameters)
    messages = [*_invalid_values(values), *parsed.messages]
    if parsed.query.scope != SearchScope.RECOMMENDATIONS:
        messages.append(_("Only recommendations can be compiled."))
    is_basket, basket = source == BASKET, Basket(request.session)
    is_selection = source in (BASKET, SHARED)
    return ExportRequest(
        query=None if is_selection else parsed.query.in_scope(SearchScope.RECOMMENDATIONS),
        selected_keys=read_shared(shared).keys if source == SHARED else basket.keys if is_basket else (),
        format=format_,
        grouping=grouping if grouping in Grouping.values else Grouping.NONE.value,
        all_languages=values["texts"] == ALL,
        meeting=parsed.query.meeting[0] if source == MEETING and len(parsed.query.meeting) == 1 else "",
        shared=shared,
        messages=tuple(messages),
        additions=Additions(
            title=" ".join(values["title"].split())[:MAX_TITLE_LENGTH],
            remarks=" ".join(values["remarks"].split())[:MAX_REMARKS_LENGTH],
            with_follow_up=bool(values["follow-up"]),
            notes=basket.notes if is_basket else {},
        ),
        has_unknown_format=bool(values["format"]) and not format_,
    )


def read_query(stored: QueryDict) -> SearchQuery | None:
    """Return the query of a stored request, or None if it is no longer valid."""
    parameters = stored.copy()
    source = (parameters.pop("from", None) or [""])[-1]
    parsed = read_ledger(parameters) if source == LEDGER else read_parameters(parameters)
    return None if parsed.messages else parsed.query


def _invalid_values(values: Mapping[str, str]) -> Iterator[str]:
    """Yield a message for each parameter with an unknown value."""
    if values["format"] and not find_format(values["format"]):
        yield _("Choose one of these formats: %(formats)s.") % {"formats": comma_list(FORMATS)}
    if values["by"] not in ("", *Grouping.values):
        yield _("Choose one of these groupings: %(groupings)s.") % {"groupings": comma_list(Grouping.values)}
    if values["texts"] not in ("", ALL):
        yield _("Compile one text of each recommendation, or all (“texts=all”).")
    if values["from"] not in ("", BASKET, MEETING, SHARED, LEDGER):
        yield _("Compile a search, or the basket (“from=basket”).")
    if values["follow-up"] not in ("", YES):
        yield _("Compile with the follow-up (“follow-up=yes”), or without.")
    for name, most in (("title", MAX_TITLE_LENGTH), ("remarks", MAX_REMARKS_LENGTH)):
        if len(values[name]) > most or "\0" in values[name]:
            yield _("The title or the remarks are too long. Use at most %(most)s characters.") % {"most": most}
