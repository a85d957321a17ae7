"""Read-only admin pages for recommendations and vocabularies."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

from documents.admin import ReadOnlyAdmin, ReadOnlyInline
from recommendations.models import Addressee, Article, Citation, Instrument, Recommendation, RecommendationTopic, Topic


class ArticleInline(ReadOnlyInline):
    model = Article


class TopicInline(ReadOnlyInline):
    model = RecommendationTopic


@admin.register(Instrument)
class InstrumentAdmin(ReadOnlyAdmin):
    list_display = ("short_title", "key", "parent")
    inlines: ClassVar = [ArticleInline]


@admin.register(Topic)
class TopicAdmin(ReadOnlyAdmin):
    list_display = ("key", "parent", "unbis")
    search_fields = ("key",)


@admin.register(Addressee)
class AddresseeAdmin(ReadOnlyAdmin):
    list_display = ("name", "key")


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ("path", "kind", "status", "strength", "verb", "text")
    list_filter = ("kind", "status", "strength")
    raw_id_fields = ("version", "paragraph")
    inlines: ClassVar = [TopicInline]


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("text", "kind", "article", "article_paragraph", "value", "reason")
    list_filter = ("kind",)
    list_select_related = ("article__instrument",)
    raw_id_fields = ("version", "paragraph", "footnote")
    show_full_result_count = False
