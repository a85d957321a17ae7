"""The text of a treaty is loaded, replaced and removed; a rejected file changes nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from recommendations.models import Instrument, Provision, TreatyText
from recommendations.services import TreatyError, load_treaty_text, remove_treaty_text
from tests import builders as make
from tests.recommendations.treaties.test_parse import letters
from tests.recommendations.treaties.test_treaties import COUNTS, FILES, path_of
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

TITLE = "## United Nations Organized Crime Convention"
FIRST = "### Article 1\n\n#### Purpose\n\nThe purpose is to cooperate."
SECOND = "### Article 2\n\n#### Use of terms\n\n1. A term:\n\n(a) one;\n\n(b) another.\n\n2. Another term."
TEXT = f"{TITLE}\n\nThe Parties\n\n{FIRST}\n\n{SECOND}\n"


@pytest.fixture
def _vocabulary(db: None) -> None:
    make.article("untoc:1", title="Purpose")
    make.article("untoc:2", title="Use of terms")
    make.article("uncac:1", title="Purpose")


@pytest.fixture
def _loaded(_vocabulary: None) -> None:
    load_treaty_text(TEXT.encode(), "untoc.md")


def texts() -> list[str]:
    return [row.text for row in Provision.objects.all()]


@pytest.mark.usefixtures("_vocabulary")
def test_text_is_loaded() -> None:
    loaded = load_treaty_text(TEXT.encode(), "untoc.md")
    assert (loaded.instrument.key, loaded.articles, loaded.paragraphs, loaded.subparagraphs) == ("untoc", 2, 3, 2)
    assert not loaded.replaced
    rows = Provision.objects.filter(article__number="2").values_list("label", "paragraph", "subparagraph", "level")
    assert list(rows) == [("1.", "1", "", 0), ("(a)", "1", "a", 1), ("(b)", "1", "b", 1), ("2.", "2", "", 0)]
    assert TreatyText.objects.get().file_name == "untoc.md"


@pytest.mark.usefixtures("_loaded")
def test_loading_again_replaces_the_text() -> None:
    changed = TEXT.replace("to cooperate", "to work together")
    assert load_treaty_text(changed.encode(), "again.md").replaced
    assert TreatyText.objects.get().file_name == "again.md"
    assert "The purpose is to work together." in texts()
    assert "The purpose is to cooperate." not in texts()


REJECTED = [
    (b"\xff\xfe", "", "The file is not UTF-8 text"),
    (b"\x00", "", "it contains binary characters"),
    (b"A report on article 18.", "", "cannot be divided into articles"),
    (TEXT.replace("Organized Crime", "Bridge").encode(), "", "does not match a known instrument"),
    (b"Article 1", "", "The file does not begin with the title of an instrument. Add the title as the first line"),
    (TEXT.encode(), "moon", "There is no instrument called “moon”. Choose one of: untoc, uncac."),
    (TEXT.encode(), "uncac", "has no article 2, but the file contains it"),
    (f"{TITLE}\n\n{FIRST}".encode(), "", "The file lacks article 2 of"),
    (f"{TITLE}\n\n{SECOND}\n\n{FIRST}".encode(), "", "are not in the order"),
    (TEXT.replace("Use of terms", "Extradition").encode(), "", "The file calls article 2 “Extradition”"),
    (f"{TITLE}\n\n{FIRST}\n\n### Article 2\n\n#### Use of terms\n".encode(), "", "The file has no text for article 2"),
    (TEXT.replace("#### Use of terms", "").encode(), "", "The file calls article 2 “”"),
]


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(("content", "key", "message"), REJECTED, ids=[message for _content, _key, message in REJECTED])
def test_rejected_file_changes_nothing(content: bytes, key: str, message: str) -> None:
    before = texts()
    with pytest.raises(TreatyError, match=message):
        load_treaty_text(content, "x.md", key)
    assert texts() == before
    assert TreatyText.objects.get().file_name == "untoc.md"


def test_instrument_without_articles_is_rejected() -> None:
    make.instrument()
    with pytest.raises(TreatyError, match="The vocabulary lists no articles of the"):
        load_treaty_text(TEXT.encode(), "x.md")


@pytest.mark.usefixtures("_loaded")
def test_text_is_removed() -> None:
    assert remove_treaty_text("untoc").key == "untoc"
    assert texts() == []
    with pytest.raises(TreatyError, match="No text of the"):
        remove_treaty_text("untoc")


@pytest.mark.parametrize("key", FILES)
def test_treaty_is_stored_completely(key: str) -> None:
    path = path_of(key)
    vocabularies()
    loaded = load_treaty_text(path.read_bytes(), path.name)
    assert (loaded.instrument.key, loaded.articles, loaded.paragraphs, loaded.subparagraphs) == (key, *COUNTS[key])
    pieces: list[str] = []
    article = None
    for row in Provision.objects.select_related("article").order_by("position"):
        if row.article and row.article != article:
            pieces += ["Article", row.article.number, row.article.title]
        article = row.article
        pieces += [row.label, row.text]
    source_text = path.read_text(encoding="utf-8")
    assert letters("".join(pieces)).casefold() == letters(source_text).casefold()


# --- the command -------------------------------------------------------------------------------------


def run_command(*arguments: str) -> str:
    out = StringIO()
    call_command("load_instrument", *arguments, stdout=out)
    return out.getvalue()


def write_protocol(path: Path) -> Path:
    """Write a text that has all articles of the Trafficking in Persons Protocol, and load the vocabulary."""
    vocabularies()
    protocol = Instrument.objects.get(key="tip-protocol")
    lines = [f"## {protocol.title}", ""]
    for article in protocol.articles.all():
        lines += [
            f"### Article {article.number}",
            "",
            f"#### {article.title.upper()}",
            "",
            "1. One.",
            "",
            "3. Three.",
            "",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_command_loads_and_removes_a_text(tmp_path: Path) -> None:
    file = write_protocol(tmp_path / "protocol.md")
    output = run_command(str(file))
    assert "supplementing the United Nations Convention against Transnational Organized Crime was loaded." in output
    assert "20 articles, 40 paragraphs, 0 subparagraphs." in output
    assert "In article 20, paragraph 3, “3.” is out of sequence." in output
    assert "was replaced." in run_command(str(file), "--instrument", "tip-protocol")
    assert "was removed." in run_command("--remove", "tip-protocol")
    with pytest.raises(CommandError, match=r"No text of the .* is loaded\. Nothing was changed\."):
        run_command("--remove", "tip-protocol")


def test_command_explains_why_a_file_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        run_command(str(tmp_path / "missing.md"))
    (tmp_path / "report.md").write_text("A report.")
    with pytest.raises(CommandError, match=r"cannot be divided into articles\. Nothing was changed\."):
        run_command(str(tmp_path / "report.md"))
