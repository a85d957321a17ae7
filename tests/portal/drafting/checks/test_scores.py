"""The measured quality of the checks, with the real encoder and the sample collection."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from portal.drafting.checks.agreed import ADOPTED, check_clauses
from portal.drafting.checks.draft import Draft, DraftClause
from portal.drafting.checks.types import Place
from recommendations.models import Recommendation
from tests.portal.drafting.checks.samples import CLAUSES, FOLDER, LABELS, check, kinds_at, read_draft, share
from tests.published import publish_sessions

MIN_FOUND, MAX_FALSE_ALARMS = 0.93, 0.03
MIN_RECALL = {"same": 0.98, "nearly": 0.95, "reworded": 0.80}
MIN_PRECISION = {"same": 0.98, "nearly": 0.95, "reworded": 0.85}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _sessions(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with publish_sessions(django_db_blocker):
        yield


@pytest.mark.long
def test_seeded_faults_are_found_without_false_alarms() -> None:
    found: dict[tuple[str, str, str], bool] = {}
    alarms: dict[tuple[str, str], set[str]] = {}
    wrong_clauses = []
    for name, labels in LABELS.items():
        checked = check((FOLDER / name).read_bytes())
        for fault in labels["faults"]:
            found[name, fault["kind"], fault["text"]] = fault["kind"] in kinds_at(checked, fault["text"])
        alarms |= {(name, passage): kinds_at(checked, passage) for passage in labels["true"]}
        for label in labels["clauses"]:
            agreed = next((c.agreed.value for c in checked.result.clauses if label["text"] in c.text), None)
            if agreed != label["agreed"]:
                wrong_clauses.append((name, label, agreed))
    assert len(found) >= 60
    assert len(alarms) >= 60
    assert share(found.values()) >= MIN_FOUND, [key for key, is_found in found.items() if not is_found]
    assert share(map(bool, alarms.values())) <= MAX_FALSE_ALARMS, {key: kinds for key, kinds in alarms.items() if kinds}
    assert len(wrong_clauses) <= 1, wrong_clauses


@pytest.mark.long
def test_agreed_language_is_recognized() -> None:
    cases = [*_repeated_clauses(), *((c["text"], "reworded", c["place"]) for c in CLAUSES["reworded"])]
    cases += [(text, "new", "") for text in CLAUSES["new"]]
    draft = read_draft(b"1. States parties are encouraged to use joint investigations in such cases.")
    draft.__dict__["clauses"] = tuple(
        DraftClause(Place(0), "", text, "", None, ()) for text, _relation, _place in cases
    )
    expected, given, right = Counter[str](), Counter[str](), Counter[str]()
    wrong = []
    for (text, relation, place), agreed, path in zip(cases, *_compare(draft), strict=True):
        expected[relation] += 1
        given[agreed] += 1
        if agreed == relation and path == place:
            right[relation] += 1
        else:
            wrong.append((relation, place, agreed, path, text))
    for relation, minimum in MIN_RECALL.items():
        assert right[relation] / expected[relation] >= minimum, wrong
        assert right[relation] / given[relation] >= MIN_PRECISION[relation], wrong


def _compare(draft: Draft) -> tuple[list[str], list[str]]:
    comparison = check_clauses(draft)
    try:
        while True:
            next(comparison)
    except StopIteration as stop:
        checks = stop.value
    return [c.clause.agreed.value for c in checks], [c.row.path if c.row else "" for c in checks]


def _repeated_clauses() -> Iterator[tuple[str, str, str]]:
    """Yield all adopted recommendations, unchanged except for "also" and punctuation, and changed in several ways."""
    verbs = {"are encouraged to": "should", "are also encouraged to": "are invited to", "should": "are urged to"}
    for row in Recommendation.objects.filter(status__in=ADOPTED):
        yield row.text.replace(" also ", " ").rstrip(";.") + ".", "same", row.path
        verb = next((verb for verb in verbs if verb in row.text), "")
        if verb:
            yield row.text.replace(verb, verbs[verb], 1), "nearly", row.path
        without = re.sub(r", where [a-z ]+,", "", row.text, count=1)
        if without != row.text:
            yield without, "nearly", row.path
        words = row.text.split()
        half = len(words) // 2
        yield " ".join([*words[:half], *words[half + max(3, len(words) // 10) :]]), "nearly", row.path
        added = ["and,", "in", "consultation", "with", "civil", "society,", "where", "needed,"]
        yield " ".join([*words[:half], *added, *words[half:]]), "nearly", row.path
