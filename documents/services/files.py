"""Store the files of versions, and files that hold several documents."""

from __future__ import annotations

import hashlib

from django.db.models import Max

from documents.models import CommonFile, Document, DocumentFile, Draft, FileContent, LanguageVersion, Upload
from documents.models.documents import CONTENT_KEY_LENGTH
from documents.models.files import KEPT_FILE

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "text": "text/plain",
}


def add_file(
    version: LanguageVersion, format: str, content: bytes, name: str, *, is_reissue: bool = False
) -> DocumentFile:
    """Store a file of a version; ``format`` is the format of the parsed document. Call this within a transaction.

    A reissue replaces the files in use; any other file is added to them, as the same text in another format. If they
    belong to a draft, so does the new file. A discarded file with the same bytes is deleted.
    """
    digest = _digest(content)
    DocumentFile.objects.filter(sha256=digest, draft__state=Draft.State.DISCARDED).delete()
    issue, draft = 1, None
    if is_reissue:
        issue = (version.files.aggregate(last=Max("issue"))["last"] or 1) + 1
    elif last := version.files.in_use().last():
        issue, draft = last.issue, last.draft
    file = DocumentFile.objects.create(
        version=version,
        draft=draft,
        issue=issue,
        name=name,
        sha256=digest,
        size=len(content),
        media_type=MEDIA_TYPES[format],
    )
    FileContent.objects.create(file=file, content=content)
    return file


def content_key(content: bytes) -> str:
    """Return the key that identifies a document by its first file: the first digits of its SHA-256 hash."""
    return _digest(content)[:CONTENT_KEY_LENGTH]


def find_stored_version(content: bytes) -> LanguageVersion | None:
    """Return the version that has a file with these bytes, or None. A file that was discarded does not count."""
    files = DocumentFile.objects.select_related("version__document")
    file = files.filter(KEPT_FILE, sha256=_digest(content)).first()
    return file.version if file else None


def find_common_file(content: bytes) -> CommonFile | None:
    """Return the file with these bytes that was split into several documents, or None."""
    return CommonFile.objects.filter(sha256=_digest(content)).defer("content").first()


def store_common_file(upload: Upload, part_count: int) -> CommonFile:
    """Store the file of an upload that is split into several documents. Call this within a transaction."""
    content = bytes(upload.content or b"")
    return CommonFile.objects.create(
        name=upload.name, sha256=_digest(content), size=len(content), content=content, part_count=part_count
    )


def link_common_file(upload: Upload, version: LanguageVersion) -> None:
    """Record for the stored file of an upload from which pages of a common file it was cut, if it was."""
    if upload.common_file_id and upload.content:
        content = bytes(upload.content)
        file = DocumentFile.objects.filter(version=version, sha256=_digest(content))
        file.update(common_file=upload.common_file_id, first_page=upload.first_page, last_page=upload.last_page)
        document = Document.objects.filter(pk=version.document_id, content_key=content_key(content))
        document.update(content_key=_content_key_of_part(upload))


def _content_key_of_part(upload: Upload) -> str:
    """Return the content key of a document cut from a common file, formed from that file and the pages: the bytes of
    the part differ each time it is cut."""
    whole = CommonFile.objects.only("sha256").get(uploads=upload)
    return content_key(f"{whole.sha256}:{upload.first_page}-{upload.last_page}".encode())


def delete_unused_common_files() -> None:
    """Delete the common files from which no stored file and no waiting upload was cut."""
    unread = Upload.objects.filter(content__isnull=False, common_file__isnull=False)
    CommonFile.objects.filter(files=None).exclude(pk__in=unread.values("common_file")).delete()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
