"""Web pages: encodings, the surrounding site, pages that are not documents, and hostile pages."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.parsing.parse import parse
from documents.parsing.readers.html import read_html
from documents.parsing.sniff import Format, sniff
from documents.parsing.types import Source, UnreadableDocumentError
from tests.lanes import examples

TEXT = "The Conference of the Parties adopted the report of its working group on the transfer of sentenced persons. "
DOCUMENT = f"<p>{TEXT}</p>" * 4


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def doubts(source: Source) -> list[str]:
    return [doubt.code for doubt in source.doubts]


# --- which files are pages ------------------------------------------------------------------------------

PAGES = [
    (b"<!DOCTYPE html><p>Text", Format.HTML, "a document type"),
    (b"\xef\xbb\xbf\n<HTML lang=en><p>Text", Format.HTML, "a byte order mark and capitals"),
    (b"<?xml version='1.0'?>\n<!-- saved -->\n<html xmlns='x'><p>Text", Format.HTML, "XHTML"),
    ("<html><p>Text".encode("utf-16"), Format.HTML, "UTF-16"),
    ("<html><p>Text".encode("utf-16-be"), Format.HTML, "UTF-16 without a byte order mark"),
    (b"<h1>Report</h1>\n\n<p>Text</p>", Format.HTML, "a fragment of a page"),
    (
        b"<p align=center>Report</p>\n\n1. The Conference adopted\n\n2. It decided",
        Format.TEXT,
        "a text that begins with a tag",
    ),
    (b"<headings> are no element of a page, and this is a sentence", Format.TEXT, "a word in brackets"),
    (b"The element <html> is the root of a page, says the manual.", Format.TEXT, "a tag inside a text"),
]


@pytest.mark.parametrize(("content", "expected", "reason"), PAGES, ids=[case[2] for case in PAGES])
def test_pages_are_recognized_by_their_start(content: bytes, expected: Format, reason: str) -> None:
    assert sniff(content) is expected, reason


# --- encodings ------------------------------------------------------------------------------------------

META = '<meta http-equiv=Content-Type content="text/html; charset={}">'
ENCODINGS = [
    ("« Принято »", "utf-8", "", True, "UTF-8 without a declaration"),
    ("« Принято »", "utf-8-sig", "", True, "UTF-8 with a byte order mark"),
    ("« Принято »", "utf-16", "", True, "UTF-16 with a byte order mark"),
    ("« Принято »", "utf-16-le", "", True, "UTF-16 without a byte order mark"),
    ("« Принято »", "cp1251", META.format("windows-1251"), True, "an old encoding that is declared"),
    ("“Déjà vu”", "cp1252", META.format("iso-8859-1"), True, "a declared subset of the encoding"),
    ("联合国", "gb18030", '<meta charset="gb2312">', True, "Chinese"),
    ("Принято", "utf-8", META.format("windows-1252"), True, "converted without updating the declaration"),
    ("Déjà vu", "cp1252", "", False, "an old encoding without a declaration"),
    ("Déjà vu", "cp1252", META.format("unicode_escape"), False, "an encoding that pages do not use"),
    ("Déjà vu", "cp1252", META.format("koi9-x"), False, "an unknown encoding"),
]


@pytest.mark.parametrize(("text", "encoding", "meta", "certain", "reason"), ENCODINGS, ids=[c[4] for c in ENCODINGS])
def test_encoding_is_detected(text: str, encoding: str, meta: str, certain: bool, reason: str) -> None:
    source = read_html(f"<html><head>{meta}</head><body><p>{text}</p>{DOCUMENT}</body></html>".encode(encoding))
    assert source.body[0].text == text, reason
    assert doubts(source) == ([] if certain else ["encoding_guessed"])


# --- the surrounding site -------------------------------------------------------------------------------

AROUND = [
    ("<nav><a href=/>Home</a></nav>{}", ["site_left_out"], "navigation"),
    ("<div role=navigation>Home</div>{}", ["site_left_out"], "navigation by role"),
    ("<div class='nav left'><a href=/>Home</a> <a href=/a>All</a></div>{}", ["site_left_out"], "a menu by class name"),
    ("<div>Site</div><main>{}</main><div>Share</div>", ["site_left_out"], "elements outside the main part"),
    (
        "<header><a href=/>Home</a></header><article>{}</article>",
        ["site_left_out"],
        "elements outside the only article",
    ),
    ("<main>{}</main><p>Distr.: General</p>", ["site_left_out"], "a masthead below the main part"),
    ("{}<footer>© Site</footer>", ["site_left_out"], "a page footer"),
    ("<form>{}<select><option>Home</select><button>Go</button></form>", [], "form controls"),
    (
        "<script>Home</script><style>Home</style><noscript>Home</noscript><template>Home</template>{}",
        [],
        "scripts and styles",
    ),
    ("<p style='display:none'>Home</p>{}", ["hidden_text"], "hidden by a style attribute"),
    ("<p hidden>Home</p>{}", ["hidden_text"], "hidden by an attribute"),
    ("<p class=gone>Home</p>{}", ["hidden_text"], "hidden by a style sheet"),
    ("<span style='mso-hide:all'>Home</span>{}", ["hidden_text"], "hidden by a word processor"),
    ("<del>Home</del>{}", ["tracked_changes"], "deleted text"),
]


@pytest.mark.parametrize(("frame", "codes", "reason"), AROUND, ids=[case[2] for case in AROUND])
def test_surrounding_site_is_omitted(frame: str, codes: list[str], reason: str) -> None:
    source = read_html(page(frame.format(DOCUMENT), "<style>.gone { display: none }</style>"))
    assert [fragment.text for fragment in source.body] == [TEXT.strip()] * 4, reason
    assert doubts(source) == codes


KEPT = [
    ("<header><p>Distr.: General</p></header>{}", "the head of a document"),
    ("<header><p>Distr.: General</p></header><main>{}</main>", "the head of a document above its main part"),
    ("<div role=banner><p>Distr.: General</p></div><main>{}</main>", "the head of a document as a banner"),
    ("<div class=menu>Menus of Vienna</div>{}", "a menu's name without links"),
    ("<main>Home</main>{}", "a main part that contains almost nothing"),
    ("<article>One</article><article>Two</article>{}", "several articles"),
    ("<aside>A box next to the text</aside>{}", "an aside"),
    ("<article>{}<footer>V.22-21549</footer></article>", "the footer of an article"),
    ("<body><p>Two bodies</p></body>{}", "wrongly nested elements"),
]


@pytest.mark.parametrize(("frame", "reason"), KEPT, ids=[case[1] for case in KEPT])
def test_possible_text_is_kept(frame: str, reason: str) -> None:
    source = read_html(page(frame.format(DOCUMENT)))
    assert len(source.body) > 4, reason
    assert doubts(source) == []


def test_page_footer_may_contain_the_job_number() -> None:
    source = read_html(page(f"{DOCUMENT}<footer><p>V.22-21549</p></footer>"))
    assert source.running == ("V.22-21549",)


def test_numbers_from_a_style_sheet_raise_a_doubt() -> None:
    style = "<style>p:before{x:y} .n::before{} p{content:counter(n)}</style>"
    assert "numbers_not_read" in doubts(read_html(page(DOCUMENT, style)))


# --- pages that are not documents -----------------------------------------------------------------------

POSITIONED = "".join(f"<p style='position:absolute;top:{20 * i}px;left:9px'>A line of a page</p>" for i in range(20))
BY_LINE = "<br>".join(
    ["the recommendations3 of the group were adopted by the Conference at", "its session in Vienna"] * 9
)
REJECTED = [
    (b"<html><body></body></html>", "not_a_document", "no text", "an empty page"),
    (page("<div id=app></div><script>run()</script>"), "not_a_document", "loaded by a script", "a web application"),
    (page("<p>CTOC/COP/2022/L.4</p><iframe src=a.pdf></iframe>"), "not_a_document", "in a frame", "a document viewer"),
    (b"<html><frameset><frame src=a></frameset></html>", "not_a_document", "in a frame", "frames"),
    (page("<h1>Sign in to your account</h1><form><input name=u><input type=password></form>"), "not_a_document",
     "asks for a password", "a sign-in page"),
    (page("".join(f"<p><a href='/d/{i}'>{TEXT}</a> 2022</p>" for i in range(9))), "not_a_document", "links",
     "search results"),
    (page(POSITIONED), "unsupported", "Use the PDF file", "positioned lines"),
    (page(BY_LINE), "unsupported", "Use the PDF file", "note markers that have become digits"),
    (b"<!DOCTYPE html [<!ENTITY a 'b'>]><html><p>&a;", "damaged", "entities", "a page that defines entities"),
    (page("<div>" * 5000 + TEXT), "damaged", "too deeply", "nested too deeply for the parser"),
    (page("<div>" * 500 + TEXT), "damaged", "too deeply", "nested too deeply for a document"),
    (page("<b>" * 1_000_001 + TEXT), "too_large", "far larger", "a million elements"),
    (codecs.BOM_UTF16_LE + b"<\0h\0t\0m\0l\0>\0\x00\xd8", "damaged", "incomplete", "truncated UTF-16"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "code", "words", "reason"), REJECTED, ids=[case[3] for case in REJECTED])
def test_page_that_is_not_a_document_is_rejected(content: bytes, code: str, words: str, reason: str) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        parse(content, "page.html")
    assert error.value.code == code, reason
    assert words in error.value.message
    assert error.value.message.endswith(".")


def test_page_with_other_text_is_read_with_doubts() -> None:
    document = parse(page(f"<h1>News</h1>{DOCUMENT}"), "news.html")
    assert {"symbol_missing", "date_missing"} <= {doubt.code for doubt in document.doubts}


def test_document_with_many_links_is_read() -> None:
    links = "".join(f"<p><a href='/d/{i}'>{TEXT}</a></p>" for i in range(9))
    assert len(read_html(page(f"<p>Distr.: General</p>{links}")).body) == 10


def test_deeply_nested_sloppy_page_is_read() -> None:
    assert TEXT.strip() in read_html(page("<font>" * 300 + TEXT)).body[0].text


def test_large_embedded_images_are_ignored() -> None:
    source = read_html(page(f"<img src='data:image/png;base64,{'A' * 12_000_000}'>{DOCUMENT}"))
    assert len(source.body) == 4


# --- any page -------------------------------------------------------------------------------------------

CODES = {"empty", "not_a_document", "unsupported", "damaged", "too_large"}
TAGS = [
    "p", "/p", "h1", "/h1", "ol", "ol type=i start=-3", "ul", "/ol", "/ul", "li", "li value=x", "table", "tr", "td",
    "td colspan=9", "td rowspan=3", "th", "/table", "caption", "sup", "/sup", "a href=#n1", "a id=n1", "/a", "p id=n1",
    "b", "i", "/b", "br", "hr", "pre", "/pre", "div role=navigation", "/div", "main", "/main", "article", "footer",
    "nav", "aside", "q", "style", "/style", "script", "!--", "--", "![if !x]", "del", "ins", "body", "/body", "/html",
    "svg",
    "title", "textarea", "font face=Symbol", "span style=font-family:Symbol", "section hidden", "p class=MsoToc1",
]  # fmt: skip
TEXTS = [
    "p{display:none}", "&nbsp;", "&#0;", "&#x110000;", "&shy;", "<", "·", "(a)", "1.", "II.", "Annex", "[1]", "*", "1",
    "text", "Conference", "Distr.: General", "CTOC/COP/2022/L.4", "\x00", "\x0c", "\u202e", "é", "联", "ﷺ",
    "\U0001f600",
]  # fmt: skip
PIECES = st.sampled_from([f"<{tag}>" for tag in TAGS] + TEXTS)


@settings(max_examples=examples(400))
@given(st.lists(PIECES, max_size=60), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_page_is_read_or_rejected(pieces: list[str], encoding: str) -> None:
    content = f"<html>{' '.join(pieces)}".encode(encoding, errors="replace")
    try:
        document = parse(content, "page.html")
    except UnreadableDocumentError as error:
        assert error.code in CODES  # noqa: PT017
        assert error.message.endswith(".")  # noqa: PT017
    else:
        assert document.format == "html"


@settings(max_examples=examples(200))
@given(st.binary(max_size=300))
def test_any_bytes_in_a_page_are_read_or_rejected(content: bytes) -> None:
    try:
        parse(b"<html>" + content + DOCUMENT.encode(), "page.html")
    except UnreadableDocumentError as error:
        assert error.code in CODES  # noqa: PT017


@settings(max_examples=examples(150))
@given(st.lists(st.text("abcxyzABCéñжЖع联 123", min_size=1).filter(str.strip), min_size=1))
def test_no_word_of_a_paragraph_is_lost(paragraphs: list[str]) -> None:
    source = read_html(page(f"<div>{''.join(map('<p>{}'.format, paragraphs))}</div>{DOCUMENT}"))
    read = [fragment.text for fragment in source.body[: -len(DOCUMENT.split(TEXT)) + 1]]
    assert read == [" ".join(paragraph.split()) for paragraph in paragraphs]
