"""The tables of the files: their columns, keys and descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Type(Enum):
    """The type of a column. The value is its name in Data Package, in SQLite and in DuckDB."""

    TEXT = ("string", "TEXT", "VARCHAR")
    INTEGER = ("integer", "INTEGER", "INTEGER")
    BOOLEAN = ("boolean", "INTEGER", "BOOLEAN")
    DATE = ("date", "TEXT", "DATE")
    TIME = ("datetime", "TEXT", "TIMESTAMP WITH TIME ZONE")
    LIST = ("array", "TEXT", "VARCHAR[]")  # of texts; in CSV and SQLite as JSON


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``references`` is the table whose first column it refers to, or ""."""

    name: str
    description: str
    type: Type = Type.TEXT
    references: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its first ``key_length`` columns are its primary key."""

    name: str
    title: str | Promise
    columns: tuple[Column, ...]
    key_length: int = 1

    @property
    def key(self) -> list[str]:
        """The names of the columns of the primary key."""
        return [column.name for column in self.columns[: self.key_length]]


_ID = Column("recommendation", "The recommendation.", references="recommendations")
_LANGUAGE = Column("language", "The code of the language: ar, zh, en, fr, ru or es.")

TABLES = (
    Table(
        "documents",
        _("Documents"),
        (
            Column("document", "The first symbol or, without one, “unnumbered/” and a hash of the file."),
            Column("symbols", "All symbols, as printed.", Type.LIST),
            Column("title", "The title in the leading language: English if available."),
            Column("subtitle", "The subtitle."),
            Column("kind", "The kind of document: report, resolution, agenda and others."),
            Column("date", "The date in the masthead.", Type.DATE),
            Column("body", "The body for which it was issued.", references="bodies"),
            Column("meeting", "The meeting for which it was issued.", references="meetings"),
            Column("agenda_item", "The number of the agenda item."),
            Column("languages", "The languages in which it is public.", Type.LIST),
            Column("url", "The address of its page."),
        ),
    ),
    Table(
        "versions",
        _("Language versions of documents"),
        (
            Column("document", "The document.", references="documents"),
            _LANGUAGE,
            Column("title", "The title in this language."),
            Column("pages", "The number of pages of the file.", Type.INTEGER),
            Column("published_at", "When the portal published it.", Type.TIME),
        ),
        key_length=2,
    ),
    Table(
        "recommendations",
        _("Recommendations and operative paragraphs"),
        (
            Column("recommendation", "The document and the place in it, which is the same in all languages."),
            Column("document", "The document that contains it.", references="documents"),
            Column("place", "The place in the document, as in the address of its page."),
            Column("kind", "“recommendation”, or “operative” for a paragraph of a resolution."),
            Column("path", "The place as cited: “Annex I (a)”."),
            Column("page", "The page of the file in the leading language.", Type.INTEGER),
            Column("heading", "The heading above it."),
            Column("language", "The leading language, in which “text” is."),
            Column("text", "The text in the leading language."),
            Column("status", "draft, proposed, adopted, for_endorsement or endorsed. A draft was not adopted."),
            Column("stated_status", "The status according to the document itself, without later endorsements."),
            Column("endorsed_in", "The document that endorses it.", references="documents"),
            Column("strength", "How strong it is: required, urged, should, encouraged or invited."),
            Column("action", "The words that ask for action."),
            Column("meeting", "The meeting that adopted it, or before which it is.", references="meetings"),
            Column("adopted_by", "The meeting that adopted it.", references="meetings"),
            Column("submitted_to", "The meeting to which it is submitted.", references="meetings"),
            Column("corrected_at", "When an editor last corrected the text to differ from the file.", Type.TIME),
            Column("url", "The address of its page."),
        ),
    ),
    Table(
        "texts",
        _("Texts of recommendations by language"),
        (_ID, _LANGUAGE, Column("text", "The text."), Column("path", "The place as cited in this language.")),
        key_length=2,
    ),
    Table(
        "recommendation_articles",
        _("Articles of recommendations"),
        (
            _ID,
            Column("article", "The article.", references="articles"),
            Column("paragraph", "The paragraph of the article, or empty."),
            Column("subparagraph", "The subparagraph, or empty."),
            Column("basis", "cites, heading, editor, or subject: the reason why it relates to the article."),
            Column("evidence", "The words that show it."),
            Column(
                "description", "If it was found by meaning: the description of the article that the words resemble."
            ),
            Column("number", "The position among the reasons of the recommendation.", Type.INTEGER),
        ),
        key_length=0,
    ),
    Table(
        "recommendation_topics",
        _("Topics of recommendations"),
        (_ID, Column("topic", "The topic.", references="topics"), Column("evidence", "The words that show it.")),
        key_length=2,
    ),
    Table(
        "recommendation_addressees",
        _("Addressees of recommendations"),
        (_ID, Column("addressee", "Who is asked to act.", references="addressees")),
        key_length=2,
    ),
    Table(
        "bodies",
        _("Bodies"),
        (
            Column("body", "The key of the body."),
            Column("name", "The name in English."),
            Column("short_name", "The short name in English."),
            Column("parent", "The body to which it reports.", references="bodies"),
        ),
    ),
    Table(
        "meetings",
        _("Meetings"),
        (
            Column("meeting", "The key of the meeting, as in the address of its page."),
            Column("body", "The body that met.", references="bodies"),
            Column("name", "The name in English."),
            Column("ordinal", "The number of the meeting.", Type.INTEGER),
            Column("start", "The first day.", Type.DATE),
            Column("end", "The last day.", Type.DATE),
            Column("place", "The place."),
        ),
    ),
    Table(
        "instruments",
        _("Treaties"),
        (
            Column("instrument", "The key of the treaty."),
            Column("title", "The title in English."),
            Column("short_title", "The short title in English."),
        ),
    ),
    Table(
        "articles",
        _("Articles of treaties"),
        (
            Column("article", "The treaty and the number: untoc:18."),
            Column("instrument", "The treaty.", references="instruments"),
            Column("number", "The number of the article."),
            Column("title", "The title in English."),
        ),
    ),
    Table(
        "topics",
        _("Topics"),
        (
            Column("topic", "The key of the topic."),
            Column("label", "The label in English."),
            Column("parent", "The wider topic.", references="topics"),
            Column("unbis", "The address of the concept in the UNBIS thesaurus."),
        ),
    ),
    Table(
        "addressees",
        _("Addressees"),
        (Column("addressee", "The key of the addressee."), Column("label", "The name in English.")),
    ),
)
"""All tables, in the order in which the page shows them."""

BY_NAME = {table.name: table for table in TABLES}
