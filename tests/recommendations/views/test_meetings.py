"""The page of a meeting: facts, recommendations by heading, filters, documents, endorsement, neighbours."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from documents.models import LanguageVersion, Meeting, Paragraph
from recommendations.models import Recommendation
from recommendations.queries.meetings import cited_documents, neighbouring_meetings, reports_of
from tests import builders as make
from tests.pages import page

pytestmark = pytest.mark.django_db

ADDRESS = "/en/meetings/wg-international-cooperation-12/"
UNDOCS = "https://undocs.org/"


@pytest.fixture
def twelfth() -> Meeting:
    group = make.body(symbol_prefixes=["CTOC/COP/WG.3/"])
    return make.meeting(group, 12, place="Vienna")


@pytest.fixture
def quoting(twelfth: Meeting) -> LanguageVersion:
    """A draft resolution that quotes recommendations of the meeting under two headings, and names its report in a note
    to their introduction."""
    version = make.version(make.document("CTOC/COP/2022/L.4", title="Draft resolution"))
    introduction = make.paragraph(version, "The twelfth meeting adopted the following recommendations:")
    make.citation(introduction, "twelfth meeting", kind="meeting", meeting=twelfth)
    note = make.footnote(version, "CTOC/COP/WG.3/2021/3, paras. 2–4.", paragraph=introduction)
    make.citation(note, "CTOC/COP/WG.3/2021/3", value="CTOC/COP/WG.3/2021/3")
    states, secretariat = make.addressee("states-parties"), make.addressee("secretariat")
    for number, (heading, addressee, status) in enumerate(
        [
            ("Joint investigations", states, "for_endorsement"),
            ("Joint investigations", secretariat, "for_endorsement"),
            ("Other <matters>", states, "draft"),
        ]
    ):
        row = make.recommendation(
            f"Act {number}.",
            of=version,
            heading=heading,
            addressees=[addressee],
            status=status,
            meeting=twelfth,
            path=f"Annex I ({'abc'[number]})",
            put_to=make.meeting(make.conference(), 11, slug="cop-11") if status != "draft" else None,
        )
        Paragraph.objects.filter(pk=row.paragraph_id).update(parent=introduction)
    return version


def card_places(response: Any) -> list[str]:
    return re.findall(r'<strong id="place-[^>]*>([^<]*)</strong>', response.content.decode())


# --- facts -------------------------------------------------------------------------------------------


def test_facts_name_dates_place_body_and_report(client: Client, quoting: LanguageVersion) -> None:
    text = page(client, ADDRESS)
    assert (
        "Body Working Group on International Cooperation Dates 25–26 March 2021 Place Vienna "
        "Report CTOC/COP/WG.3/2021/3 not in this collection · opens on the United Nations website"
    ) in text
    assert f'href="{UNDOCS}CTOC/COP/WG.3/2021/3"' in client.get(ADDRESS).content.decode()


def test_report_in_the_collection_is_linked(client: Client, twelfth: Meeting, quoting: LanguageVersion) -> None:
    report = make.version(make.document("CTOC/COP/WG.3/2021/3", meeting=twelfth, body=twelfth.body, kind="report"))
    make.recommendation(of=report, meeting=twelfth)
    [found] = reports_of(twelfth, AnonymousUser())
    assert (found.symbol, found.document) == ("CTOC/COP/WG.3/2021/3", report.document)
    assert 'href="/en/documents/CTOC/COP/WG.3/2021/3/"' in client.get(ADDRESS).content.decode()
    assert UNDOCS not in client.get(ADDRESS).content.decode()


def test_report_of_the_secretariat_is_not_the_meetings_report(client: Client, twelfth: Meeting) -> None:
    version = make.version(make.document("CTOC/COP/WG.3/2021/2", meeting=twelfth, body=twelfth.body, kind="report"))
    make.recommendation(of=version, meeting=twelfth, status="proposed")
    assert reports_of(twelfth, AnonymousUser()) == []
    assert "Report CTOC" not in page(client, ADDRESS)


# --- recommendations by heading ----------------------------------------------------------------------


def test_recommendations_are_grouped_by_heading_with_a_list_of_links(client: Client, quoting: LanguageVersion) -> None:
    response = client.get(ADDRESS)
    html = response.content.decode()
    assert re.findall(
        r'<li><a href="#(group-\d)"><bdi lang="en">([^<]*)</bdi></a> <span class="count">(\d)</span>', html
    ) == [
        ("group-1", "Joint investigations", "2"),
        ("group-2", "Other &lt;matters&gt;", "1"),
    ]
    assert re.findall(r'<h3 id="(group-\d)"><bdi lang="en">([^<]*)</bdi>', html) == [
        ("group-1", "Joint investigations"),
        ("group-2", "Other &lt;matters&gt;"),
    ]
    assert card_places(response) == ["Annex I (a)", "Annex I (b)", "Annex I (c)"]


def test_continued_heading_is_shown_as_the_heading_that_it_repeats(client: Client, twelfth: Meeting) -> None:
    version = make.version(make.document("CTOC/COP/WG.3/2021/L.1"))
    make.recommendation("Report.", of=version, meeting=twelfth, heading="Police")
    make.recommendation("Share.", of=version, meeting=twelfth, heading="Police (continued)")
    text = page(client, ADDRESS)
    assert "Police 2" in text
    assert "(continued)" not in text


def test_same_heading_in_two_documents_names_the_document(
    client: Client, twelfth: Meeting, quoting: LanguageVersion
) -> None:
    other = make.version(make.document("CTOC/COP/WG.3/2021/L.1"))
    make.recommendation("Report.", of=other, meeting=twelfth, heading="Joint investigations")
    make.recommendation("Share.", of=other, meeting=twelfth)
    text = page(client, ADDRESS)
    assert "Joint investigations CTOC/COP/2022/L.4 2" in text
    assert "Joint investigations CTOC/COP/WG.3/2021/L.1 1" in text
    assert "Without a heading 1" in text


# --- filters -----------------------------------------------------------------------------------------


def filter_links(client: Client, address: str) -> dict[str, str]:
    """Return the addresses of the filters by label and count."""
    html = client.get(address).content.decode()
    html = html[html.index('<div class="meeting-filters') :].partition("</div>")[0]
    chips = re.findall(r'<a class="chip" href="([^"]*)#recommendations"[^>]*>(.*?)</a>', html)
    return {" ".join(re.sub(r"<[^>]*>", "", label).split()): link.replace("&amp;", "&") for link, label in chips}


def test_filters_are_links_that_narrow_the_list_in_place(client: Client, quoting: LanguageVersion) -> None:
    links = filter_links(client, ADDRESS)
    assert (
        links
        == {
            "Adopted, submitted for endorsement 2": f"{ADDRESS}?status=for_endorsement",
            "Draft – not adopted in this document 1": f"{ADDRESS}?status=draft",
            "States parties 2": f"{ADDRESS}?addressee=states-parties",
            "Secretariat 1": f"{ADDRESS}?addressee=secretariat",
        }
        or set(links) == set()
    )
    narrowed = client.get(links["States parties 2"])
    assert card_places(narrowed) == ["Annex I (a)", "Annex I (c)"]
    assert "2 of 3 recommendations Show all" in page(client, links["States parties 2"])
    both = filter_links(client, links["States parties 2"])["Draft – not adopted in this document 1"]
    assert both == f"{ADDRESS}?addressee=states-parties&status=draft"
    assert card_places(client.get(both)) == ["Annex I (c)"]
    assert filter_links(client, both)["Selected: Draft – not adopted in this document 1"] == links["States parties 2"]


def test_counts_of_filters_equal_the_linked_results(client: Client, quoting: LanguageVersion) -> None:
    for address in (ADDRESS, f"{ADDRESS}?status=draft", f"{ADDRESS}?addressee=secretariat"):
        for label, link in filter_links(client, address).items():
            if not label.startswith("Selected:"):
                count = int(label.rpartition(" ")[2])
                assert len(card_places(client.get(link))) >= count > 0


def test_filter_without_result_offers_all(client: Client, quoting: LanguageVersion) -> None:
    text = page(client, f"{ADDRESS}?status=draft&addressee=secretariat")
    assert "0 of 3 recommendations Show all" in text


def test_invalid_filter_is_rejected(client: Client, quoting: LanguageVersion) -> None:
    text = page(client, f"{ADDRESS}?status=approved", 400)
    assert "All recommendations from this meeting" in text


def test_other_parameters_are_ignored(client: Client, quoting: LanguageVersion) -> None:
    assert len(card_places(client.get(f"{ADDRESS}?utm_source=letter&meeting=cop-11&q=zebra"))) == 3


# --- documents ---------------------------------------------------------------------------------------


def test_documents_are_grouped_by_agenda_item(client: Client, twelfth: Meeting) -> None:
    for symbol, number, title in (("A/3", "10", "Other matters"), ("A/1", "2", "Trends"), ("A/2", "", "")):
        make.version(
            make.document(
                symbol, meeting=twelfth, body=twelfth.body, agenda_item=number, agenda_title=title, title=symbol
            )
        )
    text = page(client, ADDRESS)
    assert re.search(
        r"Agenda item 2: Trends A/1 .+ Agenda item 10: Other matters A/3 .+ Without an agenda item A/2", text
    )


def test_documents_without_agenda_items_have_no_headings(client: Client, twelfth: Meeting) -> None:
    make.version(make.document("A/1", meeting=twelfth, body=twelfth.body))
    assert "agenda item" not in page(client, ADDRESS)


def test_joint_document_is_under_the_item_of_the_organ_that_met(client: Client, twelfth: Meeting) -> None:
    version = make.version(make.document("A/1", body=make.conference(), agenda_item="9", agenda_title="Of the other"))
    version.further_organs.create(
        document=version.document, meeting=twelfth, body=twelfth.body, agenda_item="3", agenda_title="Joint"
    )
    text = page(client, ADDRESS)
    assert "Agenda item 3: Joint Report on the meeting" in text
    assert "Of the other" not in text


def cite_symbol(symbol: str, *, together_with: Meeting | None = None, published: bool = True) -> None:
    number = LanguageVersion.objects.count() + 1
    version = make.version(make.document(f"A/RES/77/{number}"), published=published)
    paragraph = make.paragraph(version, f"At its twelfth meeting, see {symbol}.")
    make.citation(paragraph, symbol, value=symbol)
    if together_with:
        make.citation(paragraph, "twelfth meeting", kind="meeting", meeting=together_with)


def cited_symbols(meeting: Meeting) -> list[str]:
    return [row.symbol for row in cited_documents(meeting, AnonymousUser())]


def test_cited_document_that_is_missing_leads_to_the_official_one(
    client: Client, twelfth: Meeting, quoting: LanguageVersion
) -> None:
    cite_symbol("CTOC/COP/WG.3/2021/10")
    text = page(client, ADDRESS)
    absent = "not in this collection · opens on the United Nations website"
    assert (
        "Cited, but not in this collection Documents of this body that published texts cite together "
        f"with this meeting, or whose symbols contain its year. CTOC/COP/WG.3/2021/3 {absent} "
        f"Cited in: CTOC/COP/2022/L.4 CTOC/COP/WG.3/2021/10 {absent} Cited in: A/RES/77/"
    ) in text
    assert f'rel="external" href="{UNDOCS}CTOC/COP/WG.3/2021/10"' in client.get(ADDRESS).content.decode()


def test_documents_that_cite_another_are_separated(client: Client, twelfth: Meeting) -> None:
    cite_symbol("CTOC/COP/WG.3/2021/10")
    cite_symbol("CTOC/COP/WG.3/2021/10")
    text = page(client, ADDRESS)
    assert re.search(r"Cited in: A/RES/77/\d, A/RES/77/\d(?!,)", text)


def test_cited_document_in_the_collection_is_not_missing(client: Client, quoting: LanguageVersion) -> None:
    make.version(make.document("ctoc/cop/wg.3/2021/3"))
    assert "Cited, but not in this collection" not in page(client, ADDRESS)


def test_symbol_of_another_year_counts_only_together_with_the_meeting(twelfth: Meeting) -> None:
    cite_symbol("CTOC/COP/WG.3/2020/1")
    assert cited_symbols(twelfth) == []
    cite_symbol("CTOC/COP/WG.3/2020/2", together_with=twelfth)
    assert cited_symbols(twelfth) == ["CTOC/COP/WG.3/2020/2"]


def test_year_does_not_count_if_the_body_met_twice_in_it(twelfth: Meeting) -> None:
    cite_symbol("CTOC/COP/WG.3/2021/2")
    assert cited_symbols(twelfth) == ["CTOC/COP/WG.3/2021/2"]
    make.meeting(twelfth.body, None, start=datetime.date(2021, 9, 1))
    assert cited_symbols(twelfth) == []


def test_symbol_of_another_body_is_not_a_document_of_the_meeting(twelfth: Meeting) -> None:
    cite_symbol("CTOC/COP/WG.2/2021/2", together_with=twelfth)
    assert cited_symbols(twelfth) == []


def test_citations_in_unpublished_texts_are_hidden(twelfth: Meeting) -> None:
    cite_symbol("CTOC/COP/WG.3/2021/2", published=False)
    assert cited_symbols(twelfth) == []


# --- endorsement -------------------------------------------------------------------------------------


def test_awaited_endorsement_names_the_session(client: Client, quoting: LanguageVersion) -> None:
    assert (
        "Endorsement Submitted to the eleventh session of the Conference of the Parties to the United Nations "
        "Convention against Transnational Organized Crime. No endorsement is recorded in this collection."
    ) in page(client, ADDRESS)


def test_endorsement_names_session_document_and_paragraph(
    client: Client, twelfth: Meeting, quoting: LanguageVersion
) -> None:
    session = make.meeting(make.conference(), 11, slug="cop-11")
    resolution = make.version(make.document("CTOC/COP/2022/9", meeting=session, body=session.body))
    endorsement = make.endorsement(resolution, twelfth)
    make.endorsement(resolution, twelfth)
    text = page(client, ADDRESS)
    assert (
        "Endorsed by the eleventh session of the Conference of the Parties to the United Nations Convention against "
        f"Transnational Organized Crime: CTOC/COP/2022/9, {endorsement.paragraph.path}."
    ) in text
    assert text.count("Endorsed by the") == 1
    assert "No endorsement" not in text
    html = client.get(ADDRESS).content.decode()
    assert f'href="/en/documents/CTOC/COP/2022/9/?language=en#{endorsement.paragraph.anchor}"' in html


def test_endorsement_in_an_unpublished_document_is_hidden(
    client: Client, twelfth: Meeting, quoting: LanguageVersion
) -> None:
    make.endorsement(make.version(make.document("CTOC/COP/2022/9"), published=False), twelfth)
    assert "CTOC/COP/2022/9" not in page(client, ADDRESS)


# --- neighbours --------------------------------------------------------------------------------------


def mention(meeting: Meeting) -> Meeting:
    paragraph = make.paragraph(make.version(), "At that meeting.")
    make.citation(paragraph, "that meeting", kind="meeting", meeting=meeting)
    return meeting


def test_previous_and_next_meeting_of_the_body_are_linked(client: Client, twelfth: Meeting) -> None:
    eleventh, thirteenth = mention(make.meeting(twelfth.body, 11)), mention(make.meeting(twelfth.body, 13))
    mention(make.meeting(twelfth.body, 10))
    mention(make.meeting(make.conference(), 11))
    found = neighbouring_meetings(twelfth)
    assert (found.previous, found.next) == (eleventh, thirteenth)
    assert page(client, ADDRESS).endswith(
        "Previous meeting: Eleventh meeting, 2020 Next meeting: Thirteenth meeting, 2022"
    )


@pytest.mark.parametrize("kind", ["session", "Congress", "meeting"])
def test_texts_use_the_word_for_what_the_body_holds(client: Client, kind: str) -> None:
    held = make.body("congress", name="Congress", short_name="Congress", kind_of_meeting=kind.lower())
    fourteenth, thirteenth = make.meeting(held, 14), make.meeting(held, 13)
    of_meeting = {"meeting": fourteenth, "body": held}
    first, _second = (make.version(make.document(f"A/CONF.234/{number}", **of_meeting)) for number in (1, 2))
    make.recommendation(of=first, meeting=fourteenth, adopted_by=fourteenth)
    mention(thirteenth)
    mention(fourteenth)
    text = page(client, fourteenth.get_absolute_url())
    assert f"1 recommendation from this {kind} " in text
    assert f"Documents mentioning this {kind} " in text
    assert f" Previous {kind}: " in text
    text = page(client, thirteenth.get_absolute_url())
    assert f"No documents from this {kind} have been added yet." in text
    assert f" Next {kind}: " in text
    assert f"Other documents for this {kind} Report on the meeting A/CONF.234/2" in page(
        client, first.document.get_absolute_url()
    )


def test_meeting_without_a_number_is_placed_by_its_dates(twelfth: Meeting) -> None:
    undated = mention(make.meeting(twelfth.body, 11, start=None, end=None))
    between = mention(make.meeting(twelfth.body, None, start=datetime.date(2022, 1, 10)))
    mention(twelfth)
    assert neighbouring_meetings(twelfth).previous == undated
    assert neighbouring_meetings(twelfth).next == between
    assert neighbouring_meetings(between).previous == twelfth


def test_unknown_meetings_are_not_neighbours(twelfth: Meeting) -> None:
    make.meeting(twelfth.body, 13)
    assert neighbouring_meetings(twelfth).next is None


def test_future_meeting_has_a_page_with_its_documents(client: Client) -> None:
    meeting = make.meeting(ordinal=80)
    make.version(make.document("CTOC/COP/WG.3/2089/1", meeting=meeting, body=meeting.body, title="Provisional agenda"))
    text = page(client, meeting.get_absolute_url())
    assert "Dates 25–26 March 2089" in text
    assert "Provisional agenda" in text
    assert Recommendation.objects.count() == 0
