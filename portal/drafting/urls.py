"""URLs of the check of a draft."""

from django.urls import path

from portal.drafting import api_views, views

urlpatterns = [
    path("check/", views.check, name="check-draft"),
    path("check/result/<slug:extension>/", views.download, name="check-download"),
]

ENDPOINTS = [path("api/v1/checks", api_views.checks, name="api-checks")]
