"""The page of a brief, as readers and staff see it."""

from __future__ import annotations

import datetime
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.web.roles import Role
from recommendations.models import FollowUp, Recommendation
from recommendations.services import load_treaty_text
from recommendations.services.indexing import index_documents, join_stages
from tests import builders as make
from tests.pages import page
from tests.recommendations.search.test_counts import link

pytestmark = pytest.mark.django_db

ADDRESS = "/brief/?article=untoc:18"
MAX_QUERIES = 50
TREATY = """\
## United Nations Organized Crime Convention

Preamble

### Article 18

#### Title of 18

1. One <b>bold</b>.

2. Two.
"""


def brief(address: str = ADDRESS) -> str:
    """Return the words of the page, without spaces inside quotation marks and brackets, where a tag begins or ends."""
    return re.sub(r"(?<=[“\[]) | (?=[”\]])", "", page(Client(), address))


def draft_and_adopted(state: str = "proposed", score: float = 0.9) -> tuple[Recommendation, Recommendation]:
    """Create a draft of 2020 and the text adopted in 2021, linked."""
    draft = make.recommendation(
        "States are encouraged to make use, where applicable, of article 18;",
        of=make.version(make.document(title="Draft report", date=datetime.date(2020, 7, 8))),
        path="II (a)",
        status="draft",
        meeting=make.meeting(ordinal=11),
        articles=["untoc:18"],
        verb="are encouraged to",
        action="are encouraged to make",
        strength="encouraged",
    )
    adopted = make.recommendation(
        "States should make use, where applicable and upon request, of article 18;",
        of=make.version(make.document("CTOC/COP/2022/L.4", date=datetime.date(2022, 9, 8))),
        path="Annex I (j)",
        articles=["untoc:18"],
        addressees=[make.addressee()],
        verb="should",
        action="should make",
        strength="should",
    )
    link(draft, adopted, state, score)
    join_stages({draft.version.document_id, adopted.version.document_id})
    return draft, adopted


def test_a_draft_and_its_adopted_text_are_one_entry() -> None:
    draft_and_adopted()
    text = brief()
    assert "1 recommendation (1 adopted). A recommendation whose versions" in text
    assert "there are 2." in text
    assert text.count("where applicable and upon request") == 1
    assert "CTOC/COP/2022/L.4, annex I (j) Adopted" in text
    assert "cited · to States parties" in text


@pytest.mark.parametrize(
    ("state", "certainty"), [("proposed", "matched automatically, not checked"), ("confirmed", "confirmed")]
)
def test_wording_shows_verbs_and_qualifiers_with_years(state: str, certainty: str) -> None:
    draft_and_adopted(state)
    text = brief()
    assert (
        "How the wording changed The action phrase and the qualifiers of each version. The whole texts are in the "
        "comparison. Recommendation 1 2020 draft, sect. II (a) · Draft – not adopted in this document · "
        f"{certainty} “are encouraged to make” “where applicable” strength: encouraged 2021 CTOC/COP/2022/L.4, "
        "annex I (j) · Adopted “[added: + should make end of addition]” “[deleted: − are encouraged to make end of "
        "deletion]” “where applicable” “[added: + upon request end of addition]” strength: should"
    ) in text


def test_a_rejected_link_is_not_shown() -> None:
    draft_and_adopted("refused")
    text = brief()
    assert "2 recommendations (1 adopted, 1 draft or proposal)" in text
    assert "How the wording changed" not in text


def test_a_less_likely_draft_is_part_of_the_history_of_the_adopted_text() -> None:
    draft_and_adopted(score=0.5)  # not joined by the search
    text = brief()
    assert "2 recommendations (1 adopted, 1 draft or proposal)" in text
    assert text.count("“[added: + should make end of addition]”") == 1


def test_adopted_texts_come_first_then_citing_ones_then_the_latest() -> None:
    for number, (status, year, field) in enumerate(
        [
            ("draft", 2022, "articles"),
            ("adopted", 2019, "subjects"),
            ("adopted", 2018, "articles"),
            ("adopted", 2021, "subjects"),
            ("draft", 2021, "subjects"),
        ]
    ):
        make.recommendation(
            f"Text number {number}.",
            status=status,
            meeting=make.meeting(ordinal=year - 2009),
            of=make.version(make.document(f"A/{number}", date=datetime.date(year, 3, 1))),
            **{field: ["untoc:18"]},
        )
    assert re.findall(r"Text number (\d)", brief()) == ["2", "3", "1", "0", "4"]


def test_recommendations_are_grouped_by_topic_and_counted_as_in_the_search() -> None:
    extradition, witnesses = make.topic("extradition"), make.topic("witnesses")
    for number in range(7):
        make.recommendation(
            f"Text {number}.",
            articles=["untoc:18"],
            topics=[[extradition], [extradition, witnesses], [witnesses]][number % 3],
        )
    client = Client()
    text = page(client, ADDRESS)
    titles = re.findall(r"(Extradition|Witnesses|Other subjects) (\d): (\d) recommendations", text)
    assert titles == [("Extradition", "5", "5"), ("Witnesses", "4", "4")]
    assert "See also:" in text
    found = page(client, "/recommendations/?article=untoc:18&topic=witnesses")
    assert "4 recommendations" in found


def test_documents_to_read_name_their_paragraphs() -> None:
    draft_and_adopted()
    report = make.version(make.document("CTOC/COP/2022/5", title="Report"))
    words = "Under article 18, assistance is afforded."
    place = make.paragraph(report, words, path="para. 38", anchor="para-38", label="38.")
    make.citation(place, "article 18", article=make.article())
    index_documents([report.document_id])
    text = brief()
    assert "CTOC/COP/2022/5 Report 25 March 2021 para. 38" in text
    assert "CTOC/COP/2022/L.4 Report on the meeting 8 September 2022 annex I (j)" in text
    assert "Twelfth meeting of the Working Group on International Cooperation 25–26 March 2021 1 adopted" in text
    assert "Who is addressed States parties 1 adopted" in text


def test_text_and_provisions_that_nothing_addresses_are_shown() -> None:
    make.article("untoc:18")
    load_treaty_text(TREATY.encode(), "untoc.md")
    make.recommendation("Text.", articles=["untoc:18:1"])
    make.recommendation("Text.", articles=["untoc:18"])
    shown = brief()
    assert "1. One <b>bold</b>. 1 recommendation on paragraph 1 2. Two." in shown
    assert (
        "Organized Crime Convention, article 18: provisions that no recommendation relates to "
        "No recommendation relates to paragraph 2. 1 recommendation relates to the article as a whole. Paragraph 2 Two."
    ) in shown


def test_article_without_text_has_no_section_on_provisions() -> None:
    make.recommendation(articles=["untoc:18"])
    text = brief()
    assert "The text of this treaty is not loaded here." in text
    assert "No recommendation relates" not in text


def test_quotations_have_their_own_language_and_direction(client: Client) -> None:
    of = make.version(make.document("A/1"), "ar")
    make.recommendation("تشجَّع الدول على التعاون <script>.", of=of, articles=["untoc:18"])
    markup = client.get(ADDRESS).content.decode()
    assert re.search(
        r'<blockquote[^>]* lang="ar" dir="rtl"[^>]*>تشجَّع الدول على التعاون &lt;script&gt;\.</blockquote>', markup
    )


def test_text_is_quoted_in_a_language_of_the_reader(client: Client) -> None:
    document = make.document("A/1")
    for language, text in (("en", "States should act."), ("fr", "Les États devraient agir.")):
        make.recommendation(
            text, of=make.version(document, language), anchor="para-1", path="para. 1", articles=["untoc:18"]
        )
    assert "States should act." in page(client, ADDRESS)
    for address, accepted in (("/fr" + ADDRESS, "en"), ("/ru" + ADDRESS, "fr")):
        response = client.get(address, headers={"accept-language": accepted})
        assert 'lang="fr" dir="ltr" cite=' in response.content.decode()
        assert "Accept-Language" in response["Vary"]


def test_unpublished_texts_are_left_out() -> None:
    make.recommendation("Published.", articles=["untoc:18"])
    make.recommendation("Secret.", of=make.version(published=False), articles=["untoc:18"])
    assert "Secret" not in brief()


def test_only_staff_see_the_follow_up() -> None:
    _draft, adopted = draft_and_adopted()
    person = make.person(Role.STAFF)
    FollowUp.objects.create(
        document=adopted.version.document,
        anchor=adopted.place,
        state="under_way",
        person=person,
        changed_by=person,
        changed_at=timezone.now(),
    )
    for role, sees in ((None, False), (Role.READER, False), (Role.STAFF, True)):
        client = Client()
        if role is Role.STAFF:
            client.force_login(person)
        elif role:
            client.force_login(make.person(role))
        text = page(client, ADDRESS)
        assert ("Follow-up: Under way; in charge: the staff" in text) == sees, role
        assert ("Follow-up By document:" in text) == sees, role
        assert ("Under way 1" in text) == sees, role


def query_count(client: Client, address: str) -> int:
    client.get(address)  # fills the caches
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_number_of_queries_is_fixed(client: Client) -> None:
    def add(number: int) -> None:
        draft = make.recommendation(
            f"Draft {number}.", status="draft", articles=["untoc:18"], topics=[make.topic(f"t-{number}")]
        )
        adopted = make.recommendation(
            f"Text {number}.", articles=["untoc:18"], addressees=[make.addressee(f"a-{number}")]
        )
        link(draft, adopted, ("proposed", "confirmed")[number % 2], 0.5)

    draft_and_adopted()
    for number in range(2):
        add(number)
    first = query_count(client, ADDRESS)
    for number in range(2, 9):
        add(number)
    assert query_count(client, ADDRESS) == first <= MAX_QUERIES


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/brief/", "A brief gathers what was recommended"),
        ("/brief/?topic=extradition", "Brief: Extradition"),
        ("/brief/?meeting=wg-international-cooperation-12", "Brief: Twelfth meeting of the Working Group"),
        ("/brief/?q=joint", "Brief: “joint”"),
        ("/brief/?article=untoc", "Brief: Organized Crime Convention"),
        ("/brief/?article=untoc:18:2", "Brief: Organized Crime Convention, article 18, paragraph 2"),
        ("/brief/?q=zebra", "No recommendations were found."),
        ("/brief/?in=paragraphs&q=joint", "Brief: “joint”"),
    ],
)
def test_brief_describes_what_it_is_about(address: str, words: str) -> None:
    make.recommendation("Joint action.", topics=[make.topic()], articles=["untoc:18"])
    assert words in page(Client(), address)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/brief/?article=untoc:999", "There is no article “untoc:999”."),
        ("/brief/word/?topic=none", "There is no topic called “none”."),
        ("/brief/?year=abc", "“abc” is not a year"),
        ("/brief/?q=%00", "contains an invalid character"),
    ],
)
def test_invalid_address_is_explained(address: str, message: str) -> None:
    make.article()
    text = page(Client(), address, 400)
    assert message in text
    assert "Brief without the invalid filters" in text


def test_pages_link_to_their_brief(client: Client) -> None:
    make.recommendation("Joint action.", topics=[make.topic()], articles=["untoc:18"])
    for address, target in (
        ("/articles/untoc/18/", "/brief/?article=untoc:18"),
        ("/topics/extradition/", "/brief/?topic=extradition"),
        ("/meetings/wg-international-cooperation-12/", "/brief/?meeting=wg-international-cooperation-12"),
        ("/recommendations/?q=joint", "/brief/?q=joint"),
        ("/", "/brief/"),
    ):
        assert f'href="/en{target}"' in client.get(address).content.decode(), address


def test_time_of_the_brief_is_shown_with_its_time_zone() -> None:
    make.recommendation(articles=["untoc:18"])
    assert re.search(rf"Made on {timezone.localtime().day} \S+ \d{{4}}, \d\d:\d\d UTC from", brief())


def test_brief_without_recommendations_gives_only_their_number(client: Client) -> None:
    text = page(client, "/brief/?q=zzzqqq")
    assert "0 recommendations" in text
    assert "drafts or proposals" not in text
