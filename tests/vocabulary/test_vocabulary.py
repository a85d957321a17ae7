"""The vocabularies that the portal is loaded with are whole, consistent and faithful to their sources."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "fixtures" / "vocabulary"
REFERENCE = ROOT.parent / "shared" / "corpus" / "vocabulary"
LANGUAGES = {"en", "fr", "es", "ru", "ar", "zh"}
NAMES = ("instruments", "bodies", "topics", "addressees")

needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the reference vocabularies are not here")


def load(name: str) -> list[dict[str, Any]]:
    return json.loads((VOCABULARY / f"{name}.json").read_text(encoding="utf-8"))


def by_key(name: str) -> dict[str, dict[str, Any]]:
    return {entry["key"]: entry for entry in load(name)}


def repeated(values: list[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def pattern(term: str) -> re.Pattern[str]:
    """How a term is matched: whole words in any case, any white space between them, ``*`` for any ending."""
    words = r"\s+".join(re.escape(word) for word in term.removesuffix("*").split())
    return re.compile(rf"(?<!\w){words}" + (r"\w*" if term.endswith("*") else r"(?!\w)"), re.IGNORECASE)


def topics_of(text: str) -> set[str]:
    return {t["key"] for t in load("topics") if any(pattern(term).search(text) for term in t["terms"])}


# --- every vocabulary --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_unique_slugs(name: str) -> None:
    keys = [entry["key"] for entry in load(name)]
    assert repeated(keys) == []
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key)] == []


@pytest.mark.parametrize("name", ["instruments", "bodies", "topics"])
def test_a_parent_stands_before_its_children(name: str) -> None:
    seen: set[str | None] = {None}
    for entry in load(name):
        assert entry["parent"] in seen, entry["key"]
        seen.add(entry["key"])


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_filled_and_of_the_six_languages(name: str) -> None:
    for entry in load(name):
        assert "en" in entry["labels"], entry["key"]
        assert set(entry["labels"]) <= LANGUAGES, entry["key"]
        assert all(label.strip() == label != "" for label in entry["labels"].values()), entry["key"]


@pytest.mark.parametrize(
    ("language", "script"),
    [("ru", r"[А-Яа-яё]"), ("ar", r"[\u0600-\u06ff]"), ("zh", r"[\u4e00-\u9fff]")],
)
@pytest.mark.parametrize("name", NAMES)
def test_labels_are_in_the_script_of_their_language(name: str, language: str, script: str) -> None:
    labels = [entry["labels"][language] for entry in load(name) if language in entry["labels"]]
    wrong = [label for label in labels if not re.search(script, label) and label != "COVID-19"]
    assert wrong == []


# --- instruments -------------------------------------------------------------------------------------

ARTICLES = [
    ("untoc", 41, "UNTOC_2000.en.md"),
    ("tip-protocol", 20, "UNTOC_Protocol_Trafficking_in_Persons.en.md"),
    ("som-protocol", 25, "UNTOC_Protocol_Smuggling_of_Migrants.en.md"),
    ("firearms-protocol", 21, "UNTOC_Protocol_Firearms.en.md"),
    ("uncac", 71, "UNCAC_2003.en.md"),
    ("drugs-1988", 34, "Drug_Trafficking_Convention_1988.en.md"),
]


@pytest.mark.parametrize(("key", "count"), [(key, count) for key, count, _ in ARTICLES])
def test_an_instrument_has_all_its_articles_in_order(key: str, count: int) -> None:
    articles = by_key("instruments")[key]["articles"]
    assert [article["number"] for article in articles] == [str(n) for n in range(1, count + 1)]
    assert all(article["title"] for article in articles)


@pytest.mark.parametrize("key", ["drugs-1971", "drugs-1961", "charter"])
def test_other_instruments_are_known_by_name_alone(key: str) -> None:
    assert by_key("instruments")[key]["articles"] == []


@needs_reference
@pytest.mark.parametrize(("key", "file"), [(key, file) for key, _, file in ARTICLES])
def test_article_titles_are_as_printed(key: str, file: str) -> None:
    text = (REFERENCE / "treaty" / file).read_text(encoding="utf-8")
    printed = re.findall(r"^###\s*Article\s+(\d+)\s*\n\s*\n####[ ]*(.+?)[ ]*$", text, re.MULTILINE)
    assert [(a["number"], a["title"]) for a in by_key("instruments")[key]["articles"]] == printed


@pytest.mark.parametrize(
    ("key", "number", "chapter"),
    [
        ("untoc", "18", "International cooperation"),
        ("untoc", "23", "Criminalization"),
        ("tip-protocol", "6", "II. Protection of victims of trafficking in persons"),
        ("tip-protocol", "14", "IV. Final provisions"),
        ("som-protocol", "9", "II. Smuggling of migrants by sea"),
        ("som-protocol", "10", "III. Prevention, cooperation and other measures"),
        ("firearms-protocol", "15", "II. Prevention"),
        ("uncac", "42", "III. Criminalization and law enforcement"),
        ("uncac", "43", "IV. International cooperation"),
        ("uncac", "60", "VI. Technical assistance and information exchange"),
        ("drugs-1988", "7", ""),
    ],
)
def test_the_chapter_of_an_article(key: str, number: str, chapter: str) -> None:
    articles = {article["number"]: article for article in by_key("instruments")[key]["articles"]}
    assert articles[number]["chapter"] == chapter


def test_a_name_means_one_instrument() -> None:
    names = [name for entry in load("instruments") for name in entry["names"]]
    names += [n for e in load("instruments") for forms in e["names_by_language"].values() for n in forms]
    assert repeated(names) == []


def test_the_most_specific_name_stands_first() -> None:
    for entry in load("instruments") + load("bodies"):
        for names in [entry["names"], *entry.get("names_by_language", {}).values()]:
            for at, name in enumerate(names):
                assert not [later for later in names[at + 1 :] if name in later], name


def test_titles_are_among_the_names() -> None:
    assert [e["key"] for e in load("instruments") if e["title"] not in e["names"]] == []
    assert [e["key"] for e in load("bodies") if e["name"] not in e["names"]] == []


# --- bodies ------------------------------------------------------------------------------------------


def test_a_symbol_prefix_means_one_body() -> None:
    prefixes = [prefix for body in load("bodies") for prefix in body["symbol_prefixes"]]
    assert repeated(prefixes) == []
    assert [prefix for prefix in prefixes if not re.fullmatch(r"[A-Z]+(/[A-Z]+(\.\d+)?)*/", prefix)] == []


def body_of(symbol: str) -> str:
    """The body with the longest prefix of a symbol, which is how prefixes are meant to be read."""
    found = [(len(p), b["key"]) for b in load("bodies") for p in b["symbol_prefixes"] if symbol.startswith(p)]
    return max(found)[1]


@pytest.mark.parametrize(
    ("symbol", "key"),
    [
        ("CTOC/COP/2022/L.4", "cop"),
        ("CTOC/COP/WG.2/2022/4", "wg-technical-assistance"),
        ("CTOC/COP/WG.3/2021/3", "wg-international-cooperation"),
        ("CAC/COSP/2021/3", "cosp"),
        ("CAC/COSP/IRG/2014/8", "implementation-review-group"),
        ("CAC/COSP/EG.1/2021/4", "expert-meeting-international-cooperation"),
        ("E/CN.15/2014/12", "ccpcj"),
        ("E/2014/30", "ecosoc"),
        ("A/CONF.222/7", "congress"),
        ("A/AC.291/9", "ad-hoc-committee-cybercrime"),
        ("A/RES/55/25", "general-assembly"),
        ("UNODC/CCPCJ/EG.4/2021/2", "expert-group-cybercrime"),
    ],
)
def test_a_symbol_tells_the_body(symbol: str, key: str) -> None:
    assert body_of(symbol) == key


def test_bodies_name_known_instruments_and_kinds_of_meeting() -> None:
    instruments = {None, *by_key("instruments")}
    for body in load("bodies"):
        assert body["instrument"] in instruments, body["key"]
        assert body["kind_of_meeting"] in {"session", "meeting", "congress"}, body["key"]


def test_each_congress_has_its_ordinal_and_prefix() -> None:
    congress = by_key("bodies")["congress"]
    assert [meeting["ordinal"] for meeting in congress["meetings"]] == list(range(1, 15))
    assert [meeting["symbol_prefix"] for meeting in congress["meetings"]] == congress["symbol_prefixes"]
    years = [meeting["year"] for meeting in congress["meetings"]]
    assert years == sorted(years)


def test_a_name_means_one_body() -> None:
    """Names that several bodies share ("the Working Group") stand apart, as names in context."""
    names = [name for body in load("bodies") for name in body["names"]]
    assert repeated(names) == []
    assert not {name for body in load("bodies") for name in body["context_names"]} & set(names)


# --- topics ------------------------------------------------------------------------------------------


def test_the_tree_of_topics_has_two_levels() -> None:
    topics = by_key("topics")
    parents = {topic["parent"] for topic in topics.values()} - {None}
    assert all(topics[parent]["parent"] is None for parent in parents)
    assert [key for key, topic in topics.items() if key not in parents and not topic["terms"]] == []


def test_topics_with_a_unbis_concept_are_labelled_in_six_languages() -> None:
    linked = [topic for topic in load("topics") if topic["unbis"]]
    assert linked
    assert repeated([topic["unbis"] for topic in linked]) == []
    for topic in linked:
        assert re.fullmatch(r"http://metadata\.un\.org/thesaurus/[0-9a-z_]+", topic["unbis"]), topic["key"]
        assert set(topic["labels"]) == LANGUAGES, topic["key"]


@needs_reference
def test_unbis_concepts_exist() -> None:
    source = json.loads((REFERENCE / "unbis_all_topics_6lang.json").read_text(encoding="utf-8"))
    known = {concept["url"] for concept in source["topics"]}
    assert {topic["unbis"] for topic in load("topics") if topic["unbis"]} <= known


def test_labels_are_not_in_capitals() -> None:
    labels = [topic["labels"][lang] for topic in load("topics") for lang in topic["labels"]]
    assert [label for label in labels if label.isupper() and label != "COVID-19"] == []


@pytest.mark.parametrize("term", sorted({term for topic in load("topics") for term in topic["terms"]}))
def test_a_term_compiles_and_finds_itself(term: str) -> None:
    assert re.fullmatch(r"\w[\w-]*(,? [\w-]+)*\*?", term), "words, single spaces, at most one * at the end"
    assert pattern(term).search(f"to promote {term.removesuffix('*')}, where appropriate")
    assert not pattern(term).search(f"x{term.removesuffix('*')}x") or term.startswith("x")


def test_no_topic_repeats_a_term() -> None:
    assert [t["key"] for t in load("topics") if repeated([term.lower() for term in t["terms"]])] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("to facilitate joint investigations", {"joint-investigations"}),
        ("the role of joint investigative bodies", {"joint-investigations"}),
        ("in prisoner transfer cases", {"transfer-of-sentenced-persons"}),
        ("transfers of sentenced persons", {"transfer-of-sentenced-persons"}),
        ("particularly with regard to controlled deliveries", {"controlled-delivery"}),
        ("witness testimony by videoconference", {"witnesses", "videoconferencing"}),
        ("the use of ICTs", {"information-and-communications-technologies"}),
        ("to make use of the principle of reciprocity", {"reciprocity"}),
        ("subject to the availability of resources", set()),  # a proviso, no wish for funds
        ("provisions of the Convention against Corruption", set()),  # the name of a treaty
        ("the United Nations Congress on Crime Prevention and Criminal Justice", set()),  # the name of a body
        ("the Convention against Illicit Traffic in Narcotic Drugs", set()),
        ("the meeting witnessed progress", set()),
        ("evidence is found, seized and shared", set()),  # evidence seized, not property confiscated
        ("the guidelines for conducting reviews, annexed to the resolution", set()),
    ],
)
def test_terms_show_a_topic_and_no_other(text: str, expected: set[str]) -> None:
    assert topics_of(text) == expected


# --- addressees --------------------------------------------------------------------------------------


def test_a_form_means_one_addressee() -> None:
    forms = [form for entry in load("addressees") for form in entry["forms"]]
    assert repeated(forms) == []


def test_addressees_are_named_without_article_and_by_their_first_form() -> None:
    for entry in load("addressees"):
        assert entry["forms"][0] == entry["name"], entry["key"]
        assert not re.match(r"(?i)the\b", entry["name"]), entry["key"]
