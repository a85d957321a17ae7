"""What is proposed to be one recommendation at two times, and what people decide of it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import LanguageVersion
from recommendations.models import Lineage, LineageDecision, LineageEnd
from recommendations.queries.lineage import chains
from recommendations.services.lineage import (
    LineageError,
    confirm,
    mark_dropped,
    propose_lineage,
    refuse,
    undo_decision,
    undo_dropped,
)
from tests import builders as make
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    FUNDING,
    RESOLUTION,
    SHARING,
    TRAINING,
    places,
    proposed,
    reviewer,
    version,
)

pytestmark = pytest.mark.django_db


class TestProposing:
    def test_later_states_are_found(self) -> None:
        draft = version("A/1", DRAFT, TRAINING, SHARING)
        annex = version("A/2", ANNEX, FUNDING, f"{SHARING}, as appropriate", f"{TRAINING}, on request")
        assert places(proposed(draft, annex)) == {("A/1 (a)", "A/2 (c)"), ("A/1 (b)", "A/2 (b)")}

    def test_so_are_earlier_states_when_the_earlier_document_comes_in_last(self) -> None:
        annex = version("A/2", ANNEX, FUNDING, f"{SHARING}, as appropriate")
        draft = version("A/1", DRAFT, SHARING)
        assert places(proposed(annex, draft)) == {("A/1 (a)", "A/2 (b)")}

    def test_a_chain_of_three_documents(self) -> None:
        versions = [version(f"A/{number}", date, TRAINING) for number, date in enumerate((DRAFT, ANNEX, RESOLUTION))]
        assert places(proposed(*versions)) == {("A/0 (a)", "A/1 (a)"), ("A/0 (a)", "A/2 (a)"), ("A/1 (a)", "A/2 (a)")}

    def test_twins_in_another_language_are_no_lineage(self) -> None:
        document = make.document("A/1", date=DRAFT)
        english = version("", None, TRAINING, of=document)
        french = version("", None, TRAINING, of=document, language="fr")
        assert proposed(english, french) == []

    def test_two_documents_in_several_languages_are_compared_in_the_one_that_leads(self) -> None:
        documents = make.document("A/1", date=DRAFT), make.document("A/2", date=ANNEX)
        french = [version("", None, TRAINING, of=document, language="fr") for document in documents]
        assert [link.earlier.version.language for link in proposed(*french)] == ["fr"]
        english = [version("", None, TRAINING, of=document) for document in documents]
        assert [link.earlier.version.language for link in proposed(*english)] == ["en"]
        assert [link.earlier.version.language for link in proposed(*french)] == ["en"]

    def test_what_was_decided_in_one_language_is_not_asked_in_another(self) -> None:
        documents = make.document("A/1", date=DRAFT), make.document("A/2", date=ANNEX)
        (link,) = proposed(*(version("", None, TRAINING, of=document, language="fr") for document in documents))
        refuse(link, reviewer())
        links = proposed(*(version("", None, TRAINING, of=document) for document in documents))
        assert [(one.state, one.earlier.version.language) for one in links] == [("refused", "fr")]

    @pytest.mark.parametrize("date", [DRAFT, None], ids=["of one day", "undated"])
    def test_without_an_order_of_time_nothing_is_proposed(self, date: datetime.date | None) -> None:
        assert proposed(version("A/1", DRAFT, TRAINING), version("A/2", date, TRAINING)) == []

    def test_on_one_day_the_draft_came_first(self) -> None:
        report = version("A/2", DRAFT, TRAINING, kind="report")
        draft = version("A/1", DRAFT, TRAINING, kind="draft-report")
        assert places(proposed(report, draft)) == {("A/1 (a)", "A/2 (a)")}

    def test_the_day_of_the_meeting_serves_where_the_document_has_none(self) -> None:
        meeting = make.meeting(ordinal=None, start=DRAFT)
        draft = version("A/1", None, TRAINING, meeting=meeting)
        assert places(proposed(version("A/2", ANNEX, TRAINING), draft)) == {("A/1 (a)", "A/2 (a)")}

    def test_proposals_follow_the_text_and_decisions_stay(self) -> None:
        draft = version("A/1", DRAFT, TRAINING, SHARING, FUNDING)
        annex = version("A/2", ANNEX, TRAINING, SHARING, FUNDING)
        by_label = {link.earlier.label: link for link in proposed(draft, annex)}
        confirm(by_label["(a)"], reviewer())
        refuse(by_label["(b)"], reviewer("other"))
        annex.recommendations.get(label="(c)").delete()
        links = {link.earlier.label: link.state for link in proposed(annex, draft)}
        assert links == {"(a)": "confirmed", "(b)": "refused"}

    def test_the_number_of_queries_does_not_grow_with_the_documents(self) -> None:
        def queries(own: LanguageVersion) -> int:
            with CaptureQueriesContext(connection) as found:
                propose_lineage(own)
            return len(found)

        own = version("A/1", DRAFT, TRAINING, SHARING)
        version("A/2", ANNEX, TRAINING)
        few = queries(own)
        for number in range(3, 7):
            version(f"A/{number}", ANNEX, TRAINING, SHARING, FUNDING)
        assert queries(own) <= few
        assert few <= 18


@pytest.fixture
def link() -> Lineage:
    return proposed(version("A/1", DRAFT, TRAINING), version("A/2", ANNEX, TRAINING, SHARING))[0]


class TestDeciding:
    def test_who_and_when_and_why_is_noted_and_logged(self, link: Lineage) -> None:
        user = reviewer()
        confirm(link, user, "read both")
        link.refresh_from_db()
        assert (link.state, link.decided_by, link.note) == ("confirmed", user, "read both")
        (row,) = LineageDecision.objects.all()
        assert (row.kind, row.decided_by, row.note) == ("confirmed", user, "read both")
        assert (row.earlier_place, row.later_place) == ("A/1, Annex (a)", "A/2, Annex (a)")

    def test_everything_can_be_taken_back_and_the_log_remembers(self, link: Lineage) -> None:
        user = reviewer()
        refuse(link, user)
        undo_decision(link, user)
        undo_decision(link, user)
        link.refresh_from_db()
        assert (link.state, link.decided_by, link.decided_at) == ("proposed", None, None)
        assert [row.kind for row in LineageDecision.objects.order_by("pk")] == ["refused", "reopened"]

    def test_the_log_outlives_the_documents(self, link: Lineage) -> None:
        confirm(link, reviewer())
        link.earlier.version.document.delete()
        (row,) = LineageDecision.objects.all()
        assert (row.earlier, row.earlier_place) == (None, "A/1, Annex (a)")
        assert Lineage.objects.count() == 0

    def test_what_was_confirmed_cannot_be_dropped(self, link: Lineage) -> None:
        confirm(link, reviewer())
        with pytest.raises(LineageError, match="Undo that first"):
            mark_dropped(link.earlier, link.later.version.document, reviewer("other"))

    def test_a_confirmation_takes_back_that_it_was_dropped(self, link: Lineage) -> None:
        user = reviewer()
        mark_dropped(link.earlier, link.later.version.document, user)
        mark_dropped(link.earlier, link.later.version.document, user)
        confirm(link, user)
        assert LineageEnd.objects.count() == 0
        kinds = [row.kind for row in LineageDecision.objects.order_by("pk")]
        assert kinds == ["dropped", "confirmed", "not_dropped"]

    def test_that_it_was_dropped_can_be_taken_back(self, link: Lineage) -> None:
        user = reviewer()
        mark_dropped(link.earlier, link.later.version.document, user)
        undo_dropped(LineageEnd.objects.get(), user)
        assert LineageEnd.objects.count() == 0


class TestChains:
    def test_confirmed_links_alone_join(self) -> None:
        versions = [version(f"A/{number}", date, TRAINING) for number, date in enumerate((DRAFT, ANNEX, RESOLUTION))]
        links = {(link.earlier.version_id, link.later.version_id): link for link in proposed(*versions)}
        first, second, third = (row.recommendations.get() for row in versions)
        confirm(links[versions[0].pk, versions[1].pk], reviewer())
        found = chains([first.pk, third.pk])
        assert found[first.pk] == {(row.version.document_id, row.anchor) for row in (first, second)}
        assert found[third.pk] == {(third.version.document_id, third.anchor)}
        confirm(links[versions[1].pk, versions[2].pk], reviewer("other"))
        assert len(chains([third.pk])[third.pk]) == 3

    def test_a_twin_has_the_chain_of_its_place(self) -> None:
        draft = version("A/1", DRAFT, TRAINING)
        twin = version("", None, "texte", of=draft.document, language="fr").recommendations.get()
        (link,) = proposed(draft, version("A/2", ANNEX, TRAINING))
        confirm(link, reviewer())
        assert len(chains([twin.pk])[twin.pk]) == 2
