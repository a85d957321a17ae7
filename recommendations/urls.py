"""Addresses of recommendations and of what they hang together with.

The page of a document is here, since it shows the document's recommendations; it must stay the last one below
``documents/``, since a symbol holds slashes.
"""

from django.urls import path

from recommendations import (
    article_views,
    basket_views,
    document_views,
    follow_up_views,
    lineage_views,
    matrix_views,
    search_views,
    views,
)

urlpatterns = [
    path("recommendations/", search_views.recommendations, name="recommendations"),
    path("recommendations/facet/<slug:key>/", search_views.facet, name="facet"),
    path("recommendations/<int:pk>/", views.recommendation, name="recommendation"),
    path("recommendations/<int:pk>/compare/<int:other>/", lineage_views.compare, name="compare"),
    path("lineage/", lineage_views.lineage, name="lineage"),
    path("lineage/log/", lineage_views.lineage_log, name="lineage-log"),
    path("lineage/<int:earlier>/<int:later>/", lineage_views.lineage_pair, name="lineage-pair"),
    path("lineage/<int:earlier>/<int:later>/dropped/", lineage_views.dropped, name="lineage-dropped"),
    path("lineage/<int:pk>/decide/", lineage_views.decide, name="lineage-decide"),
    path("follow-up/", follow_up_views.ledger, name="follow-up"),
    path("follow-up/overview/", follow_up_views.overview, name="follow-up-overview"),
    path("follow-up/facet/<slug:key>/", follow_up_views.ledger_facet, name="follow-up-facet"),
    path("follow-up/<int:pk>/", follow_up_views.entry_of, name="follow-up-of"),
    path("follow-up/<path:address>/<str:anchor>/", follow_up_views.entry, name="follow-up-entry"),
    path("basket/", basket_views.basket, name="basket"),
    path("suggestions", search_views.suggestions, name="suggestions"),
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/<slug:slug>/", views.meeting, name="meeting"),
    path("articles/", article_views.articles, name="articles"),
    path("articles/<slug:instrument>/", article_views.instrument, name="instrument"),
    path("articles/<slug:instrument>/<str:number>/", article_views.article, name="article"),
    path("matrix/", matrix_views.matrix, name="matrix"),
    path("matrix/table.csv", matrix_views.matrix_csv, name="matrix-csv"),
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:key>/", views.topic, name="topic"),
    path("recommendations/<int:pk>/cite/", document_views.cite_recommendation, name="cite-recommendation"),
    path("documents/<path:address>/cite/", document_views.cite, name="cite"),
    path("documents/<path:address>/cite/<str:anchor>/", document_views.cite, name="cite-paragraph"),
    path("documents/<path:address>/", document_views.document, name="document"),
]
