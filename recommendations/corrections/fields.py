"""Convert the editable fields of a recommendation to plain values and back. Pure functions, no database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from documents.parsing.serialize import from_plain, to_plain
from recommendations.corrections.types import Edit, EditError, Reason
from recommendations.extraction.recommendations import find_alternatives
from recommendations.extraction.types import (
    ArticleTarget,
    DraftRecommendation,
    MeetingMention,
    Reference,
    ReferenceKind,
    Status,
    Strength,
    TopicMatch,
    read_target,
)


def cited_articles(draft: DraftRecommendation, references: Sequence[Reference]) -> tuple[ArticleTarget, ...]:
    """Return the articles cited in the text and the heading above it, each once. Citations in notes are ignored."""
    citing_references = (references[index] for index in (*draft.references, *draft.heading_references))
    cited = (target for ref in citing_references if ref.kind is ReferenceKind.ARTICLE for target in ref.articles)
    return tuple(dict.fromkeys(cited))


def found_articles(draft: DraftRecommendation, references: Sequence[Reference]) -> tuple[ArticleTarget, ...]:
    """Return the articles that extraction found: the cited articles, then articles related by subject."""
    subjects = (match.target for match in draft.subjects)
    return tuple(dict.fromkeys((*cited_articles(draft, references), *subjects)))


def articles_of(draft: DraftRecommendation, references: Sequence[Reference]) -> tuple[ArticleTarget, ...]:
    """Return the articles of a recommendation: those set by a person, if any, or else those that extraction found."""
    return found_articles(draft, references) if draft.articles is None else draft.articles


def topics_of(draft: DraftRecommendation) -> tuple[str, ...]:
    """Return the keys of a recommendation's topics, each once."""
    return tuple(dict.fromkeys(match.topic for match in draft.topics))


Getter = Callable[[DraftRecommendation, Sequence[Reference]], Any]
Setter = Callable[[DraftRecommendation, Sequence[Reference], Any], DraftRecommendation]


def _field_getter(name: str) -> Getter:
    return lambda draft, references: to_plain(getattr(draft, name))


def _with_attribute(draft: DraftRecommendation, name: str, value: Any) -> DraftRecommendation:
    return replace(draft, **{name: value})


def _field_setter(name: str, hint: Any) -> Setter:
    return lambda draft, references, value: _with_attribute(draft, name, from_plain(value, hint))


def _string_setter(name: str) -> Setter:
    def set_field(draft: DraftRecommendation, references: Sequence[Reference], value: Any) -> DraftRecommendation:
        if not isinstance(value, str):
            raise TypeError(name)
        return _with_attribute(draft, name, value)

    return set_field


def _set_text(draft: DraftRecommendation, references: Sequence[Reference], value: Any) -> DraftRecommendation:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a recommendation must have a text")
    return replace(draft, text=value, alternatives=find_alternatives(value))


def _set_addressees(draft: DraftRecommendation, references: Sequence[Reference], value: Any) -> DraftRecommendation:
    return replace(draft, addressees=tuple(dict.fromkeys(map(str, _as_list(value)))))


def _as_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _set_topics(draft: DraftRecommendation, references: Sequence[Reference], value: Any) -> DraftRecommendation:
    """Set the topics. Topics found in the text keep their evidence; topics set by hand have no evidence."""
    value = list(map(str, _as_list(value)))
    kept = tuple(match for match in draft.topics if match.topic in value)
    added = tuple(TopicMatch(topic, "") for topic in dict.fromkeys(value) if topic not in topics_of(draft))
    return replace(draft, topics=(*kept, *added))


def _set_articles(draft: DraftRecommendation, references: Sequence[Reference], value: Any) -> DraftRecommendation:
    targets = tuple(dict.fromkeys(map(read_target, _as_list(value))))
    are_as_found = set(targets) == set(found_articles(draft, references))
    return replace(draft, articles=None if are_as_found else targets)


_FIELDS: Mapping[str, tuple[Getter, Setter]] = {
    "text": (_field_getter("text"), _set_text),
    "heading": (_field_getter("heading"), _string_setter("heading")),
    "verb": (_field_getter("verb"), _string_setter("verb")),
    "action": (_field_getter("action"), _string_setter("action")),
    "strength": (_field_getter("strength"), _field_setter("strength", Strength | None)),
    "status": (_field_getter("status"), _field_setter("status", Status)),
    "addressees": (_field_getter("addressees"), _set_addressees),
    "topics": (lambda draft, references: list(topics_of(draft)), _set_topics),
    "articles": (lambda draft, references: list(map(str, articles_of(draft, references))), _set_articles),
    "adopted_by": (_field_getter("adopted_by"), _field_setter("adopted_by", MeetingMention | None)),
    "meeting": (_field_getter("meeting"), _field_setter("meeting", MeetingMention | None)),
    "put_to": (_field_getter("put_to"), _field_setter("put_to", MeetingMention | None)),
}

FIELDS = tuple(_FIELDS)
"""Fields of :class:`~recommendations.extraction.types.DraftRecommendation`. ``topics`` are keys; ``articles`` are
strings of :class:`~recommendations.extraction.types.ArticleTarget` ("untoc:18(13)"); meetings are dictionaries:
``{"body": "cop", "ordinal": 11, "start": "2022-10-17"}``."""

UNORDERED_FIELDS = {"addressees", "topics", "articles"}


def value_of(draft: DraftRecommendation, references: Sequence[Reference], field: str) -> Any:
    """Return a field as a plain value. Raise KeyError for an unknown field."""
    return _FIELDS[field][0](draft, references)


def same_value(field: str, first: Any, second: Any) -> bool:
    """Return whether two plain values of a field are equal, ignoring the order of values where it does not matter."""
    if field in UNORDERED_FIELDS and isinstance(first, list) and isinstance(second, list):
        return _string_set(first) == _string_set(second)
    return bool(first == second)


def _string_set(values: Iterable[Any]) -> set[str]:
    return set(map(str, values))


def with_value(
    draft: DraftRecommendation, references: Sequence[Reference], field: str, value: Any
) -> DraftRecommendation:
    """Return the draft with a field set. Raise ``EditError`` for an unknown field or an invalid value."""
    if field not in _FIELDS:
        raise EditError(Reason.INVALID)
    try:
        return _FIELDS[field][1](draft, references, value)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise EditError(Reason.INVALID, value_of(draft, references, field)) from error


def with_field(draft: DraftRecommendation, references: Sequence[Reference], edit: Edit) -> DraftRecommendation:
    """Return the draft with one field edited. Raise ``EditError`` if the edit does not fit."""
    if edit.field not in _FIELDS:
        raise EditError(Reason.INVALID)
    current_value = value_of(draft, references, edit.field)
    if same_value(edit.field, current_value, edit.value):
        return draft
    if same_value(edit.field, current_value, edit.old_value):
        return with_value(draft, references, edit.field, edit.value)
    if edit.field == "articles" and _cites_nothing_new(draft, references, edit):
        return with_value(draft, references, edit.field, _with_changes(current_value, edit))
    raise EditError(Reason.DIFFERS, current_value, can_stay=True)


def _cites_nothing_new(draft: DraftRecommendation, references: Sequence[Reference], edit: Edit) -> bool:
    """Return whether the person who set the articles saw all articles that the text cites. If so, only articles found
    by subject can differ, because their rules change more often than texts."""
    cited = _string_set(cited_articles(draft, references))
    return all(isinstance(value, list) for value in (edit.old_value, edit.value)) and cited <= _string_set(
        edit.old_value
    )


def _with_changes(articles: list[str], edit: Edit) -> list[str]:
    """Return articles, without those that a person removed and with those that the person added."""
    removed = _string_set(edit.old_value) - _string_set(edit.value)
    return list(dict.fromkeys((*(target for target in articles if target not in removed), *_added(edit))))


def _added(edit: Edit) -> list[str]:
    return [target for target in edit.value if target not in edit.old_value]
