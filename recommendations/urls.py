"""URLs of recommendations and related pages.

The document page is here because it shows the document's recommendations. Its pattern must remain the last one under
``documents/``: symbols contain slashes, so it matches any path.
"""

from django.urls import path, register_converter

from recommendations.views import (
    akoma_ntoso,
    articles,
    basket,
    catalogue,
    concordance,
    documents,
    exports,
    feeds,
    files,
    follow_up,
    follow_up_bulk,
    lineage,
    lineage_linking,
    matrix,
    meetings,
    news,
    recommendations,
    search,
    treaty_texts,
)

register_converter(files.SuffixConverter, "suffix")

urlpatterns = [
    path("recommendations/", search.recommendations, name="recommendations"),
    path("recommendations/facet/<slug:key>/", search.facet, name="facet"),
    path("recommendations/<int:pk>/compare/<int:other>/", lineage.compare_by_keys, name="compare-by-keys"),
    path(
        "recommendations/<path:address>/<str:place>/compare/<path:other>/<str:other_place>/",
        lineage.compare,
        name="compare",
    ),
    path("recommendations/<path:address>/<str:place>/", recommendations.recommendation, name="recommendation"),
    path("lineage/", lineage.lineage, name="lineage"),
    path("lineage/log/", lineage.lineage_log, name="lineage-log"),
    path("lineage/<int:earlier>/<int:later>/", lineage.lineage_pair, name="lineage-pair"),
    path("lineage/confirm/", lineage_linking.confirm_many, name="lineage-confirm-many"),
    path("lineage/confirm/<uuid:batch>/", lineage_linking.batch_of_links, name="lineage-batch"),
    path("lineage/documents/", lineage_linking.choose_documents, name="lineage-documents"),
    path("lineage/<int:earlier>/<int:later>/link/", lineage_linking.link, name="lineage-link"),
    path("lineage/<int:earlier>/<int:later>/dropped/", lineage.dropped, name="lineage-dropped"),
    path("lineage/<int:pk>/decide/", lineage.decide, name="lineage-decide"),
    path("follow-up/", follow_up.ledger, name="follow-up"),
    path("follow-up/overview/", follow_up.overview, name="follow-up-overview"),
    path("follow-up/facet/<slug:key>/", follow_up.ledger_facet, name="follow-up-facet"),
    path("follow-up/change/", follow_up_bulk.change, name="follow-up-change"),
    path("follow-up/change/<uuid:key>/", follow_up_bulk.bulk_change, name="follow-up-bulk-change"),
    path("follow-up/hand-over/", follow_up_bulk.hand_over_all, name="follow-up-hand-over"),
    path("follow-up/<int:pk>/", follow_up.entry_of, name="follow-up-of"),
    path("follow-up/<path:address>/<str:anchor>/", follow_up.entry, name="follow-up-entry"),
    path("basket/", basket.basket, name="basket"),
    path("basket/compare/", basket.compare_two, name="basket-compare"),
    path("basket/shared/", basket.shared_basket, name="shared-basket"),
    path("compile/", exports.compile_, name="compile"),
    path("compilations/<uuid:key>/", exports.compilation, name="compilation"),
    path("compilations/<uuid:key>/state/", exports.compilation_state, name="compilation-state"),
    path("concordance/", concordance.concordance, name="concordance"),
    path("suggestions", search.suggestions, name="suggestions"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("new/", news.news, name="news"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<slug:instrument>/", articles.instrument, name="instrument"),
    path("articles/<slug:instrument>/text/", treaty_texts.treaty_text, name="treaty-text"),
    path("articles/<slug:instrument>/<str:number>/", articles.article, name="article"),
    path("matrix/", matrix.matrix, name="matrix"),
    path("matrix/table.csv", matrix.matrix_csv, name="matrix-csv"),
    path("topics/", catalogue.topics, name="topics"),
    path("topics/<slug:key>/", catalogue.topic, name="topic"),
    path("documents/<path:address>/cite/", documents.cite, name="cite"),
    path("documents/<path:address>/cite/<str:anchor>/", documents.cite, name="cite-paragraph"),
    path("documents/<path:address>/", documents.document, name="document"),
]

FILES = [
    path("compilations/<uuid:key>/file/", exports.compilation_file, name="compilation-file"),
    path("documents/<path:address>.akn.xml", akoma_ntoso.document, name="document-akn"),
    path("documents/<path:address>.<suffix:suffix>", files.document_file, name="document-data"),
    path(
        "recommendations/<path:address>/<str:place>.<suffix:suffix>",
        files.recommendation_file,
        name="recommendation-file",
    ),
    path("recommendations/<path:address>/<str:place>.atom", feeds.recommendation_feed, name="recommendation-feed"),
    path("recommendations/<int:pk>/", recommendations.recommendation_by_key, name="recommendation-by-key"),
    path("recommendations/<int:pk>/cite/", documents.cite_recommendation, name="cite-recommendation"),
    path("recommendations.atom", feeds.search_feed, name="recommendations-feed"),
    path("articles/<slug:instrument>/<str:number>.atom", feeds.article_feed, name="article-feed"),
    path("topics/<slug:key>.atom", feeds.topic_feed, name="topic-feed"),
    path("meetings/<slug:slug>.atom", feeds.meeting_feed, name="meeting-feed"),
    path("documents.atom", feeds.document_list_feed, name="documents-feed"),
    path("documents/<path:address>.atom", feeds.publication_feed, name="document-feed"),
    path("new.atom", feeds.publication_feed, name="news-feed"),
]
