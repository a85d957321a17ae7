"""Compare two versions of a recommendation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from documents.web.markup import Overlay, mark_up
from recommendations.labels.status import status_sentence
from recommendations.labels.vocabulary import article_in_instrument, topic_label, vocabulary_label
from recommendations.models import Recommendation
from recommendations.text.differences import Change, Piece, differences

Status = Recommendation.Status


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One of several values of a version. ``change`` says that only one of the two versions has it."""

    label: str
    change: Change = Change.SAME


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """What is known of both states in one respect."""

    label: str
    earlier: Sequence[ComparedValue]
    later: Sequence[ComparedValue]

    @property
    def changed(self) -> bool:
        return {value.label for value in self.earlier} != {value.label for value in self.later}


@dataclass(frozen=True)
class Comparison:
    """Two recommendations in one language, loaded by
    :func:`~recommendations.queries.recommendations.with_details`."""

    earlier: Recommendation
    later: Recommendation

    @cached_property
    def pieces(self) -> list[Piece]:
        return differences(self.earlier.text, self.later.text)

    @property
    def together(self) -> SafeString:
        """One text that shows what was deleted and what was added."""
        return _marked(self.pieces, self.earlier, self.later)

    @property
    def earlier_text(self) -> SafeString:
        """The earlier text with what was deleted."""
        return _marked([piece for piece in self.pieces if piece.change != Change.ADDED], self.earlier, None)

    @property
    def later_text(self) -> SafeString:
        """The later text with what was added."""
        return _marked([piece for piece in self.pieces if piece.change != Change.DELETED], None, self.later)

    @property
    def same_words(self) -> bool:
        return all(piece.change == Change.SAME for piece in self.pieces)

    @property
    def has_alternatives(self) -> bool:
        return bool(self.earlier.alternatives or self.later.alternatives)

    @property
    def facts(self) -> list[ComparedFact]:
        """Whom it addresses, how strongly, what it cites and deals with, and what it is."""
        one, other = self.earlier, self.later
        return [
            _fact(_("Status"), [status_sentence(one)], [status_sentence(other)]),
            _fact(_("Endorsed"), [_endorsed(one)], [_endorsed(other)]),
            _fact_of_several(_("Addressed to"), _addressees(one), _addressees(other)),
            _fact(_("Action phrase"), _quoted(one.action or one.verb), _quoted(other.action or other.verb)),
            _fact(_("Strength"), _strength(one), _strength(other)),
            _fact_of_several(_("Articles"), _articles(one), _articles(other)),
            _fact_of_several(_("Topics"), _topics(one), _topics(other)),
        ]


def _marked(pieces: Sequence[Piece], earlier: Recommendation | None, later: Recommendation | None) -> SafeString:
    """The pieces in one text, with the square-bracketed alternatives of each recommendation that is given."""
    marked = []
    for piece in pieces:
        layers = []
        if earlier and piece.change != Change.ADDED:
            layers.append(_alternatives(earlier, piece.earlier))
        if later and piece.change != Change.DELETED:
            layers.append(_alternatives(later, piece.later))
        marked.append(changed_words(mark_up(piece.text, layers), piece.change))
    return mark_safe("".join(marked))  # noqa: S308  each was escaped by marked_up


def changed_words(words: str | SafeString, change: Change) -> SafeString:
    """Words as they stayed, or marked by an element, a sign, and words for those who do not see it."""
    if change == Change.DELETED:
        return _change(_("deleted:"), "−", words, _("end of deletion"), "del")
    if change == Change.ADDED:
        return _change(_("added:"), "+", words, _("end of addition"), "ins")
    return format_html("{}", words)


def _change(begins: str, sign: str, words: str | SafeString, ends: str, tag: str) -> SafeString:
    html = (
        '<{0}><span class="visually-hidden">[{1} </span><span class="change-sign" aria-hidden="true">{2}</span>'
        '{3}<span class="visually-hidden"> {4}]</span></{0}>'
    )
    return format_html(html, mark_safe(tag), begins, sign, words, ends)  # noqa: S308  "ins" or "del"


def _alternatives(recommendation: Recommendation, start: int) -> list[Overlay]:
    opening, closing = mark_safe('<span class="alternative">'), mark_safe("</span>")
    return [
        Overlay(max(row["start"] - start, 0), row["end"] - start, opening, closing)
        for row in recommendation.alternatives
        if row["end"] > start
    ]


# --- what is known of each ---------------------------------------------------------------------------


def _fact(label: str, earlier: Sequence[str], later: Sequence[str]) -> ComparedFact:
    return ComparedFact(label, [ComparedValue(one) for one in earlier], [ComparedValue(one) for one in later])


def _fact_of_several(label: str, earlier: Sequence[str], later: Sequence[str]) -> ComparedFact:
    """Mark values that only one of the two versions has as deleted or added."""
    return ComparedFact(
        label,
        [ComparedValue(one, Change.SAME if one in later else Change.DELETED) for one in earlier],
        [ComparedValue(one, Change.SAME if one in earlier else Change.ADDED) for one in later],
    )


def _endorsed(recommendation: Recommendation) -> str:
    """Whether it was endorsed, as far as its own document says."""
    if recommendation.status == Status.ENDORSED:
        return _("Yes")
    if recommendation.status == Status.FOR_ENDORSEMENT:
        return _("Put forward for endorsement; endorsement not stated in the document")
    return _("Not by this document")


def _addressees(recommendation: Recommendation) -> list[str]:
    rows = sorted(recommendation.addressees.all(), key=lambda row: (row.position, row.key))
    return [vocabulary_label(row.labels, row.name) for row in rows]


def _quoted(words: str) -> list[str]:
    return [_("“%(words)s”") % {"words": words}] if words else []


def _strength(recommendation: Recommendation) -> list[str]:
    return [capfirst(recommendation.get_strength_display())] if recommendation.strength else []


def _articles(recommendation: Recommendation) -> list[str]:
    """The articles that it or its heading cites, each once."""
    cited = recommendation.cited  # type: ignore[attr-defined]  # from with_details
    return list(dict.fromkeys(article_in_instrument(citation.article) for citation in cited))


def _topics(recommendation: Recommendation) -> list[str]:
    return [topic_label(topic) for topic in recommendation.topics.all()]
