"""The vocabularies that editors can change, and the fields of their entries.

Pages, forms, storage and the log all follow these descriptions: a new field needs no other code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Body
from documents.web.languages import language_name

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
_OTHER_LANGUAGES = LANGUAGES[1:]

Label = str | Promise


class Kind(StrEnum):
    """What a field holds: a text, the address of a web page, one or several of its ``choices``, the key of an entry of
    its ``source``, several such keys, articles, or lines of text."""

    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    CHOICES = "choices"
    ENTRY = "entry"
    ENTRIES = "entries"
    ARTICLES = "articles"
    LINES = "lines"

    @property
    def is_list(self) -> bool:
        return self in (Kind.CHOICES, Kind.ENTRIES, Kind.ARTICLES, Kind.LINES)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry. With ``languages``, it has a value for each of them, which has a path such as "labels.fr".

    A field that ``is_required`` needs a value, at least in English. ``also`` is a path that always has the same value.
    A field that ``is_fixed`` is set when an entry is added, and does not change. A field that ``is_read`` determines
    what is found in documents, so that a change of it is applied to the stored ones.
    """

    name: str
    label: Label
    kind: Kind = Kind.TEXT
    help: Label = ""
    languages: tuple[str, ...] = ()
    source: str = ""
    choices: tuple[tuple[str, Label], ...] = ()
    also: str = ""
    max_length: int = 300
    is_required: bool = False
    is_fixed: bool = False
    is_read: bool = True

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(f"{self.name}.{language}" for language in self.languages) or (self.name,)

    def label_of(self, path: str) -> str:
        """Return the label of one of its paths: "Label (French)"."""
        language = path.partition(".")[2]
        if not language:
            return str(self.label)
        return _("%(label)s (%(language)s)") % {"label": self.label, "language": language_name(language)}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary. ``one`` names an entry of it, ``adding`` the page that adds one. An entry is named by the first of
    the paths in ``naming`` that has a value. ``key_fields`` form the key of a new entry, if the key is not made from
    the name. ``fixed_name`` is a field that a new entry gets from its name.
    """

    key: str
    title: Label
    one: Label
    adding: Label
    lead: Label
    fields: tuple[Field, ...]
    naming: tuple[str, ...] = ("labels.en",)
    key_fields: tuple[str, ...] = ()
    fixed_name: str = ""
    can_merge: bool = False
    is_kept: bool = False  # entries that the portal ships cannot be removed, because the search refers to them

    def by_path(self) -> Iterator[tuple[str, Field]]:
        """Yield the paths of all fields, in the order of the form."""
        for field in self.fields:
            for path in field.paths:
                yield path, field

    @property
    def paths(self) -> Mapping[str, Field]:
        return dict(self.by_path())


def _phrases(name: str, label: Label, help: Label = "", languages: tuple[str, ...] = LANGUAGES) -> Field:
    return Field(name, label, Kind.LINES, help, languages)


_PHRASE_HELP = gettext_lazy(
    "One on each line. A final * stands for any ending, … for any words in between, "
    "and § for the name of a treaty or body: basis for … extradition"
)

_TOPICS = Vocabulary(
    "topics",
    gettext_lazy("Topics"),
    gettext_lazy("topic"),
    gettext_lazy("Add a topic"),
    gettext_lazy("Recommendations have a topic if their text or heading contains one of its terms."),
    (
        Field("labels", gettext_lazy("Label"), languages=LANGUAGES, max_length=120, is_required=True, is_read=False),
        Field("parent", gettext_lazy("Broader topic"), Kind.ENTRY, source="topics", is_read=False),
        Field(
            "unbis",
            gettext_lazy("UNBIS concept"),
            Kind.URL,
            gettext_lazy("Its address in the UNBIS Thesaurus, for example http://metadata.un.org/thesaurus/1002220"),
            is_read=False,
        ),
        _phrases("terms", gettext_lazy("Terms"), _PHRASE_HELP),
        _phrases(
            "other_meanings",
            gettext_lazy("Phrases with another meaning"),
            gettext_lazy("One on each line. Terms within these phrases do not count."),
        ),
    ),
    can_merge=True,
)

_ADDRESSEES = Vocabulary(
    "addressees",
    gettext_lazy("Addressees"),
    gettext_lazy("addressee"),
    gettext_lazy("Add an addressee"),
    gettext_lazy("Groups and bodies that recommendations ask to act."),
    (
        Field("labels", gettext_lazy("Name"), languages=LANGUAGES, max_length=200, is_required=True),
        Field(
            "forms",
            gettext_lazy("Names in English texts"),
            Kind.LINES,
            gettext_lazy("One on each line, in the singular and the plural."),
        ),
    ),
    fixed_name="name",
    can_merge=True,
)

_BODIES = Vocabulary(
    "bodies",
    gettext_lazy("Bodies"),
    gettext_lazy("body"),
    gettext_lazy("Add a body"),
    gettext_lazy("Organs that meet: the Conference, its working groups, commissions and others."),
    (
        Field("name", gettext_lazy("Full name (English)"), also="labels.en", is_required=True),
        Field("short_name", gettext_lazy("Short name (English)"), max_length=120, is_required=True, is_read=False),
        Field("labels", gettext_lazy("Full name"), languages=_OTHER_LANGUAGES),
        Field("short_labels", gettext_lazy("Short name"), languages=_OTHER_LANGUAGES, max_length=120, is_read=False),
        Field("parent", gettext_lazy("Parent body"), Kind.ENTRY, source="bodies"),
        Field(
            "kind_of_meeting", gettext_lazy("Type of meeting"), Kind.CHOICE, choices=tuple(Body.KindOfMeeting.choices)
        ),
        Field("instrument", gettext_lazy("Instrument that it serves"), Kind.ENTRY, source="instruments"),
        Field("protocol", gettext_lazy("Only protocol that it deals with"), Kind.ENTRY, source="instruments"),
        Field(
            "symbol_prefixes",
            gettext_lazy("Symbols begin with"),
            Kind.LINES,
            gettext_lazy("One on each line, for example CTOC/COP/WG.3/"),
        ),
        Field("names", gettext_lazy("Names in English texts"), Kind.LINES, gettext_lazy("One on each line.")),
        _phrases("names_by_language", gettext_lazy("Other names in texts"), languages=_OTHER_LANGUAGES),
    ),
    naming=("name",),
    is_kept=True,
)

_INSTRUMENTS = Vocabulary(
    "instruments",
    gettext_lazy("Instruments"),
    gettext_lazy("instrument"),
    gettext_lazy("Add an instrument"),
    gettext_lazy("Treaties that documents cite."),
    (
        Field("title", gettext_lazy("Title (English)"), also="labels.en", is_required=True),
        Field("short_title", gettext_lazy("Short title (English)"), max_length=120, is_required=True),
        Field("short_labels", gettext_lazy("Short title"), languages=_OTHER_LANGUAGES, max_length=120, is_read=False),
        Field("labels", gettext_lazy("Title"), languages=_OTHER_LANGUAGES),
        Field("parent", gettext_lazy("Convention that it supplements"), Kind.ENTRY, source="instruments"),
        Field("names", gettext_lazy("Names in English texts"), Kind.LINES, gettext_lazy("One on each line.")),
        _phrases("names_by_language", gettext_lazy("Other names in texts"), languages=_OTHER_LANGUAGES),
    ),
    naming=("short_title",),
    is_kept=True,
)

_ARTICLES = Vocabulary(
    "articles",
    gettext_lazy("Articles"),
    gettext_lazy("article"),
    gettext_lazy("Add an article"),
    gettext_lazy("Articles of the instruments, with their titles."),
    (
        Field(
            "instrument",
            gettext_lazy("Instrument"),
            Kind.ENTRY,
            source="instruments",
            is_required=True,
            is_fixed=True,
        ),
        Field(
            "number",
            gettext_lazy("Number"),
            help=gettext_lazy("For example 18 or 4 bis"),
            max_length=10,
            is_required=True,
            is_fixed=True,
        ),
        Field("title", gettext_lazy("Title (English)"), also="labels.en", is_required=True, is_read=False),
        Field("labels", gettext_lazy("Title"), languages=_OTHER_LANGUAGES, is_read=False),
        Field(
            "unverified",
            gettext_lazy("Titles not compared with the authentic text yet"),
            Kind.CHOICES,
            gettext_lazy(
                "Article pages say so. Deselect a language once its title is the same as in the authentic text."
            ),
            choices=tuple((language, lazy(language_name, str)(language)) for language in _OTHER_LANGUAGES),
            is_read=False,
        ),
        Field("chapter", gettext_lazy("Chapter"), max_length=200, is_read=False),
    ),
    naming=("title",),
    key_fields=("instrument", "number"),
)

_SUBJECTS = Vocabulary(
    "subjects",
    gettext_lazy("Subjects of articles"),
    gettext_lazy("subject"),
    gettext_lazy("Add a subject"),
    gettext_lazy(
        "A recommendation relates to an article if it names the subject of that article, even if it does not cite it."
    ),
    (
        Field("name", gettext_lazy("Name (English)"), max_length=80, is_required=True, is_fixed=True),
        Field("labels", gettext_lazy("Name"), languages=_OTHER_LANGUAGES, max_length=120, is_read=False),
        Field(
            "provisions",
            gettext_lazy("Articles or paragraphs"),
            Kind.ARTICLES,
            gettext_lazy("One on each line, for example: article 18 (13) UNTOC"),
            source="articles",
        ),
        _phrases("phrases", gettext_lazy("Phrases"), _PHRASE_HELP),
        _phrases("weak", gettext_lazy("Weak phrases"), gettext_lazy("Too general to count alone.")),
        Field(
            "with",
            gettext_lazy("Only if the text also names one of these"),
            Kind.ENTRIES,
            source="subjects",
        ),
        Field(
            "about",
            gettext_lazy("Only if the text or the title of its document names one of these"),
            Kind.ENTRIES,
            source="subjects",
        ),
        Field("unless", gettext_lazy("Not if the text names one of these"), Kind.ENTRIES, source="subjects"),
        Field("but_with", gettext_lazy("… except if it also names one of these"), Kind.ENTRIES, source="subjects"),
    ),
    naming=("name",),
)

_THESAURUS = Vocabulary(
    "thesaurus",
    gettext_lazy("Search thesaurus"),
    gettext_lazy("thesaurus entry"),
    gettext_lazy("Add a thesaurus entry"),
    gettext_lazy("Terms that mean the same, in six languages. A search for one of them finds the others too."),
    (
        Field(
            "forms",
            gettext_lazy("Terms"),
            Kind.LINES,
            gettext_lazy("One on each line. All terms of an entry must mean the same."),
            LANGUAGES,
            is_read=False,
        ),
        Field("topic", gettext_lazy("Topic"), Kind.ENTRY, source="topics", is_read=False),
        Field("broader", gettext_lazy("Broader entries"), Kind.ENTRIES, source="thesaurus", is_read=False),
        Field(
            "as_typed",
            gettext_lazy("Terms that count only with these capital letters"),
            Kind.LINES,
            gettext_lazy("Abbreviations that are also words: one of the terms above on each line."),
            is_read=False,
        ),
        Field(
            "other_meaning",
            gettext_lazy("Terms with another meaning in another language"),
            Kind.LINES,
            gettext_lazy("One of the terms above on each line."),
            is_read=False,
        ),
    ),
    naming=tuple(f"forms.{language}" for language in LANGUAGES),
    can_merge=True,
)

VOCABULARIES: Mapping[str, Vocabulary] = {
    row.key: row for row in (_TOPICS, _ADDRESSEES, _BODIES, _INSTRUMENTS, _ARTICLES, _SUBJECTS, _THESAURUS)
}
