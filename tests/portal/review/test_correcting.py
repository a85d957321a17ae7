"""Forms for corrections: input is kept, even if it is invalid or somebody else has changed the same field."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from documents.models import Correction, LanguageVersion
from documents.parsing.serialize import to_plain
from documents.parsing.types import Dates
from documents.services import publish, store_document
from portal.review.articles import ArticlesError, read_articles
from portal.review.cuts import MARK, CutError, cuts, marked_cut
from portal.review.forms import FactsForm, RecommendationForm
from portal.review.places import find_blocks
from recommendations.corrections import FACTS, FIELDS, Edit
from recommendations.extraction.types import Status
from recommendations.labels.facet_values import reload_names
from recommendations.labels.wording import value_formatter
from recommendations.models import Provision, TreatyText
from recommendations.services import load_vocabularies, sync_recommendations
from recommendations.services.correcting import correct
from tests import builders as make
from tests.parsed import ITEM, TWELFTH, draft, extraction, parsed
from tests.row_cache import create_once

REVIEW = "/documents/A/1/review/"
A, B = f"{REVIEW}recommendations/para-1-a/", f"{REVIEW}recommendations/para-1-b/"
SHAPE = f"{A}shape/"

# --- input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "articles"),
    [
        ("untoc:18", ["untoc:18"]),
        ("UNTOC: 18 (3) (g)", ["untoc:18(3)(g)"]),
        ("untoc:18:13", ["untoc:18(13)"]),
        ("untoc:18(13)", ["untoc:18(13)"]),
        ("untoc:2(a)", ["untoc:2(a)"]),
        ("article 18 (13) UNTOC", ["untoc:18(13)"]),
        ("art 18 para 3", ["untoc:18(3)"]),
        ("articles 16 and 18", ["untoc:16", "untoc:18"]),
        ("article 46 of the Convention against Corruption", ["uncac:46"]),
        ("UNCAC art. 46", ["uncac:46"]),
        ("untoc:18\r\n\r\n untoc:19 ; untoc:18", ["untoc:18", "untoc:19"]),
        ("untoc:18, untoc:19", ["untoc:18", "untoc:19"]),
        ("18", ["untoc:18"]),
        ("18(3)", ["untoc:18(3)"]),
        ("18, 19 UNCAC", ["uncac:18", "uncac:19"]),
        ("article 18, 19", ["untoc:18", "untoc:19"]),
        ("article 18 and 19", ["untoc:18", "untoc:19"]),
        ("art. 18 (3) (a), 19", ["untoc:18(3)(a)", "untoc:19"]),
        ("18 (3) (a) and (b), 19 (1)", ["untoc:18(3)(a)", "untoc:18(3)(b)", "untoc:19(1)"]),
        ("article 18, paragraphs 3 and 4", ["untoc:18(3)", "untoc:18(4)"]),
        ("articles 16–18", ["untoc:16", "untoc:17", "untoc:18"]),
        ("UNTOC 18, UNCAC 46", ["untoc:18", "uncac:46"]),
        ("article 18 UNTOC and article 46 UNCAC", ["untoc:18", "uncac:46"]),
        ("article 18 of the Convention", ["untoc:18"]),
        ("статья 18", ["untoc:18"]),
        ("第十八条", ["untoc:18"]),
        ("", []),
    ],
)
def test_articles_are_parsed_as_people_type_them(typed: str, articles: list[str]) -> None:
    assert read_articles(typed) == articles


@pytest.mark.parametrize("typed", ["untoc:99", "nowhere:1", "extradition", "untoc:", "article 99", "untoc:18\nzebra"])
def test_line_without_an_article_is_reported(typed: str) -> None:
    with pytest.raises(ArticlesError) as error:
        read_articles(typed)
    assert str(error.value) == typed.splitlines()[-1]


@pytest.mark.django_db
def test_paragraph_that_the_article_does_not_have_is_rejected() -> None:
    typed = "Organized Crime Convention, article 18, paragraph 99\nuntoc:18(30)\nzebra\nuntoc:19(2)"
    with pytest.raises(ArticlesError) as error:
        read_articles(typed)
    wrong = [(line.line, list(line.missing)) for line in error.value.lines]
    assert wrong == [
        ("Organized Crime Convention, article 18, paragraph 99", ["untoc:18(99)"]),
        ("zebra", []),
        ("untoc:19(2)", ["untoc:19(2)"]),
    ]
    assert read_articles("untoc:18(99)", stored={"untoc:18(99)"}) == ["untoc:18(99)"]
    assert read_articles("untoc:18(30)\nuntoc:19(1)") == ["untoc:18(30)", "untoc:19(1)"]


@pytest.mark.django_db
def test_paragraphs_that_are_not_recorded_come_from_the_loaded_text() -> None:
    load_vocabularies()
    assert read_articles("drugs-1961:36(9)") == ["drugs-1961:36(9)"]
    article = make.article("drugs-1961:36")
    text = TreatyText.objects.create(instrument=article.instrument, loaded_at=timezone.now())
    Provision.objects.create(treaty_text=text, position=0, kind=Provision.Kind.TEXT, article=article, paragraph="1")
    with pytest.raises(ArticlesError):
        read_articles("drugs-1961:36(9)")


@pytest.mark.parametrize(
    ("typed", "understood", "rest"),
    [
        ("article 18 UNTOC and article 99 UNTOC", ["untoc:18"], "99"),
        ("article 18 (3) and bogus", ["untoc:18(3)"], "bogus"),
        ("not article 18", [], "not article 18"),
        ("article 18, paragraph 3, 4", ["untoc:18(3)"], "4"),
        ("18, UNCAC 46", ["untoc:18"], "UNCAC 46"),
        ("18 19", ["untoc:18"], "19"),
        ("18,", ["untoc:18"], ","),
        ("untoc:18(", ["untoc:18"], "("),
        ("article 18 bis", [], "18 bis"),
    ],
)
def test_line_that_is_not_wholly_understood_is_rejected(typed: str, understood: list[str], rest: str) -> None:
    with pytest.raises(ArticlesError) as error:
        read_articles(typed)
    (wrong,) = error.value.lines
    assert (wrong.understood, wrong.rest) == (understood, rest)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "target", ["untoc:18", "untoc:18(13)", "untoc:18(13)(a)", "untoc:18(3)(a)(i)", "untoc:2(a)", "tip-protocol:5"]
)
def test_articles_in_words_of_the_portal_are_read_back(target: str) -> None:
    load_vocabularies()
    reload_names()
    text = value_formatter().as_text("articles", [target])
    assert "article" in text
    assert read_articles(text) == [target]


LONG_TEXT = "States should act: alone, e.g. at home. They should also, under article 19. In it:\n(a) help;\n(b) ask."


def test_cuts_are_offered_before_sentences_and_sub_items() -> None:
    assert [cut.after.split()[0] for cut in cuts(LONG_TEXT)] == ["They", "In", "(a)", "(b)"]
    assert cuts("States should act.") == []


@given(st.text(alphabet="ab \n-.", min_size=1), st.integers(0, 60))
def test_mark_is_found_where_it_was_put(text: str, offset: int) -> None:
    """The words on either side of the mark are the same as in the text, wherever the mark is."""
    offset = min(offset, len(text))
    try:
        cut = marked_cut(text, f"{text[:offset]}\n{MARK}\n{text[offset:]}")
    except CutError:
        return
    assert text[:cut].split() + text[cut:].split() == text[:offset].split() + text[offset:].split()
    assert not text[cut].isspace()


@pytest.mark.parametrize(
    "marked",
    [
        LONG_TEXT,
        f"{MARK}\n{LONG_TEXT}",
        f"{LONG_TEXT}\n{MARK}",
        f"one\n{MARK}\ntwo",
        f"{LONG_TEXT[:9]}\n{MARK}\n{MARK}\n{LONG_TEXT[9:]}",
    ],
)
def test_invalid_marks_are_rejected(marked: str) -> None:
    with pytest.raises(CutError):
        marked_cut(LONG_TEXT, marked)


# --- the pages -----------------------------------------------------------------------------------------


@pytest.fixture
def version(db: None) -> LanguageVersion:
    return create_once(make_version)


def make_version() -> LanguageVersion:
    load_vocabularies()
    source, extracted = parsed("A/1"), extraction()
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(response.content.decode()))


def form_data(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return the data that a browser would send for a form, with changes."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def corrections() -> list[tuple[str, str, Any]]:
    return list(Correction.objects.values_list("anchor", "field", "value").order_by("pk"))


@pytest.mark.parametrize("address", [A, f"{REVIEW}masthead/"])
def test_unchanged_form_changes_nothing(admin_client: Client, version: LanguageVersion, address: str) -> None:
    response = admin_client.post(address, form_data(admin_client, address), follow=True)
    assert "No changes to save." in text_of(response)
    assert corrections() == []


def test_masthead_is_corrected(admin_client: Client, version: LanguageVersion) -> None:
    address = f"{REVIEW}masthead/"
    changes = {"date": "2021-03-27", "title": "New\r\ntitle", "meeting_place": "Vienna", "meeting_start": "2021-03-25"}
    response = admin_client.post(address, form_data(admin_client, address, **changes))
    assert response.url == f"{REVIEW}?language=en#masthead"
    assert corrections() == [
        ("", "title", "New\ntitle"),
        ("", "date", "2021-03-27"),
        ("", "meeting", {"place": "Vienna", "start": "2021-03-25"}),
    ]


def test_fields_of_a_recommendation_are_corrected(admin_client: Client, version: LanguageVersion) -> None:
    changes = {"articles": "art. 18 (13) UNTOC", "topics": ["extradition"], "strength": "", "note": "as printed"}
    response = admin_client.post(A, form_data(admin_client, A, **changes), follow=True)
    assert "3 corrections saved." in text_of(response)
    assert "Organized Crime Convention, article 18, paragraph 13" in text_of(response)
    assert corrections() == [
        ("para-1-a", "articles", ["untoc:18(13)"]),
        ("para-1-a", "topics", ["extradition"]),
        ("para-1-a", "strength", None),
    ]
    assert set(Correction.objects.values_list("note", flat=True)) == {"as printed"}


def test_page_of_a_recommendation_links_to_its_correction_for_editors(
    admin_client: Client, client: Client, version: LanguageVersion
) -> None:
    publish([version])
    address = version.recommendations.get(anchor="para-1-a").get_absolute_url()
    assert f'href="{A}?language=en"' in admin_client.get(address).content.decode()
    assert "/review/" not in client.get(address).content.decode()


def test_articles_are_shown_in_words_and_can_be_chosen_from_a_list(
    admin_client: Client, version: LanguageVersion
) -> None:
    form = admin_client.get(A).context["form"]
    assert form["articles"].value().splitlines() == [
        "Organized Crime Convention, article 19",
        "Organized Crime Convention, article 20",
    ]
    assert ("uncac:46", "Convention against Corruption, article 46 – Mutual legal assistance") in form.fields[
        "listed_articles"
    ].choices
    admin_client.post(A, form_data(admin_client, A, listed_articles=["untoc:19", "uncac:46"]))
    assert corrections() == [("para-1-a", "articles", ["untoc:19", "untoc:20", "uncac:46"])]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"articles": "article 18 (3) and bogus"},
            "Understood: Organized Crime Convention, article 18, paragraph 3. Not understood: “bogus”.",
        ),
        ({"articles": "article 99"}, "“article 99” is not a known article"),
        (
            {"articles": "zebra\narticle 18, paragraph 99"},
            "“article 18, paragraph 99”: there is no such paragraph (Organized Crime Convention, article 18, paragraph "
            "99). Check the number.",
        ),
        ({"articles": "zebra\narticle 18, paragraph 99"}, "“zebra” is not a known article."),
        ({"text": " "}, "Enter the text."),
        ({"status": "adopted", "adopted_by": ""}, "without the meeting that adopted it"),
        ({"initial_values": "{"}, "The form was incomplete."),
    ],
)
def test_errors_are_shown_and_input_is_kept(
    admin_client: Client, version: LanguageVersion, changes: dict[str, str], message: str
) -> None:
    response = admin_client.post(A, form_data(admin_client, A, heading="<b>Typed</b>", **changes))
    assert response.status_code == 400
    assert message in text_of(response)
    assert response.context["form"]["heading"].value() == "<b>Typed</b>"
    assert "<b>Typed" not in response.content.decode()
    assert corrections() == []


# --- concurrent changes --------------------------------------------------------------------------------


@pytest.fixture
def conflict_response(admin_client: Client, version: LanguageVersion) -> Any:
    """The response to a form that changes the heading and the strength, after Ann has changed the heading."""
    sent = form_data(admin_client, A, heading="Mine", strength="urged")
    ann = User.objects.create_user("ann")
    correct(version, [Edit("field", "para-1-a", "heading", "Recommendations", "Ann's")], ann, seen=0, note="as I read")
    return admin_client.post(A, sent)


def hidden_fields(response: Any) -> dict[str, str]:
    return {name: response.context[name] for name in ("edits", "current_values", "seen", "note")}


def test_concurrent_change_is_shown_next_to_the_input(conflict_response: Any) -> None:
    assert conflict_response.status_code == 409
    page = text_of(conflict_response)
    for words in ("Changed by ann on", "Ann's", "Mine", "as I read", "Your other correction will be saved"):
        assert words in page
    assert corrections() == [("para-1-a", "heading", "Ann's")]


@pytest.mark.parametrize(
    ("choice", "heading"),
    [
        ({"choice-0": "mine"}, "Mine"),
        ({"choice-0": "theirs"}, "Ann's"),
        ({"all": "mine"}, "Mine"),
        ({"all": "theirs"}, "Ann's"),
        ({}, "Ann's"),
    ],
)
def test_choice_between_the_two_values_keeps_other_corrections(
    admin_client: Client, version: LanguageVersion, conflict_response: Any, choice: dict[str, str], heading: str
) -> None:
    address = conflict_response.wsgi_request.path.replace("recommendations/para-1-a/", "settle/")
    response = admin_client.post(address, {**hidden_fields(conflict_response), **choice})
    assert response.status_code == 302
    recommendation = version.recommendations.get(anchor="para-1-a")
    assert (recommendation.heading, recommendation.strength) == (heading, "urged")


@pytest.mark.parametrize("edits", ["", "{}", "[1]", '[{"kind": "zebra"}]', "null"])
def test_malformed_choice_changes_nothing(admin_client: Client, version: LanguageVersion, edits: str) -> None:
    response = admin_client.post(f"{REVIEW}settle/", {"edits": edits, "current_values": "{}", "seen": "0"}, follow=True)
    assert "form was incomplete" in text_of(response) or "No changes to save." in text_of(response)
    assert corrections() == []


def test_correction_of_a_removed_recommendation_is_rejected(admin_client: Client, version: LanguageVersion) -> None:
    ann = User.objects.create_user("ann")
    sent = form_data(admin_client, A, heading="Mine")
    correct(version, [Edit("remove", "para-1-a", "", ITEM)], ann, seen=0)
    response = admin_client.post(A, sent)
    assert response.status_code == 409
    assert "Mine" in text_of(response)
    assert "can no longer be applied" in text_of(response)
    assert "changed by ann" in text_of(response).lower()
    assert admin_client.get(A).status_code == admin_client.get(SHAPE).status_code == 404


@pytest.mark.parametrize(
    ("changes", "typed"),
    [
        ({"articles": "article 99", "topics": ["extradition"]}, ["article 99", "Extradition"]),
        ({"text": " ", "heading": "Mine"}, ["Mine"]),
        ({"initial_values": "5", "heading": "Mine"}, ["Mine"]),
        ({"initial_values": '{"articles": 5}', "heading": "Mine", "seen": "x"}, ["Mine"]),
    ],
)
def test_input_for_a_removed_recommendation_is_kept(
    admin_client: Client, version: LanguageVersion, changes: dict[str, Any], typed: list[str]
) -> None:
    sent = form_data(admin_client, A, note="as <b>printed</b>", **changes)
    correct(
        version, [Edit("remove", "para-1-a", "", ITEM)], User.objects.create_user("ann"), seen=0, note="not printed"
    )
    for address, form in ((A, sent), (SHAPE, {"action": "split", "marked": typed[0], "note": "as <b>printed</b>"})):
        response = admin_client.post(address, form)
        assert response.status_code == 409
        for words in (*(typed if form is sent else typed[:1]), "as <b>printed</b>", "not printed", "Changed by ann on"):
            assert words in text_of(response)
        assert "<b>printed" not in response.content.decode()


# --- split, join, move, remove, add, undo --------------------------------------------------------------


def anchors(version: LanguageVersion) -> list[str]:
    return list(version.recommendations.order_by("position").values_list("anchor", flat=True))


SPLIT_OFFSET = ITEM.index("make use")
SHAPES: list[tuple[dict[str, Any], list[str]]] = [
    ({"action": "split", "at": str(SPLIT_OFFSET)}, ["para-1-a", "para-1-a--2", "para-1-b"]),
    (
        {"action": "split", "marked": f"{ITEM[:SPLIT_OFFSET]}\r\n----\r\n{ITEM[SPLIT_OFFSET:]}"},
        ["para-1-a", "para-1-a--2", "para-1-b"],
    ),
    ({"action": "join", "with": ["para-1-b"]}, ["para-1-a"]),
    ({"action": "move", "after": "para-1-b"}, ["para-1-b", "para-1-a"]),
    ({"action": "remove", "note": "not a recommendation"}, ["para-1-b"]),
]


@pytest.mark.parametrize(("sent", "expected"), SHAPES, ids=[f"{sent['action']} {len(sent)}" for sent, _ in SHAPES])
def test_structure_can_be_changed_and_restored(
    admin_client: Client, version: LanguageVersion, sent: dict[str, Any], expected: list[str]
) -> None:
    response = admin_client.post(SHAPE, {**sent, "seen": "0"}, follow=True)
    assert "1 correction saved." in text_of(response)
    assert anchors(version) == expected
    undo_response = admin_client.post(f"{REVIEW}corrections/{Correction.objects.get().pk}/undo/", follow=True)
    assert "The correction was undone." in text_of(undo_response)
    assert anchors(version) == ["para-1-a", "para-1-b"]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"action": "split"}, "Choose where to split, or insert a line"),
        ({"action": "split", "marked": "Other\n----\nwords"}, "without changing any words"),
        ({"action": "split", "at": "99999"}, "cannot be used in this field"),
        ({"action": "join"}, "Choose at least one recommendation to join with"),
        ({"action": "join", "with": ["para-1-a", "zebra"]}, "Choose at least one recommendation to join with"),
        ({"action": "move", "after": "para-1-a"}, "Choose the recommendation that this one should follow"),
        ({"action": "zebra"}, "Choose one of the buttons"),
    ],
)
def test_invalid_structural_change_is_rejected(
    admin_client: Client, version: LanguageVersion, sent: dict[str, Any], message: str
) -> None:
    response = admin_client.post(SHAPE, {**sent, "seen": "0"})
    assert response.status_code == 400
    assert message in text_of(response)
    assert "Other ---- words" in text_of(response) or "marked" not in sent
    assert corrections() == []


def test_paragraph_can_be_added_as_a_recommendation(admin_client: Client, version: LanguageVersion) -> None:
    address = f"{REVIEW}add/"
    page = text_of(admin_client.get(address, {"q": "adopted the following"}))
    assert "para. 1" in page
    assert ITEM not in page
    assert admin_client.post(address, {"block": "para-1-a", "seen": "0"}).status_code == 400
    admin_client.post(address, {"block": "para-1", "seen": "0"})
    assert "para-1" in anchors(version)


@pytest.mark.parametrize("words", ["1 (a)", "1(a)", "para. 1 (a)", "paragraph 1 (A)", "Para 1(a)"])
def test_paragraph_is_found_by_its_number(words: str) -> None:
    assert [block.path for block in find_blocks(parsed("A/1").blocks, words)] == ["para. 1 (a)"]


def test_paragraphs_with_a_number_come_before_those_that_mention_it() -> None:
    blocks = parsed("A/1").blocks
    mentioning = replace(blocks[0], text="In 1 place", path="II", anchor="ii")
    paths = [block.path for block in find_blocks([mentioning, *blocks], "1")]
    assert paths == ["para. 1", "para. 1 (a)", "para. 1 (b)", "II"]
    assert [block.path for block in find_blocks(blocks, "article 19")] == ["para. 1 (a)", "para. 1 (b)"]
    assert find_blocks(blocks, "19 (a)") == []


# --- what depends on a correction ----------------------------------------------------------------------

MASTHEAD = f"{REVIEW}masthead/"
THIRTEENTH = {"session": "Thirteenth meeting", "meeting_start": "2022-05-24", "meeting_end": "2022-05-25"}


@pytest.fixture
def session_document(db: None) -> LanguageVersion:
    """A document whose masthead names the twelfth meeting, which adopted its recommendations."""
    load_vocabularies()
    source = parsed("A/1", session="Twelfth meeting", meeting=Dates("Vienna", date(2021, 3, 25), date(2021, 3, 26)))
    adopted = {"status": Status.ADOPTED, "adopted_by": TWELFTH, "meeting": TWELFTH}
    extracted = replace(extraction(draft("a", 2, 0, **adopted), draft("b", 3, 1, **adopted)), meeting=TWELFTH)
    version = store_document(source, b"bytes", "x.pdf", extraction=to_plain(extracted)).version
    sync_recommendations(version, source, extracted)
    return version


def adopting_meetings(version: LanguageVersion) -> list[str]:
    return [str(row.adopted_by) for row in version.recommendations.order_by("position")]


def test_recommendations_follow_a_corrected_meeting_if_the_editor_agrees(
    admin_client: Client, session_document: LanguageVersion
) -> None:
    asked = admin_client.post(MASTHEAD, form_data(admin_client, MASTHEAD, **THIRTEENTH))
    assert asked.url.startswith(f"{REVIEW}meeting/?language=en&before=wg-international-cooperation-12")
    assert "2 recommendations still name the twelfth meeting" in text_of(admin_client.get(asked.url))
    assert adopting_meetings(session_document) == ["wg-international-cooperation-12"] * 2
    saved = admin_client.post(asked.url, {"anchor": ["para-1-a"], "seen": "1"}, follow=True)
    assert "2 corrections saved." in text_of(saved)
    assert adopting_meetings(session_document) == ["wg-international-cooperation-13", "wg-international-cooperation-12"]
    assert Correction.objects.filter(field="adopted_by", anchor="para-1-a").count() == 1


def test_nothing_is_asked_if_the_meeting_stays(admin_client: Client, session_document: LanguageVersion) -> None:
    response = admin_client.post(MASTHEAD, form_data(admin_client, MASTHEAD, title="Another title"))
    assert response.url == f"{REVIEW}?language=en#masthead"
    again = admin_client.get(f"{REVIEW}meeting/?before=wg-international-cooperation-12", follow=True)
    assert "No recommendation names the former meeting any more." in text_of(again)


def test_languages_that_a_corrigendum_applies_to_are_corrected(admin_client: Client, version: LanguageVersion) -> None:
    admin_client.post(MASTHEAD, form_data(admin_client, MASTHEAD, languages_concerned=["fr", "ru"]))
    assert corrections() == [("", "languages_concerned", ["fr", "ru"])]
    version.refresh_from_db()
    assert version.parsed["masthead"]["languages_concerned"] == ["fr", "ru"]
    page = text_of(admin_client.get(REVIEW))
    assert "Languages this corrigendum applies to" in page
    assert "French, Russian" in page


def test_removal_after_a_concurrent_correction_succeeds_or_conflicts(
    admin_client: Client, version: LanguageVersion
) -> None:
    ann = User.objects.create_user("ann")
    correct(version, [Edit("field", "para-1-a", "text", ITEM, "Other words.")], ann, seen=0)
    response = admin_client.post(SHAPE, {"action": "remove", "seen": "0"})
    assert response.status_code in (302, 409)


def test_forms_cover_all_fields() -> None:
    """Each field that can be corrected has a form field."""
    assert set(RecommendationForm.corrected_fields) == set(FIELDS)
    assert set(FactsForm.corrected_fields) == set(FACTS)
