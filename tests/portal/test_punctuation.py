"""Punctuation follows the reader's language: "：" and "（…）" in Chinese, "،" in Arabic, " : " in French."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import override

from documents.web import phrases

TEMPLATES = Path(settings.BASE_DIR, "templates")
NOT_LITERAL = re.compile(
    r"{%-?\s*comment\b.*?endcomment\s*-?%}|{#.*?#}|<!--.*?-->"
    r"|{%-?\s*blocktranslate\b.*?endblocktranslate\s*-?%}|<(code|pre|style|script|kbd)\b[^>]*>.*?</\1>|{%.*?%}|{{.*?}}",
    re.DOTALL,
)
"""Matches parts of a template that are not its own text: comments, translated texts, code and values."""
MARKUP = re.compile(r"<[a-z/!][^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r'\s(?:aria-label|title|placeholder|alt)="([^"]*)"')
PUNCTUATION = re.compile(r"[,;:().?!“”]")
EXAMPLES = frozenset({"https://", "/Rev.1"})  # in placeholders


def literal_punctuation(source: str) -> list[str]:
    """Return the texts of a template with punctuation outside translated texts."""
    literal = NOT_LITERAL.sub("\0", source)
    texts = [*MARKUP.sub("\0", literal).split("\0"), *ATTRIBUTE.findall(literal.replace("\0", ""))]
    return [text.strip() for text in texts if PUNCTUATION.search(text) and text.strip() not in EXAMPLES]


def test_no_colon_follows_words_that_are_not_visible() -> None:
    hidden = re.compile(r'class="visually-hidden">[^<]*</span>\s*{% colon %}')
    found = [str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html") if hidden.search(path.read_text())]
    assert not found


def test_arrows_of_the_log_are_marked_for_arabic() -> None:
    shown = Template("{{ text|with_arrows }}").render(Context({"text": "<A> → B"}))
    assert shown == '&lt;A&gt; <span class="arrow">→</span> B'


def test_range_of_numbers_has_a_hyphen_in_french() -> None:
    shown = {}
    for language in ("en", "fr"):
        with override(language):
            shown[language] = phrases.number_range(3, 4)
    assert shown == {"en": "3–4", "fr": "3-4"}


def test_reasons_are_separated_for_programs_that_read_pages_aloud() -> None:
    reference = {"target": {"name": "Article 18"}, "reasons": ["cited", "related by subject"]}
    shown = render_to_string("recommendations/cited_item.html", {"reference": reference})
    assert "cited; related by subject" in " ".join(strip_tags(shown).split())


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("joint bodies", "joint bodies"),
        ('"joint bodies"', "joint bodies"),
        ("«joint bodies»", "joint bodies"),
        ('"joint bodies" NOT law', "‘joint bodies’ NOT law"),
        ('"joint" "bodies"', "‘joint’ ‘bodies’"),
        ('5" pipe', '5" pipe'),
        ('"', '"'),
    ],
)
def test_words_in_quotation_marks_have_no_second_pair_of_them(words: str, shown: str) -> None:
    assert phrases.within_quotation(words) == shown


def test_templates_take_punctuation_from_the_catalogue() -> None:
    """Tags for it are in documents/templatetags/phrases.py."""
    found = {
        str(path.relative_to(TEMPLATES)): texts
        for path in TEMPLATES.rglob("*.*")
        if path.suffix in (".html", ".jinja") and (texts := literal_punctuation(path.read_text()))
    }
    assert found == {}


def test_values_are_separated_from_their_labels_by_the_language() -> None:
    """``{% translate "Topic" %}{% colon %}{{ value }}``: in Chinese, no space follows the colon."""
    label = re.compile(r"""(?:translate (["'])[^"']*:\1 %}|{{ _\("[^"]*:"\) }})(?:</(?:span|b|strong)>)? \S.*""")
    found = {
        str(path.relative_to(TEMPLATES)): label.findall(path.read_text())
        for path in TEMPLATES.rglob("*.*")
        if path.suffix in (".html", ".jinja") and label.search(path.read_text())
    }
    assert found == {}


SENTENCE_END = r"""(?:{% endsentence %}|{% translate "[^"]*\." %}|\.{% endblocktranslate %})"""
CLOSING = r"(?:</(?:a|b|bdi|em|span|strong)>|{% (?:end(?:if|for|with)|(?:el)?if [^%]*|else) %})*"
NEXT_SENTENCE = r"(?=<(?:a|b|bdi|button|em|span|strong)\b|{{|{% (?:translate|blocktranslate|sentence|if|for) ?)"
SPACE_AFTER_SENTENCE = re.compile(SENTENCE_END + CLOSING + " +" + NEXT_SENTENCE)


def test_no_space_of_a_template_follows_a_sentence() -> None:
    """``{% space %}`` is between two sentences: in Chinese, there is none."""
    assert SPACE_AFTER_SENTENCE.search('{% translate "One." %}{% if two %} {% translate "Two." %}{% endif %}')
    assert not SPACE_AFTER_SENTENCE.search('{% translate "One." %}{% space %}{% translate "Two." %}')
    found = {
        str(path.relative_to(TEMPLATES)): texts
        for path in TEMPLATES.rglob("*.*")
        if path.suffix in (".html", ".jinja") and (texts := SPACE_AFTER_SENTENCE.findall(path.read_text()))
    }
    assert found == {}


@pytest.mark.parametrize(("language", "shown"), [("en", "One. Two."), ("fr", "One. Two."), ("zh-hans", "One。Two。")])
def test_sentences_follow_one_another_as_in_the_language(language: str, shown: str) -> None:
    with override(language):
        assert phrases.sentence_list([phrases.sentence("One"), "", phrases.sentence("Two")]) == shown
        source = "{% sentence %}One{% endsentence %}{% space %}{% sentence %}Two{% endsentence %}"
        assert Template(source).render(Context()) == shown


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{{ place }}, {% translate "adopted" %}', [","]),
        ("<h2>{{ title }} ({{ number }})</h2>", ["(", ")"]),
        ('<a title="{{ a }}: {{ b }}">{{ c }}</a>', [":"]),
        ("{% blocktranslate %}One, two{% endblocktranslate %}{# a, b #}<code>a, b</code>", []),
        ('<p style="a: b">{{ a }}{% comma %}{{ b|date:"j. F" }} · –</p>', []),
    ],
)
def test_literal_punctuation_is_found(source: str, found: list[str]) -> None:
    assert literal_punctuation(source) == found


SOURCE = (
    "{% sentence %}{{ a }}{% colon %}{{ b }}{% detail_comma %}{{ c }}{% brackets %}<b>{{ d }}</b>{% endbrackets %}"
    "{% endsentence %}"
)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "a: b, c (<b>&lt;</b>)."),
        ("fr", "a\N{NO-BREAK SPACE}: b, c (<b>&lt;</b>)."),
        ("ar", "a: b، c (<b>&lt;</b>)."),
        ("zh-hans", "a：b，c（<b>&lt;</b>）。"),
    ],
)
def test_tags_use_the_punctuation_of_the_language(language: str, shown: str) -> None:
    with override(language):
        assert Template(SOURCE).render(Context({"a": "a", "b": "b", "c": "c", "d": "<"})) == shown


def test_jinja_templates_have_the_same_punctuation() -> None:
    template = engines["jinja2"].from_string("{{ a }}{{ colon() }}{{ b }}{{ semicolon() }}{{ c }}{{ in_brackets(d) }}")
    with override("zh-hans"):
        assert template.render({"a": "a", "b": "b", "c": "c", "d": "<"}) == "a：b；c（&lt;）"


def test_lists_and_labels_in_a_language() -> None:
    with override("zh-hans"):
        assert phrases.comma_list(["a", 1]) == "a、1"
        assert phrases.apposition(["a", 1]) == "a，1"
        assert phrases.labelled("a", 1) == "a：1"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "91%"), ("fr", "91 %"), ("es", "91 %"), ("ru", "91 %"), ("ar", "91 في المائة"), ("zh-hans", "91%")],
)
def test_percentage_is_written_as_in_the_language(language: str, shown: str) -> None:
    with override(language):
        assert phrases.percentage(0.912).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("language", "number", "shown"),
    [
        ("en", 999, "999"),
        ("en", 1000, "1,000"),
        ("en", 1234567, "1,234,567"),
        ("fr", 2000, "2 000"),
        ("es", 2000, "2000"),
        ("es", 12000, "12 000"),
        ("ru", 2000, "2000"),
        ("ru", 12000, "12 000"),
        ("ar", 2000, "2 000"),
        ("zh-hans", 12000, "12 000"),
    ],
)
def test_thousands_are_separated(language: str, number: int, shown: str) -> None:
    with override(language):
        assert phrases.grouped(number).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("language", "size", "shown"),
    [
        ("en", 10 * 2**20, "10 MB"),
        ("en", 22_630, "22.1 KB"),
        ("en", 1, "1 byte"),
        ("en", 3 * 2**30, "3 GB"),
        ("es", 10 * 2**20, "10 MB"),
        ("fr", 10 * 2**20, "10 Mo"),
        ("fr", 22_630, "22,1 ko"),
        ("ar", 50 * 2**20, "50 ميغابايت"),
        ("ar", 0, "لا شيء"),
        ("ar", 3, "3 بايتات"),
    ],
)
def test_size_of_a_file_has_no_decimal_zero(language: str, size: int, shown: str) -> None:
    with override(language):
        assert phrases.file_size(size).replace("\N{NO-BREAK SPACE}", " ") == shown


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "One two three four", "One two three…"),
        ("en", "One two", "One two"),
        ("zh-hans", "缔约国应当考虑采取一切必要措施", "缔约国应当考虑采…"),
    ],
)
def test_text_without_spaces_is_shortened_by_characters(language: str, text: str, shown: str) -> None:
    with override(language):
        assert phrases.shorten(text, 3) == shown
        assert Template("{{ text|shorten:3 }}").render(Context({"text": text})) == shown


def test_shortened_text_ends_with_one_sign_in_chinese() -> None:
    with override("zh-hans"):
        assert Template("{{ text|truncatechars:6 }}").render(Context({"text": "International"})) == "Inter…"
