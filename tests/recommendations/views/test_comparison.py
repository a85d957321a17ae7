"""The comparison of two recommendations: versions of one text or any two texts."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from documents.models import Meeting
from recommendations.models import FormerPlace, Lineage
from recommendations.services.lineage import confirm
from tests import builders as make
from tests.pages import main_words, page
from tests.recommendations.search.test_counts import link
from tests.recommendations.services.lineage.lineages import (
    ANNEX,
    DRAFT,
    links_of_a_draft,
    reviewer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def links() -> list[Lineage]:
    return links_of_a_draft()


class TestComparison:
    def test_texts_that_are_not_linked_are_named_and_have_no_order(self, client: Client, links: list[Lineage]) -> None:
        for address in (
            links[1].earlier.comparison_with(links[1].later),
            links[1].later.comparison_with(links[1].earlier),
        ):
            html = client.get(address).content.decode()
            text = main_words(html)
            assert "Comparison of " in text
            for word in ("Before", "After", "deleted", "added", "Changed", "→"):
                assert word not in text
            assert "<del" not in html
            assert "<ins" not in html
        assert "Key: 1 only in A/2, annex (b) 2 only in A/1, annex (b)" in text
        assert "[only in the first text: 1 urged end]" in text
        assert "[only in the second text: 2 encouraged end]" in text
        assert "1 · A/2, annex (b) 2 · A/1, annex (b) Different" in text

    def test_changes_are_marked_by_elements_signs_and_words(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[1], reviewer())
        html = client.get(links[1].earlier.comparison_with(links[1].later)).content.decode()
        assert re.search(
            r"<del><span class=\"visually-hidden\">\[deleted: </span><span [^>]*>−</span>encouraged<", html
        )
        assert re.search(r"<ins><span class=\"visually-hidden\">\[added: </span><span [^>]*>\+</span>urged<", html)

    def test_comparison_shows_whether_the_texts_are_linked(self, client: Client, links: list[Lineage]) -> None:
        assert "not linked as versions of one recommendation" in page(
            client, links[0].earlier.comparison_with(links[0].later)
        )
        confirm(links[0], reviewer())
        assert "two versions of the same recommendation" in page(
            client, links[0].earlier.comparison_with(links[0].later)
        )

    def test_changed_details_are_shown(self, client: Client) -> None:
        addressees = make.addressee("states-parties"), make.addressee("secretariat")
        old = make.recommendation(
            "Use it [or not].", addressees=addressees[:1], articles=["untoc:18"], strength="should"
        )
        old.alternatives = [{"start": 7, "end": 15}]
        old.save()
        new = make.recommendation("Use it.", addressees=addressees[1:], articles=["untoc:18"], status="endorsed")
        link(old, new, "confirmed")
        address = old.comparison_with(new)
        text = page(client, address)
        assert (
            "Addressed to [deleted: − States parties end of deletion] [added: + Secretariat end of addition] yes"
            in text
        )
        assert "Strength Should none yes" in text
        assert "Endorsement Not endorsed in the document Yes yes" in text
        assert re.search(
            r"Articles cited Organized Crime Convention, article 18 Organized Crime Convention, article 18 no", text
        )
        assert '<span class="alternative">[or not]</span>' in client.get(address).content.decode()

    def test_comparison_names_documents_and_shows_when_a_text_was_adopted(self, client: Client) -> None:
        twelfth = make.meeting(ordinal=12)
        draft = make.recommendation(
            "Use it.",
            of=make.version(make.document(title="Draft report", date=DRAFT)),
            path="II (a)",
            status="draft",
            meeting=make.meeting(ordinal=11),
        )
        annex = make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX))
        adopted = make.recommendation("Use that.", of=annex, path="annex I (b)", meeting=twelfth)
        link(draft, adopted, "proposed")
        text = page(client, draft.comparison_with(adopted))
        html = client.get(draft.comparison_with(adopted)).content.decode()
        assert "<title>Comparison: 2020 draft, sect. II (a) → CTOC/COP/2022/L.4, annex I (b)" in html
        group = "meeting of the Working Group on International Cooperation"
        assert "Date of the document: 8 September 2022" in text
        assert text.index("Adopted at the twelfth") < text.index("Date of the document: 8 September 2022")
        assert f"Adopted at the twelfth {group} (25–26 March 2021)" in text
        assert f"For the eleventh {group} (25–26 March 2020)" in text
        assert text.index("8 July 2020") < text.index("Differences Key") < text.index("Other differences")

    def test_markup_in_a_text_is_escaped(self, client: Client) -> None:
        first, second = make.recommendation("Use <b>it</b>."), make.recommendation("Use <script>x</script>.")
        html = client.get(first.comparison_with(second)).content.decode()
        assert "<b>it" not in html
        assert "<script>x" not in html

    def test_versions_are_compared_in_order_of_time(self, client: Client, links: list[Lineage]) -> None:
        confirm(links[0], reviewer())
        response = client.get(links[0].later.comparison_with(links[0].earlier))
        assert response.headers["Location"] == links[0].earlier.comparison_with(links[0].later)

    def test_order_of_time_is_that_of_the_meetings(self, client: Client) -> None:
        """Not that of the documents: one may quote what an earlier meeting has adopted."""
        document = make.version(make.document("CTOC/COP/2022/L.4", date=ANNEX))
        thirteenth = make.recommendation("Use it.", of=document, path="annex II", adopted_by=make.meeting(ordinal=13))
        Meeting.objects.filter(ordinal=13).update(start=datetime.date(2022, 5, 23), end=None)
        other = make.version(make.document("A/9", date=datetime.date(2023, 1, 1)))
        twelfth = make.recommendation("Use that.", of=other, path="annex I", meeting=make.meeting(ordinal=12))
        link(thirteenth, twelfth, "confirmed")
        response = client.get(thirteenth.comparison_with(twelfth))
        assert response.headers["Location"] == twelfth.comparison_with(thirteenth)

    @pytest.mark.parametrize(
        ("pair", "sentence"),
        [
            ("{0}/compare/{0}", "A recommendation cannot be compared with itself."),
            ("{0}/compare/999999", "One of the two recommendations to compare does not exist."),
            ("{0}/compare/99999999999999999999", "One of the two recommendations to compare does not exist."),
            ("999998/compare/999999", "The recommendations to compare do not exist."),
            ("{1}/compare/{1}", "A recommendation cannot be compared with itself."),
            ("{1}/compare/A/9/para-1", "One of the two recommendations to compare does not exist."),
            ("A/8/para-1/compare/A/9/para-1", "The recommendations to compare do not exist."),
        ],
    )
    def test_unknown_pair_is_not_found(self, client: Client, pair: str, sentence: str) -> None:
        row = make.recommendation()
        names = f"{row.version.document.address}/{row.place}"
        assert sentence in page(client, f"/en/recommendations/{pair.format(row.pk, names)}/", 404)

    def test_unpublished_recommendation_is_not_found(self, client: Client) -> None:
        row, hidden = make.recommendation(), make.recommendation(of=make.version(published=False))
        assert "does not exist" in page(client, row.comparison_with(hidden), 404)
        assert "does not exist" in page(client, f"/en/recommendations/{row.pk}/compare/{hidden.pk}/", 404)

    def test_address_consists_of_symbols_and_places(self, client: Client) -> None:
        first = make.recommendation("Use it.", of=make.version(make.document("A/1")), anchor="para-1")
        second = make.recommendation("Use that.", of=make.version(make.document("A/2")), anchor="annex-i-a")
        address = "/en/recommendations/A/1/para-1/compare/A/2/annex-i-a/"
        assert first.comparison_with(second) == address
        page(client, address)
        by_number = client.get(f"/en/recommendations/{first.pk}/compare/{second.pk}/")
        assert (by_number.status_code, by_number["Location"]) == (301, address)

    def test_former_places_and_symbols_redirect(self, client: Client) -> None:
        first = make.recommendation("Use it.", of=make.version(make.document("A/1", "B/1")), anchor="para-1")
        second = make.recommendation("Use that.", of=make.version(make.document("A/2")), anchor="annex-i-a")
        FormerPlace.objects.create(document=first.version.document, place="para-9", current_place="para-1")
        response = client.get("/en/recommendations/b/1/para-9/compare/A/2/annex-i-a/")
        assert (response.status_code, response["Location"]) == (301, first.comparison_with(second))

    def test_texts_are_compared_in_a_common_language(self, client: Client) -> None:
        rows = {}
        for symbol, languages in (("A/1", "en fr ru"), ("A/2", "en fr"), ("A/3", "ru")):
            document = make.document(symbol)
            for language in languages.split():
                version = make.version(document, language=language)
                rows[symbol, language] = make.recommendation(f"{language}.", of=version, anchor="para-1")
        assert "en." in page(client, rows["A/1", "en"].comparison_with(rows["A/2", "en"]))
        french = rows["A/1", "fr"].comparison_with(rows["A/2", "fr"])
        assert french == "/en/recommendations/A/1/para-1/compare/A/2/para-1/?language=fr"
        assert "fr." in page(client, french)
        for asked in ("", "?language=en"):
            response = client.get(f"/en/recommendations/A/1/para-1/compare/A/3/para-1/{asked}")
            assert response["Location"] == "/en/recommendations/A/1/para-1/compare/A/3/para-1/?language=ru"
        text = page(client, "/en/recommendations/A/2/para-1/compare/A/3/para-1/", 404)
        assert "Only texts in the same language can be compared" in text
