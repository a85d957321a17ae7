"""The articles that a recommendation relates to, with all reasons, ready to render."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.web.phrases import semicolon_list
from recommendations.labels.bases import basis_label
from recommendations.labels.facet_values import Names, names, reload_names
from recommendations.labels.vocabulary import with_place
from recommendations.queries.bases import ArticleBasis


@dataclass(frozen=True, slots=True)
class ShownBasis:
    """A provision that a recommendation relates to: its ``label``, the ``title`` and ``address`` of its article, and
    the reason in words."""

    label: str
    title: str
    address: str
    reason: str


def shown_bases(bases: Sequence[ArticleBasis]) -> list[ShownBasis]:
    """Return the provisions ready to render, in the same order."""
    all_names = names()
    if not {basis.article for basis in bases} <= all_names.by_facet["article"].keys():
        all_names = reload_names()
    return [_shown(basis, all_names) for basis in bases]


def shown_articles(bases: Sequence[ArticleBasis]) -> list[ShownBasis]:
    """Return each provision once, with all its reasons."""
    shown: dict[str, ShownBasis] = {}
    reasons: dict[str, list[str]] = {}
    for basis in shown_bases(bases):
        shown.setdefault(basis.label, basis)
        reasons.setdefault(basis.label, []).append(basis.reason)
    return [replace(basis, reason=semicolon_list(dict.fromkeys(reasons[label]))) for label, basis in shown.items()]


def _shown(basis: ArticleBasis, all_names: Names) -> ShownBasis:
    name = all_names.of("article", basis.article)
    return ShownBasis(
        with_place(name.full_label, basis.paragraph, basis.subparagraph),
        name.detail,
        name.address,
        basis_label(basis.basis, basis.evidence, in_heading=basis.in_heading, description=basis.description),
    )
