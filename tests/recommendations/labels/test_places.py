"""The first words of a recommendation that show its content."""

from __future__ import annotations

import pytest

from recommendations.labels.places import opening_words
from recommendations.models import Recommendation


@pytest.mark.parametrize(
    ("text", "verb", "action", "expected"),
    [
        (
            "States parties are encouraged to train judges and prosecutors in the law of evidence.",
            "are encouraged to",
            "are encouraged to train",
            "…train judges and prosecutors in…",
        ),
        (
            "States parties are encouraged, where possible, to use joint bodies, and are encouraged to act in time.",
            "are encouraged to",
            "are encouraged to use",
            "…use joint bodies, and are…",
        ),
        (
            "States are encouraged to further explore and consider the Convention.",
            "are encouraged to",
            "are encouraged to explore",
            "…further explore and consider the…",
        ),
        ("Requests the Secretariat to report on it.", "Requests", "Requests", "Requests the Secretariat to report…"),
        (
            "Encourage States to act at once.",
            "may wish to",
            "may wish to encourage",
            "Encourage States to act at…",
        ),
        ("The evidence should be heard.", "should", "should be heard", "The evidence should be heard."),
        ("A text\nwithout an action phrase.", "", "", "A text without an action…"),
        ("States use (all) of it, and should act on all of that.", "should", "should act", "…act on all of that."),
        ("States should, where possible, train all judges.", "should", "", "…where possible, train all judges."),
        ("鼓励缔约国对法官和检察官进行电子证据法方面的培训，并交流经验。", "鼓励", "", "鼓励缔约国对法官和检察官进行…"),
    ],
    ids=[
        "after the phrase",
        "from the main verb if the phrase is divided",
        "after the phrase if it has an adverb",
        "a text that begins with the phrase",
        "a text that begins with the main verb",
        "from the beginning if little follows",
        "without a phrase",
        "brackets are not a pattern",
        "without a comma at the beginning",
        "Chinese is not divided by spaces",
    ],
)
def test_opening_words_show_what_is_recommended(text: str, verb: str, action: str, expected: str) -> None:
    assert opening_words(Recommendation(text=text, verb=verb, action=action), 5) == expected
