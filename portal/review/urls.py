"""Addresses of the review. Those below a document come before the document's own, which takes any path."""

from django.urls import path

from portal.review import picture_views, views

urlpatterns = [
    path("documents/<path:address>/pictures/<int:page>/", picture_views.page_picture, name="page-picture"),
    path("documents/<path:address>/review/", views.review, name="document-review"),
    path("documents/<path:address>/review/original/", views.review_original, name="review-original"),
    path("documents/<path:address>/symbol/", views.symbol, name="document-symbol"),
]
