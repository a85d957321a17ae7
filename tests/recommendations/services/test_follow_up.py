"""What staff note of recommendations: changes that go together, changes that clash, and where they stand."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from documents.models import Change, LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import assign_symbol, publish, remove_document, unpublish
from recommendations.models import Evidence, FollowUp, Recommendation
from recommendations.services.follow_up import (
    FollowUpError,
    FollowUpOutcome,
    FollowUpOvertakenError,
    Link,
    attach_follow_ups,
    changes_of,
)
from tests import builders as make
from tests.at_once import at_once
from tests.parsed import parsed
from tests.recommendations.services.following import note, secretary, state_of

pytestmark = pytest.mark.django_db

PAGE = Link("https://www.unodc.org/tools", "The tool")


@pytest.fixture
def anna() -> User:
    return secretary("anna")


@pytest.fixture
def boris() -> User:
    return secretary("boris")


@pytest.fixture
def row() -> Recommendation:
    version = read(make.version(make.document("CTOC/COP/2022/L.4")))
    return make.recommendation("The Secretariat should develop a tool.", of=version, path="Annex (a)")


def read(version: LanguageVersion) -> LanguageVersion:
    """The version with a masthead, which services look into."""
    version.parsed = to_json(parsed(*version.document.printed_symbols))
    version.save()
    return version


class TestNoting:
    def test_what_is_noted_is_kept_and_logged(self, row: Recommendation, anna: User) -> None:
        due = make.meeting(ordinal=13)
        kept = note(row, anna, state="under_way", note="A draft is ready.", due_meeting=due.slug, add=[PAGE])
        known = state_of(row)
        assert (known.state, known.note, known.due_meeting, known.revision) == (
            "under_way",
            "A draft is ready.",
            due,
            1,
        )
        assert (known.recommendation, known.place, known.changed_by) == (row, "CTOC/COP/2022/L.4, Annex (a)", anna)
        assert [(one.url, one.title, one.added_by) for one in known.evidence.all()] == [(PAGE.url, PAGE.title, anna)]
        assert set(kept.changed) == {"state", "note", "due_meeting", "evidence"}
        [change] = Change.objects.filter(action="follow_up.changed")
        assert (change.about, change.subject, change.made_by) == (f"follow-up:{known.pk}", known.place, anna)
        assert change.was == {"state": "not_started", "note": "", "due_meeting": ""}
        assert change.value == {
            "state": "under_way",
            "note": "A draft is ready.",
            "due_meeting": due.slug,
            "evidence": [{"url": PAGE.url, "title": PAGE.title}],
            "revision": 1,
        }

    def test_nothing_new_is_no_change(self, row: Recommendation, anna: User) -> None:
        assert note(row, anna) == FollowUpOutcome(None, ())
        assert not FollowUp.objects.exists()
        note(row, anna, state="done")
        assert note(row, anna, state="done", seen=1).changed == ()
        assert state_of(row).revision == Change.objects.count() == 1

    def test_links_come_and_go_one_by_one(self, row: Recommendation, anna: User, boris: User) -> None:
        other = Link("http://www.unodc.org/report")
        note(row, anna, add=[PAGE])
        note(row, boris, seen=0, add=[PAGE, other])  # did not see that it is there
        first = Evidence.objects.get(url=PAGE.url)
        assert first.added_by == anna
        note(row, boris, seen=2, drop=[first.pk])
        note(row, anna, seen=2, drop=[first.pk])  # is gone already
        assert [one.url for one in state_of(row).evidence.all()] == [other.url]
        assert [change.was.get("evidence") for change in changes_of(state_of(row).pk)] == [
            None,
            None,
            [{"url": PAGE.url, "title": PAGE.title}],
        ]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "example.org", "data:text/html,x"])
    def test_a_link_is_an_address_of_the_web(self, row: Recommendation, anna: User, url: str) -> None:
        with pytest.raises(FollowUpError, match="http"):
            note(row, anna, state="done", add=[Link(url)])
        assert not FollowUp.objects.exists()

    @pytest.mark.parametrize("noted", [{"due_meeting": "no-such"}, {"state": "finished"}])
    def test_what_the_vocabularies_do_not_have_is_refused(
        self, row: Recommendation, anna: User, noted: dict[str, str]
    ) -> None:
        with pytest.raises(FollowUpError):
            note(row, anna, **noted)

    def test_only_what_is_published_is_followed(self, row: Recommendation, anna: User) -> None:
        unpublish([row.version])
        with pytest.raises(FollowUpError, match="not published"):
            note(row, anna, state="done")
        publish([LanguageVersion.objects.get(pk=row.version_id)])
        note(row, anna, state="done")
        unpublish([row.version])
        note(row, anna, seen=1, state="done", note="What was noted before can be changed.")
        assert state_of(row).revision == 2


class TestTwoPeople:
    def test_changes_of_different_fields_go_together_and_are_told(
        self, row: Recommendation, anna: User, boris: User
    ) -> None:
        note(row, anna, state="under_way", note="Begun.")
        note(row, anna, seen=1, state="done", note="Begun.")
        kept = note(row, boris, seen=1, state="under_way", note="Begun in March.")
        known = state_of(row)
        assert (known.state, known.note, known.revision) == ("done", "Begun in March.", 3)
        assert kept.changed == ("note",)
        assert [(one.field, one.was, one.now, one.by) for one in kept.others] == [
            ("state", "under_way", "done", "anna")
        ]

    def test_the_same_field_is_not_overwritten(self, row: Recommendation, anna: User, boris: User) -> None:
        note(row, anna, note="First.")
        note(row, anna, seen=1, note="Second.", state="done")
        note(row, anna, seen=2, note="Third.", state="done")
        with pytest.raises(FollowUpOvertakenError) as overtaken:
            note(row, boris, seen=1, note="Mine.", add=[PAGE])
        [clash] = overtaken.value.clashes
        assert (clash.field, clash.was, clash.now, clash.by) == ("note", "First.", "Third.", "anna")
        assert [one.field for one in overtaken.value.others] == ["state"]
        assert overtaken.value.revision == 3
        assert (state_of(row).note, state_of(row).evidence.count()) == ("Third.", 0)
        note(row, boris, seen=overtaken.value.revision, note="Mine.", state="done")
        assert state_of(row).note == "Mine."

    def test_the_same_change_twice_is_one(self, row: Recommendation, anna: User, boris: User) -> None:
        note(row, anna, state="done")
        assert note(row, boris, seen=0, state="done").changed == ()
        assert state_of(row).changed_by == anna

    def test_what_was_changed_back_does_not_clash(self, row: Recommendation, anna: User, boris: User) -> None:
        note(row, anna, note="First.")
        note(row, anna, seen=1, note="Second.")
        note(row, anna, seen=2, note="First.")
        assert note(row, boris, seen=1, note="Mine.").others == ()
        assert state_of(row).note == "Mine."

    @pytest.mark.django_db(transaction=True)
    def test_two_at_the_same_moment(self, row: Recommendation, anna: User, boris: User) -> None:
        results = at_once(lambda: note(row, anna, state="done"), lambda: note(row, boris, state="superseded"))
        assert sorted(type(result).__name__ for result in results) == ["FollowUpOutcome", "FollowUpOvertakenError"]
        known = state_of(row)
        assert (known.revision, Change.objects.count()) == (1, 1)
        winner = "anna" if isinstance(results[0], FollowUpOutcome) else "boris"
        assert known.changed_by == User.objects.get(username=winner)
        at_once(
            lambda: note(row, anna, seen=1, state=known.state, note="Mine."),
            lambda: note(row, boris, seen=1, state="under_way"),
        )
        assert (state_of(row).state, state_of(row).note, state_of(row).revision) == ("under_way", "Mine.", 3)


class TestPlaces:
    def test_a_follow_up_outlives_another_reading(self, row: Recommendation, anna: User) -> None:
        note(row, anna, state="done")
        document, anchor = row.version.document, row.anchor
        row.paragraph.delete()
        attach_follow_ups([document.pk])
        [known] = FollowUp.objects.all()
        assert (known.recommendation, known.place, known.state) == (None, "CTOC/COP/2022/L.4, Annex (a)", "done")
        again = make.recommendation(of=document.versions.get(), anchor=anchor)
        attach_follow_ups([document.pk])
        assert FollowUp.objects.get().recommendation == again

    def test_it_stands_by_the_version_that_leads(self, row: Recommendation, anna: User) -> None:
        french = read(make.version(row.version.document, "fr"))
        twin = make.recommendation(of=french, anchor=row.anchor)
        note(twin, anna, state="done")
        assert state_of(row).recommendation == row
        LanguageVersion.objects.filter(pk=row.version_id).update(published_at=None)
        attach_follow_ups([row.version.document_id])
        assert state_of(row).recommendation == twin
        LanguageVersion.objects.filter(pk=row.version_id).update(published_at=french.published_at)
        attach_follow_ups([row.version.document_id])
        assert state_of(row).recommendation == row

    def test_it_moves_with_a_document_that_is_joined_to_another(self, anna: User) -> None:
        holder = read(make.version(make.document("CTOC/COP/2021/1")))
        french = read(make.version(make.document(title="Rapport"), "fr"))
        row = make.recommendation(of=french, anchor="para-1")
        note(row, anna, state="done")
        assign_symbol(french.document, "CTOC/COP/2021/1", anna, join=holder.document_id)
        known = FollowUp.objects.get()
        assert (known.document, known.recommendation) == (holder.document, row)

    def test_the_log_outlives_the_document(self, row: Recommendation, anna: User) -> None:
        note(row, anna, state="done")
        remove_document(row.version.document)
        assert not FollowUp.objects.exists()
        assert Change.objects.get(action="follow_up.changed").subject == "CTOC/COP/2022/L.4, Annex (a)"
