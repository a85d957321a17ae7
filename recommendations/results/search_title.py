"""The title of a search, for feeds and e-mails: "Recommendations: extradition; Firearms Protocol, article 9"."""

from __future__ import annotations

from django.utils.translation import gettext as _

from documents.web.phrases import colon, semicolon_list
from recommendations.labels.facet_values import names
from recommendations.models import SearchScope
from recommendations.results.facet_panel import BASIS_LABELS
from recommendations.search.query import SearchQuery


def search_title(query: SearchQuery) -> str:
    """Return the words and filters of a search, after the kind of entry that it finds."""
    known = names()
    chosen = [known.of(facet, value).full_label for facet in query.choices for value in query.selected(facet)]
    basis = [str(BASIS_LABELS[query.basis])] if query.basis else []
    scope = _("Recommendations") if query.scope == SearchScope.RECOMMENDATIONS else _("Paragraphs")
    parts = list(filter(None, [query.words, *chosen, *basis]))
    return f"{scope}{colon()}{semicolon_list(parts)}" if parts else scope
