"""Proposed links between versions of a recommendation, and decisions on them."""

from __future__ import annotations

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import LanguageVersion, Meeting
from recommendations.models import Lineage, LineageDecision, LineageEnd
from recommendations.queries.lineage import chains
from recommendations.services.lineage import (
    LineageError,
    confirm,
    mark_dropped,
    propose_lineage,
    reject,
    turn_links,
    undo_decision,
    undo_dropped,
)
from recommendations.services.meetings import change_meeting, update_documents
from tests import builders as make
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    FUNDING,
    RESOLUTION,
    SHARING,
    TRAINING,
    propose_links,
    quoting_documents,
    reviewer,
    symbols_and_labels,
    version,
)

pytestmark = pytest.mark.django_db


class TestProposing:
    def test_later_versions_are_found(self) -> None:
        draft = version("A/1", DRAFT, TRAINING, SHARING)
        annex = version("A/2", ANNEX, FUNDING, f"{SHARING}, as appropriate", f"{TRAINING}, on request")
        assert symbols_and_labels(propose_links(draft, annex)) == {("A/1 (a)", "A/2 (c)"), ("A/1 (b)", "A/2 (b)")}

    def test_earlier_versions_are_found_if_added_last(self) -> None:
        annex = version("A/2", ANNEX, FUNDING, f"{SHARING}, as appropriate")
        draft = version("A/1", DRAFT, SHARING)
        assert symbols_and_labels(propose_links(annex, draft)) == {("A/1 (a)", "A/2 (b)")}

    def test_three_documents_form_a_chain(self) -> None:
        versions = [version(f"A/{number}", date, TRAINING) for number, date in enumerate((DRAFT, ANNEX, RESOLUTION))]
        assert symbols_and_labels(propose_links(*versions)) == {
            ("A/0 (a)", "A/1 (a)"),
            ("A/0 (a)", "A/2 (a)"),
            ("A/1 (a)", "A/2 (a)"),
        }

    def test_language_versions_of_a_document_are_not_linked(self) -> None:
        document = make.document("A/1", date=DRAFT)
        english = version("", None, TRAINING, of=document)
        french = version("", None, TRAINING, of=document, language="fr")
        assert propose_links(english, french) == []

    def test_documents_are_compared_in_their_leading_language(self) -> None:
        documents = make.document("A/1", date=DRAFT), make.document("A/2", date=ANNEX)
        french = [version("", None, TRAINING, of=document, language="fr") for document in documents]
        assert [link.earlier.version.language for link in propose_links(*french)] == ["fr"]
        english = [version("", None, TRAINING, of=document) for document in documents]
        assert [link.earlier.version.language for link in propose_links(*english)] == ["en"]
        assert [link.earlier.version.language for link in propose_links(*french)] == ["en"]

    def test_decision_in_one_language_holds_in_another(self) -> None:
        documents = make.document("A/1", date=DRAFT), make.document("A/2", date=ANNEX)
        (link,) = propose_links(*(version("", None, TRAINING, of=document, language="fr") for document in documents))
        reject(link, reviewer())
        links = propose_links(*(version("", None, TRAINING, of=document) for document in documents))
        assert [(row.state, row.earlier.version.language) for row in links] == [("refused", "fr")]

    @pytest.mark.parametrize("date", [DRAFT, None], ids=["same date", "undated"])
    def test_documents_are_not_linked_if_their_order_is_unknown(self, date: datetime.date | None) -> None:
        assert propose_links(version("A/1", DRAFT, TRAINING), version("A/2", date, TRAINING)) == []

    def test_draft_precedes_report_of_the_same_date(self) -> None:
        report = version("A/2", DRAFT, TRAINING, kind="report")
        draft = version("A/1", DRAFT, TRAINING, kind="draft-report")
        assert symbols_and_labels(propose_links(report, draft)) == {("A/1 (a)", "A/2 (a)")}

    def test_undated_document_has_the_date_of_its_meeting(self) -> None:
        meeting = make.meeting(ordinal=None, start=DRAFT)
        draft = version("A/1", None, TRAINING, meeting=meeting)
        assert symbols_and_labels(propose_links(version("A/2", ANNEX, TRAINING), draft)) == {("A/1 (a)", "A/2 (a)")}

    def test_link_leads_from_what_was_adopted_before_to_a_proposal_printed_earlier(self) -> None:
        """A document may quote what a meeting adopted long before it was issued."""
        proposal, annex = quoting_documents()
        assert symbols_and_labels(propose_links(proposal, annex)) == {("CTOC/COP/2022/L.4 (a)", "A/74 (a)")}
        assert symbols_and_labels(propose_links(annex, proposal)) == {("CTOC/COP/2022/L.4 (a)", "A/74 (a)")}

    def test_links_are_reversed_if_the_date_of_a_meeting_changes(self) -> None:
        proposal, annex = quoting_documents()
        user = reviewer()
        confirm(propose_links(proposal, annex)[0], user)
        twelfth = Meeting.objects.get(ordinal=12)
        days = {"start": datetime.date(2023, 3, 25), "end": datetime.date(2023, 3, 26)}
        update = change_meeting(twelfth, days, user, seen=twelfth.revision)
        assert update is not None
        update_documents(update)
        link = Lineage.objects.get()
        assert symbols_and_labels([link]) == {("A/74 (a)", "CTOC/COP/2022/L.4 (a)")}
        assert link.state == "confirmed"

    def test_migration_reverses_stored_links(self) -> None:
        (link,) = propose_links(*quoting_documents())
        Lineage.objects.update(earlier=link.later, later=link.earlier)
        import_module("recommendations.migrations.0029_links_in_order_of_time").turn_links(apps, None)
        assert symbols_and_labels(list(Lineage.objects.all())) == {("CTOC/COP/2022/L.4 (a)", "A/74 (a)")}

    def test_link_in_the_right_direction_replaces_a_proposed_one(self) -> None:
        proposal, annex = quoting_documents()
        (link,) = propose_links(proposal, annex)
        fields = {"wording": 0.9, "meaning": 0.9, "context": 0.9, "score": 0.9}
        Lineage.objects.create(earlier=link.later, later=link.earlier, **fields)
        assert turn_links([proposal.document_id]) == 0
        assert Lineage.objects.get() == link

    def test_proposals_are_replaced_and_decisions_stay(self) -> None:
        draft = version("A/1", DRAFT, TRAINING, SHARING, FUNDING)
        annex = version("A/2", ANNEX, TRAINING, SHARING, FUNDING)
        by_label = {link.earlier.label: link for link in propose_links(draft, annex)}
        confirm(by_label["(a)"], reviewer())
        reject(by_label["(b)"], reviewer("other"))
        annex.recommendations.get(label="(c)").delete()
        links = {link.earlier.label: link.state for link in propose_links(annex, draft)}
        assert links == {"(a)": "confirmed", "(b)": "refused"}

    def test_number_of_queries_does_not_grow_with_documents(self) -> None:
        def count_queries(draft: LanguageVersion) -> int:
            with CaptureQueriesContext(connection) as captured:
                propose_lineage(draft)
            return len(captured)

        draft = version("A/1", DRAFT, TRAINING, SHARING)
        version("A/2", ANNEX, TRAINING, SHARING, FUNDING)
        few = count_queries(draft)
        for number in range(3, 7):
            version(f"A/{number}", ANNEX, TRAINING, SHARING, FUNDING)
        assert count_queries(draft) <= few
        assert few <= 24


@pytest.fixture
def link() -> Lineage:
    return propose_links(version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, TRAINING, SHARING))[0]


class TestDeciding:
    def test_decision_is_recorded_and_logged(self, link: Lineage) -> None:
        user = reviewer()
        confirm(link, user, "read both")
        link.refresh_from_db()
        assert (link.state, link.decided_by, link.note) == ("confirmed", user, "read both")
        (row,) = LineageDecision.objects.all()
        assert (row.kind, row.decided_by, row.note) == ("confirmed", user, "read both")
        assert (row.earlier_name, row.later_name) == ("A/1, Annex (a)", "A/2, Annex (a)")

    def test_decision_can_be_undone_and_stays_in_the_log(self, link: Lineage) -> None:
        user = reviewer()
        reject(link, user)
        undo_decision(link, user)
        undo_decision(link, user)
        link.refresh_from_db()
        assert (link.state, link.decided_by, link.decided_at) == ("proposed", None, None)
        assert [row.kind for row in LineageDecision.objects.order_by("pk")] == ["refused", "reopened"]

    def test_log_outlives_the_documents(self, link: Lineage) -> None:
        confirm(link, reviewer())
        link.earlier.version.document.delete()
        (row,) = LineageDecision.objects.all()
        assert (row.earlier, row.earlier_name) == (None, "A/1, Annex (a)")
        assert Lineage.objects.count() == 0

    def test_confirmed_recommendation_cannot_be_marked_as_dropped(self, link: Lineage) -> None:
        confirm(link, reviewer())
        with pytest.raises(LineageError, match="Undo the confirmation first"):
            mark_dropped(link.earlier, link.later.version.document, reviewer("other"))

    def test_confirmation_undoes_an_earlier_mark_as_dropped(self, link: Lineage) -> None:
        user = reviewer()
        mark_dropped(link.earlier, link.later.version.document, user)
        mark_dropped(link.earlier, link.later.version.document, user)
        confirm(link, user)
        assert LineageEnd.objects.count() == 0
        kinds = [row.kind for row in LineageDecision.objects.order_by("pk")]
        assert kinds == ["dropped", "confirmed", "not_dropped"]

    def test_mark_as_dropped_can_be_undone(self, link: Lineage) -> None:
        user = reviewer()
        mark_dropped(link.earlier, link.later.version.document, user)
        undo_dropped(LineageEnd.objects.get(), user)
        assert LineageEnd.objects.count() == 0


class TestChains:
    def test_only_confirmed_links_form_a_chain(self) -> None:
        versions = [version(f"A/{number}", date, TRAINING) for number, date in enumerate((DRAFT, ANNEX, RESOLUTION))]
        links = {(link.earlier.version_id, link.later.version_id): link for link in propose_links(*versions)}
        first, second, third = (row.recommendations.get() for row in versions)
        confirm(links[versions[0].pk, versions[1].pk], reviewer())
        members = chains([first.pk, third.pk])
        assert members[first.pk] == {(row.version.document_id, row.anchor) for row in (first, second)}
        assert members[third.pk] == {(third.version.document_id, third.anchor)}
        confirm(links[versions[1].pk, versions[2].pk], reviewer("other"))
        assert len(chains([third.pk])[third.pk]) == 3

    def test_translation_has_the_chain_of_its_place(self) -> None:
        draft = version("A/1", DRAFT, TRAINING)
        twin = version("", None, "texte", of=draft.document, language="fr").recommendations.get()
        (link,) = propose_links(draft, version("A/2", ANNEX, TRAINING))
        confirm(link, reviewer())
        assert len(chains([twin.pk])[twin.pk]) == 2
