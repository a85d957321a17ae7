"""Corrections by two people at the same time: none is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from documents.models import Correction, LanguageVersion
from recommendations.corrections import CorrectionResult, Edit
from recommendations.services import load_vocabularies
from recommendations.services.correcting import (
    EditConflictError,
    correct,
    undo,
)
from tests.concurrency import run_concurrently
from tests.parsed import ITEM
from tests.recommendations.services.correcting.versions import (
    SPLIT,
    STRONGER,
    A,
    B,
    field_edit,
    store_version,
    strengths,
)

pytestmark = pytest.mark.django_db


class TestTwoEditors:
    def test_corrections_of_different_places_are_combined(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(
            version,
            [field_edit("strength", "encouraged", "invited", B), field_edit("verb", "are encouraged to", "")],
            bob,
            seen=0,
        )
        assert strengths(version) == ["urged", "invited"]
        assert version.recommendations.get(anchor=A).verb == ""

    def test_conflict_error_shows_the_other_correction(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0, note="see page 2")
        with pytest.raises(EditConflictError) as error:
            correct(
                version,
                [field_edit("strength", "encouraged", "invited"), field_edit("verb", "are encouraged to", "")],
                bob,
                seen=0,
            )
        (conflict,) = error.value.conflicts
        assert (conflict.edit.field, conflict.current_value, conflict.by, conflict.note) == (
            "strength",
            "urged",
            "ann",
            "see page 2",
        )
        assert conflict.at == Correction.objects.get().made_at
        assert error.value.revision == 1
        correct(version, [field_edit("strength", "urged", "invited")], bob, seen=error.value.revision)
        assert strengths(version) == ["invited", "encouraged"]

    def test_same_value_is_not_a_conflict(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [STRONGER], ann, seen=0)
        correct(version, [STRONGER], bob, seen=0)
        assert Correction.objects.count() == 1

    def test_edits_of_the_same_fact_conflict(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [Edit("fact", "", "title", "Joint investigations", "Joint action")], ann, seen=0)
        with pytest.raises(EditConflictError) as error:
            correct(version, [Edit("fact", "", "title", "Joint investigations", "Joint work")], bob, seen=0)
        assert [(change.current_value, change.by) for change in error.value.conflicts] == [("Joint action", "ann")]

    RESHAPED: list[tuple[Edit, Edit]] = [
        (SPLIT, STRONGER),
        (STRONGER, SPLIT),
        (SPLIT, field_edit("text", ITEM, "States parties should act.")),
        (Edit("join", A, "", [ITEM, ITEM], [B]), field_edit("strength", "encouraged", "urged", B)),
        (field_edit("strength", "encouraged", "urged", B), Edit("join", A, "", [ITEM, ITEM], [B])),
        (Edit("remove", A, "", ITEM), STRONGER),
        (STRONGER, Edit("remove", A, "", ITEM)),
        (Edit("remove", A, "", ITEM), Edit("move", A, "", "", B)),
        (SPLIT, Edit("split", A, "", ITEM, {"at": 6})),
    ]

    @pytest.mark.parametrize(("first", "second"), RESHAPED)
    def test_structural_change_conflicts_with_other_edits(
        self, version: LanguageVersion, ann: User, bob: User, first: Edit, second: Edit
    ) -> None:
        correct(version, [first], ann, seen=0)
        with pytest.raises(EditConflictError) as error:
            correct(version, [second], bob, seen=0)
        assert [change.by for change in error.value.conflicts] == ["ann"]

    def test_move_does_not_conflict_with_other_edits(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [Edit("move", A, "", None, B)], ann, seen=0)
        correct(version, [STRONGER], bob, seen=0)
        assert list(version.recommendations.order_by("position").values_list("anchor", "strength")) == [
            (B, "encouraged"),
            (A, "urged"),
        ]

    def test_undone_correction_also_conflicts(self, version: LanguageVersion, ann: User, bob: User) -> None:
        correct(version, [SPLIT], ann, seen=0)
        undo(Correction.objects.get(), bob)
        with pytest.raises(EditConflictError):
            correct(version, [field_edit("strength", "encouraged", "should", f"{A}--2")], ann, seen=1)


@pytest.mark.django_db(transaction=True)
class TestConcurrency:
    """Concurrent corrections in threads, with committed transactions: none is lost."""

    @pytest.fixture
    def correct_concurrently(self) -> Callable[..., list[object]]:
        load_vocabularies()
        version = store_version()
        people = [User.objects.create_user(name) for name in ("ann", "bob")]

        def run(*edits: Edit) -> list[object]:
            tasks = [
                lambda edit=edit, by=by: correct(version, [edit], by, seen=0)
                for edit, by in zip(edits, people, strict=True)
            ]
            return run_concurrently(*tasks)

        return run

    def test_corrections_of_different_places_are_both_kept(
        self, correct_concurrently: Callable[..., list[object]]
    ) -> None:
        results = correct_concurrently(STRONGER, field_edit("strength", "encouraged", "invited", B))
        assert all(isinstance(result, CorrectionResult) for result in results), results
        assert strengths(LanguageVersion.objects.get()) == ["urged", "invited"]
        assert LanguageVersion.objects.get().revision == 2

    def test_corrections_of_the_same_place_conflict(self, correct_concurrently: Callable[..., list[object]]) -> None:
        results = correct_concurrently(SPLIT, STRONGER)
        assert sorted(type(result).__name__ for result in results) == ["CorrectionResult", "EditConflictError"]
        assert Correction.objects.count() == 1
