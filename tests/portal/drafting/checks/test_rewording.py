"""The same request in another form, in other words, or turned into its opposite."""

from __future__ import annotations

import pytest

from portal.drafting.checks.rewording import is_negated, without_action_phrases
from portal.drafting.checks.wording import is_same_verb, without_verb


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "States are encouraged to train judges", "States train judges"),
        ("en", "Invites States to train judges", "States to train judges"),
        ("fr", "Les États devraient former des juges", "Les États former des juges"),
    ],
)
def test_verbs_of_requests_are_left_out(language: str, text: str, expected: str) -> None:
    assert without_action_phrases(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "States should not transfer a person who has appealed", True),
        ("en", "States are encouraged not to transfer a person", True),
        ("en", "States should protect the public so as not to do harm", False),
        ("en", "States should not be too slow in answering requests", False),
        ("en", "States should not only train judges but also prosecutors", False),
        ("fr", "Les États ne devraient pas transférer une personne", True),
        ("fr", "Les États ne devraient pas seulement former des juges", False),
        ("es", "Los Estados no deberían trasladar a una persona", True),
        ("ru", "Государствам не следует передавать лицо", True),
        ("ru", "Государствам следует не только обучать судей, но и прокуроров", False),
        ("zh", "各国不应移交该人", True),
        ("zh", "各国应移交该人", False),
    ],
)
def test_request_not_to_act_is_recognized(language: str, text: str, expected: bool) -> None:
    assert is_negated(text, language) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("encourages", "are encouraged to", True),
        ("urges", "are strongly urged to", True),
        ("strongly urges", "strongly calls upon", False),
        ("strongly encourages", "are strongly encouraged to", True),
        ("", "urges", False),
        ("invites", "may wish to", False),
        ("requests", "are urged to", False),
    ],
)
def test_forms_of_a_verb_are_recognized(first: str, second: str, expected: bool) -> None:
    assert is_same_verb(first.split(), second.split()) is expected


def test_request_without_its_verb_is_the_same_in_both_voices() -> None:
    passive = ["states", "are", "encouraged", "to", "utilize", "software"]
    active = ["encourages", "states", "to", "utilize", "software"]
    assert without_verb(passive, ["are", "encouraged", "to"]) == without_verb(active, ["encourages"])
    assert without_verb(active, ["invites"]) == tuple(active)
