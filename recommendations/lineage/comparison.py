"""The comparison of two texts: versions of one recommendation, or two recommendations."""

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
from recommendations.labels.vocabulary import article_in_instrument
from recommendations.models import Recommendation
from recommendations.text.differences import Piece, TextChange, differences

Status = Recommendation.Status


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """A value of a version. ``change`` is SAME unless only one of the two versions has it."""

    label: str
    change: TextChange = TextChange.SAME


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """The values of a property in both versions."""

    label: str
    earlier: Sequence[ComparedValue]
    later: Sequence[ComparedValue]

    @property
    def has_changed(self) -> bool:
        return {value.label for value in self.earlier} != {value.label for value in self.later}


@dataclass(frozen=True)
class Comparison:
    """Two recommendations in one language, loaded by
    :func:`~recommendations.queries.recommendations.with_details`.

    If they ``are_versions`` of one, words were deleted or added; otherwise, words are in the first or the second text
    only, and ``earlier`` and ``later`` are the order in which they are shown, not that of time.
    """

    earlier: Recommendation
    later: Recommendation
    are_versions: bool = True

    @cached_property
    def pieces(self) -> list[Piece]:
        return differences(self.earlier.text, self.later.text)

    @property
    def combined_text(self) -> SafeString:
        """A single text with deletions and additions marked."""
        return self._marked(self.pieces, self.earlier, self.later)

    @property
    def earlier_text(self) -> SafeString:
        """The earlier text with deletions marked."""
        return self._marked([piece for piece in self.pieces if piece.change != TextChange.ADDED], self.earlier, None)

    @property
    def later_text(self) -> SafeString:
        """The later text with additions marked."""
        return self._marked([piece for piece in self.pieces if piece.change != TextChange.DELETED], None, self.later)

    def _marked(
        self, pieces: Sequence[Piece], earlier: Recommendation | None, later: Recommendation | None
    ) -> SafeString:
        """Return the pieces as HTML, highlighting the square-bracketed alternatives of the given recommendations."""
        mark = changed_words if self.are_versions else different_words
        marked = []
        for piece in pieces:
            layers = []
            if earlier and piece.change != TextChange.ADDED:
                layers.append(_alternative_overlays(earlier, piece.earlier_offset))
            if later and piece.change != TextChange.DELETED:
                layers.append(_alternative_overlays(later, piece.later_offset))
            marked.append(mark(mark_up(piece.text, layers), piece.change))
        return mark_safe("".join(marked))  # noqa: S308  each was escaped by mark_up

    @property
    def has_same_wording(self) -> bool:
        return all(piece.change == TextChange.SAME for piece in self.pieces)

    @property
    def has_alternatives(self) -> bool:
        return bool(self.earlier.alternatives or self.later.alternatives)

    @property
    def facts(self) -> list[ComparedFact]:
        """The status, endorsement, addressees, action phrase, strength, cited articles and topics of both versions."""
        earlier, later = self.earlier, self.later
        return [
            _fact(_("Status"), [status_sentence(earlier)], [status_sentence(later)]),
            _fact(_("Endorsement"), [_endorsement_label(earlier)], [_endorsement_label(later)]),
            _list_fact(_("Addressed to"), _addressees(earlier), _addressees(later)),
            _fact(_("Action phrase"), _quote(earlier.action or earlier.verb), _quote(later.action or later.verb)),
            _fact(_("Strength"), _strength(earlier), _strength(later)),
            _list_fact(_("Articles cited"), _articles(earlier), _articles(later)),
            _list_fact(_("Topics"), _topics(earlier), _topics(later)),
        ]


def changed_words(words: str | SafeString, change: TextChange) -> SafeString:
    """Return words as HTML: if deleted or added, in an element with a sign and hidden text for screen readers."""
    if change == TextChange.DELETED:
        return _wrap("del", "", _("deleted:"), "−", words, _("end of deletion"))
    if change == TextChange.ADDED:
        return _wrap("ins", "", _("added:"), "+", words, _("end of addition"))
    return format_html("{}", words)


def different_words(words: str | SafeString, change: TextChange) -> SafeString:
    """Return the same for words that only the first or only the second of two texts has: nothing was deleted or added
    between them."""
    if change == TextChange.DELETED:
        return _wrap("span", "first-only", _("only in the first text:"), "1", words, _("end"))
    if change == TextChange.ADDED:
        return _wrap("span", "second-only", _("only in the second text:"), "2", words, _("end"))
    return format_html("{}", words)


def _wrap(tag: str, name: str, opening_text: str, sign: str, words: str | SafeString, closing_text: str) -> SafeString:
    html = (
        '<{0}{1}><span class="visually-hidden">[{2} </span><span class="change-sign" aria-hidden="true">{3}</span>'
        '{4}<span class="visually-hidden"> {5}]</span></{0}>'
    )
    attribute = format_html(' class="{}"', name) if name else ""
    return format_html(html, mark_safe(tag), attribute, opening_text, sign, words, closing_text)  # noqa: S308  constant


def _alternative_overlays(recommendation: Recommendation, start: int) -> list[Overlay]:
    """Return overlays for the alternatives that end after an offset, relative to it."""
    opening, closing = mark_safe('<span class="alternative">'), mark_safe("</span>")
    return [
        Overlay(max(row["start"] - start, 0), row["end"] - start, opening, closing)
        for row in recommendation.alternatives
        if row["end"] > start
    ]


# --- details compared --------------------------------------------------------------------------------


def _fact(label: str, earlier: Sequence[str], later: Sequence[str]) -> ComparedFact:
    return ComparedFact(label, [ComparedValue(value) for value in earlier], [ComparedValue(value) for value in later])


def _list_fact(label: str, earlier: Sequence[str], later: Sequence[str]) -> ComparedFact:
    """Return a fact with several values, marking values that only one of the versions has as deleted or added."""
    return ComparedFact(
        label,
        [ComparedValue(value, TextChange.SAME if value in later else TextChange.DELETED) for value in earlier],
        [ComparedValue(value, TextChange.SAME if value in earlier else TextChange.ADDED) for value in later],
    )


def _endorsement_label(recommendation: Recommendation) -> str:
    """Return whether a recommendation is endorsed, as a label."""
    if recommendation.status == Status.ENDORSED:
        return _("Yes")
    if recommendation.status == Status.FOR_ENDORSEMENT:
        return _("Submitted for endorsement (outcome not stated in the document)")
    return _("Not endorsed in the document")


def _addressees(recommendation: Recommendation) -> list[str]:
    rows = sorted(recommendation.addressees.all(), key=lambda row: (row.position, row.key))
    return [row.label for row in rows]


def _quote(words: str) -> list[str]:
    return [_("“%(words)s”") % {"words": words}] if words else []


def _strength(recommendation: Recommendation) -> list[str]:
    return [capfirst(recommendation.get_strength_display())] if recommendation.strength else []


def _articles(recommendation: Recommendation) -> list[str]:
    """Return the articles cited by the recommendation or its heading, each once."""
    cited = recommendation.cited  # type: ignore[attr-defined]  # from with_details
    return list(dict.fromkeys(article_in_instrument(citation.article) for citation in cited))


def _topics(recommendation: Recommendation) -> list[str]:
    return [topic.label for topic in recommendation.topics.all()]
