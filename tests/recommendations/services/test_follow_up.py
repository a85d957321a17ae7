"""Follow-up recorded by staff: merged changes, conflicts, and the recommendation that an entry belongs to."""

from __future__ import annotations

import html

import pytest
from django.contrib.auth.models import User
from django.test import Client

from documents.models import Change, LanguageVersion
from documents.parsing.serialize import to_json
from documents.services import assign_symbol, publish, remove_document, unpublish
from recommendations.models import Evidence, FollowUp, Recommendation
from recommendations.services.follow_up import (
    FollowUpConflictError,
    FollowUpError,
    FollowUpOutcome,
    Link,
    attach_follow_ups,
    changes_of,
)
from tests import builders as make
from tests.concurrency import run_concurrently
from tests.parsed import parsed
from tests.recommendations.services.following import record_follow_up, saved_entry, secretary

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
    version = add_masthead(make.version(make.document("CTOC/COP/2022/L.4")))
    return make.recommendation("The Secretariat should develop a tool.", of=version, path="Annex (a)")


def add_masthead(version: LanguageVersion) -> LanguageVersion:
    """Store the masthead that the services read from a version."""
    version.parsed = to_json(parsed(*version.document.printed_symbols))
    version.save()
    return version


class TestRecording:
    def test_entry_is_saved_and_logged(self, row: Recommendation, anna: User) -> None:
        due = make.meeting(ordinal=13)
        outcome = record_follow_up(
            row, anna, state="under_way", note="A draft is ready.", due_meeting=due.slug, add=[PAGE]
        )
        entry = saved_entry(row)
        assert (entry.state, entry.note, entry.due_meeting, entry.revision) == (
            "under_way",
            "A draft is ready.",
            due,
            1,
        )
        assert (entry.recommendation, entry.recommendation_name, entry.changed_by) == (
            row,
            "CTOC/COP/2022/L.4, Annex (a)",
            anna,
        )
        assert [(ref.url, ref.title, ref.added_by) for ref in entry.evidence.all()] == [(PAGE.url, PAGE.title, anna)]
        assert set(outcome.changed) == {"state", "note", "due_meeting", "evidence"}
        [change] = Change.objects.filter(action="follow_up.changed")
        assert (change.object_key, change.subject, change.made_by) == (
            f"follow-up:{entry.pk}",
            entry.recommendation_name,
            anna,
        )
        assert change.old_value == {"state": "not_started", "note": "", "due_meeting": ""}
        assert change.value == {
            "state": "under_way",
            "note": "A draft is ready.",
            "due_meeting": due.slug,
            "evidence": [{"url": PAGE.url, "title": PAGE.title}],
            "revision": 1,
        }

    def test_unchanged_entry_is_not_saved(self, row: Recommendation, anna: User) -> None:
        assert record_follow_up(row, anna) == FollowUpOutcome(None, ())
        assert not FollowUp.objects.exists()
        record_follow_up(row, anna, state="done")
        assert record_follow_up(row, anna, state="done", seen=1).changed == ()
        assert saved_entry(row).revision == Change.objects.count() == 1

    def test_links_are_added_and_removed_one_by_one(self, row: Recommendation, anna: User, boris: User) -> None:
        report = Link("http://www.unodc.org/report")
        record_follow_up(row, anna, add=[PAGE])
        record_follow_up(row, boris, seen=0, add=[PAGE, report])  # had not seen the first link
        first = Evidence.objects.get(url=PAGE.url)
        assert first.added_by == anna
        record_follow_up(row, boris, seen=2, drop=[first.pk])
        record_follow_up(row, anna, seen=2, drop=[first.pk])  # already removed
        assert [link.url for link in saved_entry(row).evidence.all()] == [report.url]
        assert [change.old_value.get("evidence") for change in changes_of(saved_entry(row).pk)] == [
            None,
            None,
            [{"url": PAGE.url, "title": PAGE.title}],
        ]

    @pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "example.org", "data:text/html,x"])
    def test_link_must_be_a_web_address(self, row: Recommendation, anna: User, url: str) -> None:
        with pytest.raises(FollowUpError, match="http"):
            record_follow_up(row, anna, state="done", add=[Link(url)])
        assert not FollowUp.objects.exists()

    @pytest.mark.parametrize("values", [{"due_meeting": "no-such"}, {"state": "finished"}])
    def test_unknown_values_are_rejected(self, row: Recommendation, anna: User, values: dict[str, str]) -> None:
        with pytest.raises(FollowUpError):
            record_follow_up(row, anna, **values)

    def test_only_published_recommendations_get_an_entry(self, row: Recommendation, anna: User) -> None:
        unpublish([row.version])
        with pytest.raises(FollowUpError, match="not published"):
            record_follow_up(row, anna, state="done")
        publish([LanguageVersion.objects.get(pk=row.version_id)])
        record_follow_up(row, anna, state="done")
        unpublish([row.version])
        record_follow_up(row, anna, seen=1, state="done", note="An existing entry can be changed.")
        assert saved_entry(row).revision == 2


class TestConcurrentChanges:
    def test_changes_to_different_fields_are_merged_and_reported(
        self, row: Recommendation, anna: User, boris: User
    ) -> None:
        record_follow_up(row, anna, state="under_way", note="Begun.")
        record_follow_up(row, anna, seen=1, state="done", note="Begun.")
        outcome = record_follow_up(row, boris, seen=1, state="under_way", note="Begun in March.")
        entry = saved_entry(row)
        assert (entry.state, entry.note, entry.revision) == ("done", "Begun in March.", 3)
        assert outcome.changed == ("note",)
        assert [(change.field, change.old_value, change.new_value, change.by) for change in outcome.others] == [
            ("state", "under_way", "done", "anna")
        ]

    def test_unseen_change_to_the_same_field_is_not_overwritten(
        self, row: Recommendation, anna: User, boris: User
    ) -> None:
        record_follow_up(row, anna, note="First.")
        record_follow_up(row, anna, seen=1, note="Second.", state="done")
        record_follow_up(row, anna, seen=2, note="Third.", state="done")
        with pytest.raises(FollowUpConflictError) as conflict:
            record_follow_up(row, boris, seen=1, note="Mine.", add=[PAGE])
        [clash] = conflict.value.clashes
        assert (clash.field, clash.old_value, clash.new_value, clash.by) == ("note", "First.", "Third.", "anna")
        assert [change.field for change in conflict.value.others] == ["state"]
        assert conflict.value.revision == 3
        assert (saved_entry(row).note, saved_entry(row).evidence.count()) == ("Third.", 0)
        record_follow_up(row, boris, seen=conflict.value.revision, note="Mine.", state="done")
        assert saved_entry(row).note == "Mine."

    def test_same_change_by_two_people_is_saved_once(self, row: Recommendation, anna: User, boris: User) -> None:
        record_follow_up(row, anna, state="done")
        assert record_follow_up(row, boris, seen=0, state="done").changed == ()
        assert saved_entry(row).changed_by == anna

    def test_value_changed_back_is_not_a_conflict(self, row: Recommendation, anna: User, boris: User) -> None:
        record_follow_up(row, anna, note="First.")
        record_follow_up(row, anna, seen=1, note="Second.")
        record_follow_up(row, anna, seen=2, note="First.")
        assert record_follow_up(row, boris, seen=1, note="Mine.").others == ()
        assert saved_entry(row).note == "Mine."

    @pytest.mark.django_db(transaction=True)
    def test_simultaneous_changes_conflict_or_are_merged(self, row: Recommendation, anna: User, boris: User) -> None:
        results = run_concurrently(
            lambda: record_follow_up(row, anna, state="done"), lambda: record_follow_up(row, boris, state="superseded")
        )
        assert sorted(type(result).__name__ for result in results) == ["FollowUpConflictError", "FollowUpOutcome"]
        entry = saved_entry(row)
        assert (entry.revision, Change.objects.count()) == (1, 1)
        winner = "anna" if isinstance(results[0], FollowUpOutcome) else "boris"
        assert entry.changed_by == User.objects.get(username=winner)
        run_concurrently(
            lambda: record_follow_up(row, anna, seen=1, state=entry.state, note="Mine."),
            lambda: record_follow_up(row, boris, seen=1, state="under_way"),
        )
        assert (saved_entry(row).state, saved_entry(row).note, saved_entry(row).revision) == ("under_way", "Mine.", 3)


class TestAttachment:
    def test_entry_survives_if_its_recommendation_is_extracted_again(self, row: Recommendation, anna: User) -> None:
        record_follow_up(row, anna, state="done")
        document, anchor = row.version.document, row.anchor
        row.paragraph.delete()
        attach_follow_ups([document.pk])
        [entry] = FollowUp.objects.all()
        assert (entry.recommendation, entry.recommendation_name, entry.state) == (
            None,
            "CTOC/COP/2022/L.4, Annex (a)",
            "done",
        )
        replacement = make.recommendation(of=document.versions.get(), anchor=anchor)
        attach_follow_ups([document.pk])
        assert FollowUp.objects.get().recommendation == replacement

    def test_entry_belongs_to_the_leading_version(self, row: Recommendation, anna: User) -> None:
        french = add_masthead(make.version(row.version.document, "fr"))
        translation = make.recommendation(of=french, anchor=row.anchor)
        record_follow_up(translation, anna, state="done")
        assert saved_entry(row).recommendation == row
        LanguageVersion.objects.filter(pk=row.version_id).update(published_at=None)
        attach_follow_ups([row.version.document_id])
        assert saved_entry(row).recommendation == translation
        LanguageVersion.objects.filter(pk=row.version_id).update(published_at=french.published_at)
        attach_follow_ups([row.version.document_id])
        assert saved_entry(row).recommendation == row

    def test_entry_moves_with_a_merged_document(self, anna: User) -> None:
        holder = add_masthead(make.version(make.document("CTOC/COP/2021/1")))
        french = add_masthead(make.version(make.document(title="Rapport"), "fr"))
        row = make.recommendation(of=french, anchor="para-1")
        record_follow_up(row, anna, state="done")
        assign_symbol(french.document, "CTOC/COP/2021/1", anna, join=holder.document_id)
        entry = FollowUp.objects.get()
        assert (entry.document, entry.recommendation) == (holder.document, row)

    @pytest.fixture
    def translations(self, row: Recommendation) -> tuple[Recommendation, Recommendation]:
        """A recommendation, and the same one in a French document without a symbol."""
        french = add_masthead(make.version(make.document(title="Rapport"), "fr"))
        return row, make.recommendation(of=french, anchor=row.anchor)

    def test_merge_that_would_lose_an_entry_is_refused(
        self, translations: tuple[Recommendation, Recommendation], admin_client: Client, anna: User
    ) -> None:
        row, translation = translations
        record_follow_up(row, anna, state="done")
        record_follow_up(translation, anna, note="Begun.")
        name = saved_entry(translation).recommendation_name
        data = {"other": "CTOC/COP/2022/L.4", "join": row.version.document_id}
        response = admin_client.post(f"{translation.version.document.get_absolute_url()}symbol/", data)
        assert response.status_code == 400
        assert name in html.unescape(response.content.decode()).partition("would lose one of the two")[2]
        assert (saved_entry(row).state, saved_entry(translation).note) == ("done", "Begun.")

    @pytest.mark.parametrize("with_content", [0, 1])
    def test_empty_entry_gives_way_to_the_other_in_a_merge(
        self, translations: tuple[Recommendation, Recommendation], admin_client: Client, anna: User, with_content: int
    ) -> None:
        for row in translations:
            record_follow_up(row, anna, note="Begun.")
        record_follow_up(translations[1 - with_content], anna, seen=1)
        row, translation = translations
        data = {"other": "CTOC/COP/2022/L.4", "join": row.version.document_id}
        response = admin_client.post(f"{translation.version.document.get_absolute_url()}symbol/", data)
        assert response.status_code == 302
        entry = FollowUp.objects.get()
        assert (entry.document_id, entry.note) == (row.version.document_id, "Begun.")

    def test_log_outlives_the_document(self, row: Recommendation, anna: User) -> None:
        record_follow_up(row, anna, state="done")
        remove_document(row.version.document)
        assert not FollowUp.objects.exists()
        assert Change.objects.get(action="follow_up.changed").subject == "CTOC/COP/2022/L.4, Annex (a)"
