"""Read-only admin pages for documents. Only :mod:`documents.services` writes them."""

from __future__ import annotations

from typing import ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from documents.models import (
    Body,
    Document,
    DocumentFile,
    DocumentOrgan,
    DocumentSymbol,
    Footnote,
    LanguageVersion,
    Meeting,
    Paragraph,
    Upload,
)


class ReadOnly:
    """A mixin that lets users with the permission ``see_records`` view records, but lets nobody change them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may see records: one permission covers all tables."""
        return request.user.has_perm("documents.see_records")

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the user may see records: one permission covers all tables."""
        return request.user.has_perm("documents.see_records")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False."""
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """The read-only admin pages of a model."""


class ReadOnlyInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    """Read-only related rows on the page of another row."""

    extra = 0


class SymbolInline(ReadOnlyInline):
    model = DocumentSymbol


class VersionInline(ReadOnlyInline):
    model = LanguageVersion
    exclude = ("parsed",)
    show_change_link = True


class OrganInline(ReadOnlyInline):
    model = DocumentOrgan
    exclude = ("document",)


class FileInline(ReadOnlyInline):
    model = DocumentFile


# Accounts are changed on the portal's accounts pages, which write the audit log; here they are read-only.
admin.site.unregister(Group)
admin.site.unregister(User)
# These hold secrets, and allauth's admin pages would let administrators change them without a trace.
for _model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken):
    admin.site.unregister(_model)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("username", "is_active", "is_superuser", "last_login")
    list_filter = ("groups", "is_active")
    exclude = ("password",)


@admin.register(Body)
class BodyAdmin(ReadOnlyAdmin):
    list_display = ("name", "key", "parent", "kind_of_meeting")
    search_fields = ("name", "key")


@admin.register(Meeting)
class MeetingAdmin(ReadOnlyAdmin):
    list_display = ("slug", "body", "ordinal", "start", "end", "place")
    list_filter = ("body",)
    list_select_related = ("body",)


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "title", "body", "date")
    list_filter = ("body",)
    list_select_related = ("body",)
    search_fields = ("title", "symbols__symbol")
    inlines: ClassVar = [SymbolInline, VersionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Prefetch the symbols, which ``__str__`` uses."""
        return super().get_queryset(request).prefetch_related("symbols")


@admin.register(LanguageVersion)
class LanguageVersionAdmin(ReadOnlyAdmin):
    list_display = ("document", "language", "title", "page_count", "text_quality", "published_at", "parser_version")
    list_filter = ("language", "text_quality")
    list_select_related = ("document",)
    exclude = ("parsed",)
    inlines: ClassVar = [OrganInline, FileInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LanguageVersion]:
        """Defer the parsed structures, which are large."""
        return super().get_queryset(request).defer("parsed").prefetch_related("document__symbols")


@admin.register(Paragraph)
class ParagraphAdmin(ReadOnlyAdmin):
    list_display = ("anchor", "kind", "page", "text")
    list_filter = ("kind",)
    raw_id_fields = ("version", "parent")
    show_full_result_count = False


@admin.register(Footnote)
class FootnoteAdmin(ReadOnlyAdmin):
    list_display = ("marker", "page", "text")
    raw_id_fields = ("version", "paragraph")
    show_full_result_count = False


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "state", "received_at", "finished_at", "message")
    list_filter = ("state",)
    list_select_related = ("user",)
    exclude = ("content",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        """Defer the content of the files."""
        return super().get_queryset(request).defer("content")
