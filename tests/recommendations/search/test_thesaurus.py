"""Equivalent terms in a search: the terms recognized, the forms also searched, and the words searched as typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from recommendations.search.interpretations import ExpansionNote
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.search.syntax import AllOf, AnyOf, InLanguage, Node, NoneOf, Phrase, Word
from recommendations.search.understanding import understand
from tests import builders as make

pytestmark = pytest.mark.django_db


def also_searched(words: str, **choices: object) -> dict[str, ExpansionNote]:
    notes = understand(SearchQuery(words=words, **choices)).notes  # type: ignore[arg-type]
    return {note.text: note for note in notes if isinstance(note, ExpansionNote)}


def forms(words: str) -> set[str]:
    return {form for note in also_searched(words).values() for _language, form in note.forms}


@pytest.mark.parametrize(
    ("words", "text", "form", "reason"),
    [
        ("MLA", "MLA", "mutual legal assistance", "an abbreviation"),
        ("mla requests", "mla requests", "request for mutual legal assistance", "the longest form"),
        ("mutual legal assistance", "mutual legal assistance", "entraide judiciaire", "several words in succession"),
        ("prisoner transfers", "prisoner transfers", "transfer of sentenced persons", "in the plural"),
        ("joint investigation team", "joint investigation team", "joint investigative body", "a whole form"),
        ("law-enforcement", "law-enforcement", "执法", "with a hyphen"),
        (
            "trafficking of persons",
            "trafficking of persons",
            "human trafficking",
            "whatever stop words are between",
        ),
        ("SIT", "SIT", "special investigative techniques", "an abbreviation that is a word, in capitals"),
        ("entraide judiciaire", "entraide judiciaire", "mutual legal assistance", "French"),
        ("l'entraide judiciaire", "l'entraide judiciaire", "mutual legal assistance", "French with its article"),
        ("traite d'êtres humains", "traite d'êtres humains", "trafficking in persons", "French with an elided letter"),
        ("formation", "formation", "training", "a word of two languages, by itself"),
        ("formation des juges", "formation", "training", "a word of two languages, in a French search"),
        ("capacitación de fiscales", "fiscales", "prosecutor", "Spanish"),
        ("взаимной правовой помощи", "взаимной правовой помощи", "mutual legal assistance", "Russian, declined"),
        ("обучение судей", "судей", "judge", "Russian, one of two words with this stem"),
        ("تدريب القضاة", "تدريب", "training", "Arabic"),
        ("司法协助", "司法协助", "mutual legal assistance", "Chinese"),
        ("引渡和司法协助", "引渡", "extradition", "Chinese without spaces"),
        ("extradition OR confiscation", "extradition", "выдача", "a neighbour of OR by itself"),
    ],
)
def test_equivalent_terms_are_searched(words: str, text: str, form: str, reason: str) -> None:
    notes = also_searched(words)
    assert text in notes, reason
    assert form in [form_text for _language, form_text in notes[text].forms], reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ('"mutual legal assistance"', "in quotation marks it is searched as written"),
        ("-extradition", "an excluded word is not expanded"),
        ("extradit*", "a prefix is not expanded"),
        ("sit", "a word, not an abbreviation"),
        ("formation of teams", "a word of two languages, in an English search"),
        ("red notice", "a Spanish word outside a Spanish search"),
        ("format", "another word of one French stem"),
        ("legal assistance", "a part of a form"),
    ],
)
def test_other_words_stay_as_typed(words: str, reason: str) -> None:
    assert forms(words) == set(), reason


def test_thesaurus_can_be_switched_off() -> None:
    assert also_searched("MLA", thesaurus=False) == {}
    assert understand(SearchQuery(words="MLA", thesaurus=False)).tree == Word("mla")


def test_every_name_of_a_concept_is_searched_and_those_typed_are_not_noted() -> None:
    tree = understand(SearchQuery(words="human trafficking")).tree
    assert isinstance(tree, AnyOf)
    for language, *name in (
        ("en", "trafficking", "in", "persons"),
        ("en", "human", "trafficking"),
        ("fr", "traite", "des", "personnes"),
    ):
        words_apart = AllOf(tuple(map(Word, name)))
        assert InLanguage(language, AnyOf((Phrase(tuple(name)), words_apart))) in tree.parts
    assert "human trafficking" not in forms("human trafficking")


@pytest.mark.parametrize(
    "names",
    [
        ("MLA", "mutual legal assistance", "entraide judiciaire", "司法协助"),
        ("cybercrime", "cyber crime", "cyber-crime"),
        ("trafficking in persons", "human trafficking"),
        ("Etats parties", "États parties"),
        ("judgment", "judgement"),
    ],
)
def test_names_of_a_concept_are_understood_alike(names: tuple[str, ...]) -> None:
    understood = [understand(SearchQuery(words=name)) for name in names]
    assert len({(item.tree, item.meaning_text) for item in understood}) == 1


def test_abbreviation_that_is_a_word_is_not_searched() -> None:
    assert "SIT" not in forms("special investigative techniques")
    assert "MLA" in forms("mutual legal assistance")


def test_form_that_contains_another_is_not_searched() -> None:
    terms = forms("UNTOC")
    assert "Convention against Transnational Organized Crime" in terms
    assert "United Nations Convention against Transnational Organized Crime" not in terms


def test_stop_words_of_the_query_language_are_ignored() -> None:
    def written(node: Node) -> Iterator[str]:
        match node:
            case Word(word):
                yield word
            case InLanguage(_language, part):
                yield from written(part)
            case AllOf(parts) | AnyOf(parts):
                for part in parts:
                    yield from written(part)
            case NoneOf(part):
                yield from written(part)

    def typed(words: str) -> set[str]:
        tree = understand(SearchQuery(words=words)).tree
        return set(written(tree)) if tree else set()

    found = typed("formation des juges et procureurs")
    assert {"formation", "juge"} <= found
    assert not found & {"des", "et"}
    assert "sea" in typed("smuggling of migrants by sea"), "“sea” is a stop word in Spanish"
    assert typed("the of") == {"the", "of"}, "stop words are kept if nothing else was typed"


@pytest.mark.parametrize("words", ["under article 18", "de l’article 18", "del artículo 18", "article 18"])
def test_stop_words_next_to_an_article_are_ignored(words: str) -> None:
    for thesaurus in (True, False):
        understood = understand(SearchQuery(words=words, thesaurus=thesaurus))
        assert understood.tree is None
        assert understood.choices["article"] == ("untoc:18",)


def test_forms_of_the_readers_language_come_first() -> None:
    note = also_searched("MLA")["MLA"]
    assert note.forms_for("fr")[0] == "entraide judiciaire"
    assert note.forms_for("en")[0] == "mutual legal assistance"


# --- in texts ----------------------------------------------------------------------------------------

TEXTS = {
    "en": "States are encouraged to train judges in mutual legal assistance by videoconference.",
    "fr": "Les États sont encouragés à former leurs magistrats à l’entraide judiciaire et à la visioconférence.",
    "ru": "Государствам рекомендуется организовать обучение по вопросам взаимной правовой помощи.",
    "zh": "鼓励缔约国开展司法协助培训。",
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("MLA", {"en", "fr", "ru", "zh"}),
        ("entraide judiciaire", {"en", "fr", "ru", "zh"}),
        ("司法协助", {"en", "fr", "ru", "zh"}),
        ("взаимная правовая помощь", {"en", "fr", "ru", "zh"}),
        ("formation juges", {"en"}),
        ("videolink", {"en", "fr"}),
        ("培训", {"en", "ru", "zh"}),
        ('"mutual legal assistance"', {"en"}),
    ],
)
def test_texts_in_any_language_are_found(words: str, expected: set[str]) -> None:
    for language, text in TEXTS.items():
        make.recommendation(text, path=language, of=make.version(language=language))
    hits = search(SearchQuery(words=words, meaning=False)).hits
    assert {getattr(hit.row, "path", "") for hit in hits} == expected
    hits_without_thesaurus = search(SearchQuery(words=words, meaning=False, thesaurus=False)).hits
    assert len(hits_without_thesaurus) <= len(hits)


def test_matches_are_marked_in_their_own_language() -> None:
    make.recommendation(TEXTS["fr"], path="fr", of=make.version(language="fr"))
    (hit,) = search(SearchQuery(words="MLA", meaning=False)).hits
    assert "<mark>entraide judiciaire</mark>" in hit.text


def test_words_of_a_term_are_found_apart_and_the_phrase_comes_first() -> None:
    apart = make.recommendation("Joint, including coordinated, investigations are effective.")
    phrase = make.recommendation("Costs of joint investigations.")
    make.recommendation("Joint action.")
    for words in ("joint investigations", "joint investigation"):
        assert [hit.row.pk for hit in search(SearchQuery(words, meaning=False)).hits] == [phrase.pk, apart.pk]
    quoted = search(SearchQuery('"joint investigations"', meaning=False)).hits
    assert [hit.row.pk for hit in quoted] == [phrase.pk]


def test_chinese_characters_of_a_term_are_not_found_apart() -> None:
    make.recommendation("司法机关提供技术协助。", of=make.version(language="zh"))
    assert search(SearchQuery("司法协助", meaning=False)).total == 0
