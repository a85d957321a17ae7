"""Qualifiers of requests, and their action phrases as printed."""

from __future__ import annotations

import pytest

from recommendations.text.qualifiers import find_qualifiers, quote_action


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "States should, where possible and appropriate, act.", ["where possible and appropriate"]),
        (
            "en",
            "are encouraged to use it, where applicable and in accordance with their domestic law,",
            ["where applicable", "in accordance with their domestic law"],
        ),
        (
            "en",
            "Subject to the availability of extrabudgetary resources, UNODC, upon request,",
            ["Subject to the availability of extrabudgetary resources", "upon request"],
        ),
        ("en", "in accordance with the fundamental principles of\ntheir domestic law", None),
        ("en", "where permitted by domestic law", ["where permitted by domestic law"]),
        ("en", "As appropriate, and as appropriate.", ["As appropriate"]),
        ("en", "as well as possible solutions, as soon as possible", []),
        ("en", "where the evidence is necessary", []),
        ("fr", "les États parties, selon qu’il convient et sur demande", ["selon qu’il convient", "sur demande"]),
        ("es", "según proceda, de conformidad con su derecho interno", None),
        ("ru", "в надлежащих случаях и при необходимости", ["в надлежащих случаях", "при необходимости"]),
        ("ar", "تشجَّع الدول، عند الاقتضاء، على العمل", ["عند الاقتضاء"]),
        ("zh", "鼓励缔约国酌情利用", ["酌情"]),
        ("en", "with full respect for State sovereignty, mutatis mutandis", None),
        ("en", "with full respect for the principles of sovereignty of States", None),
        ("en", "as requested", ["as requested"]),
        ("fr", "si cela est nécessaire, lorsqu’il y a lieu", None),
        ("de", "gegebenenfalls", []),
    ],
)
def test_qualifiers_are_found(language: str, text: str, expected: list[str] | None) -> None:
    found = find_qualifiers(text, language)
    if expected is None:  # the whole text, in one or two parts
        assert ", ".join(found) == " ".join(text.split())
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("text", "verb", "action", "expected"),
    [
        ("States are encouraged to use it", "are encouraged to", "are encouraged to use", "are encouraged to use"),
        ("States ARE encouraged\nto use it", "are encouraged to", "are encouraged to use", "ARE encouraged to use"),
        ("States should, if asked, devote time", "should", "should devote", "should … devote"),
        ("Encourage States to act", "may wish to", "may wish to encourage", ""),
        ("Encourage States to act", "", "", ""),
    ],
)
def test_action_phrase_is_quoted_as_printed(text: str, verb: str, action: str, expected: str) -> None:
    assert quote_action(text, verb, action) == expected
