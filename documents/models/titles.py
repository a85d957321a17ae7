"""The titles of documents for readers."""

from __future__ import annotations

from documents.models.documents import Document, LanguageVersion
from documents.web.languages import language_of_script


def shown_title(item: Document | LanguageVersion) -> tuple[str, str]:
    """Return the title of a version or document, and the code of its language; "" if the language is not known.

    The title of a document is that in the reader's language if there is one and it was loaded
    (:func:`documents.queries.documents.titles_for_reader`), or else that of the leading version. A version without a
    title has that of its document.
    """
    if isinstance(item, LanguageVersion):
        return (item.title, item.language) if item.title else shown_title(item.document)
    for version in getattr(item, "reader_versions", ()):
        return version.title, version.language
    return item.title, language_of_script(item.title)
