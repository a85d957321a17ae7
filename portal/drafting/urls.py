"""URLs of the check of a draft."""

from django.urls import path, re_path

from portal.drafting import api_views, views

urlpatterns = [
    path("check/", views.check, name="check-draft"),
    re_path(r"^check/file\.(?P<extension>docx|json)$", views.download, name="check-download"),
]

ENDPOINTS = [path("api/v1/checks", api_views.checks, name="api-checks")]
