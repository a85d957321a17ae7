"""The page on which administrators load the text of a treaty: choose a file, check the result, confirm."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.web.error_pages import SuggestedLink, not_found
from documents.web.permissions import current_user, require_permission
from documents.web.phrases import file_size
from recommendations.models import Instrument, TreatyText
from recommendations.services import (
    CheckedTreaty,
    TreatyError,
    check_treaty_text,
    load_treaty_text,
    remove_treaty_text,
)
from recommendations.treaties.types import TreatyBlock

MAX_BYTES = 1024 * 1024  # of a file; the text of a treaty is a fifth of this


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as read from a file. ``blocks`` are its paragraphs and subparagraphs."""

    number: str
    title: str
    blocks: tuple[TreatyBlock, ...]

    @property
    def paragraph_count(self) -> int:
        return len({block.paragraph for block in self.blocks})


@require_permission("documents.publish_document")
@require_http_methods(["GET", "HEAD", "POST"])
def treaty_text(request: HttpRequest, instrument: str) -> HttpResponse:
    """Show the form, or the text read from a file; load the text once confirmed, or remove it."""
    row = Instrument.objects.filter(key=instrument).first()
    if row is None:
        message = _("There is no instrument called “%(key)s” in this collection.") % {"key": instrument}
        return not_found(request, message, [SuggestedLink(_("All articles and instruments"), reverse("articles"))])
    action = request.POST.get("action", "") if request.method == "POST" else ""
    try:
        if action == "read":
            content, name = _chosen_file(request)
            return _show_read(request, row, check_treaty_text(content, row.key), content, name)
        if action == "load":
            content = request.POST.get("text", "").replace("\r\n", "\n").encode()
            load_treaty_text(content, request.POST.get("name", ""), row.key, current_user(request))
            messages.success(request, _("The text of the %(title)s was loaded.") % {"title": row.label})
            return redirect("instrument", row.key)
        if action == "remove":
            remove_treaty_text(row.key, current_user(request))
            messages.success(request, _("The text of the %(title)s was removed.") % {"title": row.label})
            return redirect("instrument", row.key)
    except TreatyError as error:
        return _show_form(request, row, str(error))
    return _show_form(request, row)


def _chosen_file(request: HttpRequest) -> tuple[bytes, str]:
    """Return the content and name of the file. Raise TreatyError if there is none, or if it is empty or too large."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise TreatyError(_("No file was chosen. Choose a text or Markdown file."))
    if not file.size:
        raise TreatyError(_("The file is empty. Choose a file with the text of the treaty."))
    if file.size > MAX_BYTES:
        message = _("The file is larger than %(size)s. Choose a file with only the text of the treaty.")
        raise TreatyError(message % {"size": file_size(MAX_BYTES)})
    return file.read(), file.name or ""


def _show_form(request: HttpRequest, instrument: Instrument, error: str = "") -> HttpResponse:
    context = {
        "instrument": instrument,
        "loaded": TreatyText.objects.filter(instrument=instrument).first(),
        "has_articles": instrument.articles.exists(),
        "error": error,
        "limit": MAX_BYTES,
    }
    return render(request, "articles/load_text.html", context, status=422 if error else 200)


def _show_read(
    request: HttpRequest, instrument: Instrument, checked: CheckedTreaty, content: bytes, name: str
) -> HttpResponse:
    treaty = checked.treaty
    articles = [
        ReadArticle(
            article.number, article.title, tuple(block for block in treaty.blocks if block.article == article.number)
        )
        for article in treaty.articles
    ]
    context = {
        "instrument": instrument,
        "treaty": treaty,
        "articles": articles,
        "outside": [block for block in treaty.blocks if not block.article],
        "text": content.decode("utf-8-sig"),
        "name": name,
        "replaces": TreatyText.objects.filter(instrument=instrument).exists(),
    }
    return render(request, "articles/check_text.html", context)
