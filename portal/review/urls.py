"""Addresses of the review. Those below a document come before the document's own, which takes any path."""

from django.urls import path

from portal.review import picture_views

urlpatterns = [
    path("documents/<path:address>/pictures/<int:page>/", picture_views.page_picture, name="page-picture"),
]
