"""The portal's URLs. A published URL never changes.

Pages begin with their language: /fr/articles/. Their addresses without it, which are older than the languages, lead to
the reader's language (:mod:`portal.languages`).
"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from documents import urls as documents
from documents.web.language_addresses import LanguagePrefix
from portal.bulk import urls as bulk
from portal.drafting import urls as drafting
from portal.home import home
from portal.monitoring.metrics import metrics
from portal.review import urls as review
from recommendations import urls as recommendations
from recommendations.api import urls as api

# What is written in the reader's language: pages, their parts, and tables and feeds made from them.
PAGES: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("portal.login.urls")),
    path("", include("portal.accounts.urls")),
    path("", include("portal.help.urls")),
    path("", include("portal.accuracy.urls")),
    path("", include("portal.log.urls")),
    path("", include("portal.system.urls")),
    path("", include("portal.ingestion.urls")),  # before documents.urls, which matches any path
    path("", include("portal.review.urls")),
    path("", include("portal.reports.urls")),
    path("", include("portal.meetings.urls")),
    path("", include("portal.vocabularies.urls")),
    path("", include("portal.drafting.urls")),
    path("", include("portal.bulk.urls")),
    path("", include("documents.urls")),
    path("", include("portal.alerts.urls")),
    path("", include("portal.briefs.urls")),
    path("", include("recommendations.urls")),
    path("", include("recommendations.api.urls")),
]

# What has the same address for all readers: data, stored files and their pages as pictures, and what machines look for.
WITHOUT_LANGUAGE: list[URLPattern | URLResolver] = [
    path("", include(drafting.ENDPOINTS)),  # before api.ENDPOINTS, which matches any path below /api/
    path("", include(api.ENDPOINTS)),
    path("", include(documents.FILES)),
    path("", include(recommendations.FILES)),
    path("", include(review.FILES)),
    path("admin/", admin.site.urls),
    path("", include("portal.login.provider_urls")),
    path("metrics", metrics, name="metrics"),
    path("", include("portal.discovery.urls")),
    path("", include("portal.harvesting.urls")),
    path("", include(bulk.FILES)),
]

urlpatterns = [*WITHOUT_LANGUAGE, URLResolver(LanguagePrefix(), PAGES)]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
