"""The addressees, action phrase and strength of a request in English."""

from __future__ import annotations

import pytest

from recommendations.extraction.actions import read_action, read_chapeau, strength_of
from recommendations.extraction.references.bodies import NamedBody
from recommendations.extraction.types import Strength
from tests.recommendations.extraction.reading import VOCABULARY, bodies

SP, MS = "States parties", "Member States"

CASES = [
    (
        "States parties are encouraged to exchange best practices;",
        [SP],
        "are encouraged to",
        "are encouraged to exchange",
    ),
    (
        "States parties are also encouraged to ensure that",
        [SP],
        "are also encouraged to",
        "are also encouraged to ensure",
    ),
    (
        "States are strongly encouraged to act.",
        ["States"],
        "are strongly encouraged to",
        "are strongly encouraged to act",
    ),
    (
        "States parties are encouraged, where possible and appropriate, and in accordance with domestic laws, to use",
        [SP],
        "are encouraged to",
        "are encouraged to use",
    ),
    (
        "The Secretariat should continue its work to collect",
        ["Secretariat"],
        "should",
        "should continue its work to collect",
    ),
    (
        "States parties should, given the potential for danger, particularly in deliveries, devote attention",
        [SP],
        "should",
        "should devote",
    ),
    ("In making use of special techniques, States parties should devote attention", [SP], "should", "should devote"),
    (
        "Member States, with the support of UNODC, where necessary, should continue establishing",
        [MS],
        "should",
        "should",
    ),
    ("Member States that have not yet done so should designate", [MS], "should", "should designate"),
    (
        "Building on guidance of the Working Group, the Secretariat should develop a matrix",
        ["Secretariat"],
        "should",
        "should develop",
    ),
    (
        "States are encouraged to seek assistance and, in this regard, the United Nations Office on Drugs and Crime "
        "(UNODC) is encouraged to facilitate training;",
        ["States", "UNODC"],
        "are encouraged to",
        "are encouraged to seek",
    ),
    (
        "States parties having received requests from other States parties are encouraged to give due consideration",
        [SP],
        "are encouraged to",
        "are encouraged to give",
    ),
    ("Member States and the Secretariat should cooperate", [MS, "Secretariat"], "should", "should cooperate"),
    ("With a view to admissibility, such use should be subject to guarantees", [], "should", "should be subject"),
    ("Further efforts should be made by all", [], "should", "should be made"),
    ("It is recommended that Member States adopt laws.", [MS], "is recommended", "is recommended that Member States"),
    ("UNODC must report annually.", ["UNODC"], "must", "must report"),
    ("The Group recommends that States parties consider joining", [SP], "recommends", "recommends that"),
    ("The transmittal of information without prior request;", [], "", ""),
    ("they may, where appropriate, develop model agreements", [], "", ""),
]


@pytest.mark.parametrize(("text", "addressees", "verb", "action"), CASES)
def test_addressees_and_action_are_read(text: str, addressees: list[str], verb: str, action: str) -> None:
    request = read_action(text, VOCABULARY)
    assert (list(request.addressees), request.verb) == (addressees, verb)
    assert request.action.startswith(action)


def test_chapeau_can_address_a_body() -> None:
    chapeau = "To make progress, the Conference may wish to:"
    request = read_chapeau(chapeau, VOCABULARY, [NamedBody(22, 32, *bodies("cop"))])
    assert request is not None
    assert (request.addressees, request.verb) == (("Conference of the Parties",), "may wish to")


def test_chapeau_can_address_states() -> None:
    request = read_chapeau("States parties are encouraged to:", VOCABULARY, ())
    assert request is not None
    assert (request.addressees, request.verb) == ((SP,), "are encouraged to")


@pytest.mark.parametrize(
    "chapeau",
    [
        "The Congress may wish to consider the following recommendations:",
        "The group adopted the following:",
        "As follows:",
    ],
)
def test_chapeau_without_request_is_not_read(chapeau: str) -> None:
    assert read_chapeau(chapeau, VOCABULARY, ()) is None


STRENGTHS = [
    ("shall", Strength.REQUIRED),
    ("must", Strength.REQUIRED),
    ("are urged to", Strength.URGED),
    ("are strongly encouraged to", Strength.URGED),
    ("are called upon to", Strength.URGED),
    ("should", Strength.SHOULD),
    ("are further encouraged to", Strength.ENCOURAGED),
    ("are invited to", Strength.INVITED),
    ("may wish to", Strength.INVITED),
    ("", None),
]


@pytest.mark.parametrize(("verb", "strength"), STRENGTHS)
def test_strength_of_phrase_is_read(verb: str, strength: Strength | None) -> None:
    assert strength_of(verb) is strength
