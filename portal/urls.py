"""The portal's URLs. A published URL never changes."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from portal.health import robots
from portal.home import home
from portal.monitoring.metrics import metrics

urlpatterns = [
    path("", home, name="home"),
    path("login/", auth.LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("", include("portal.accounts.urls")),
    path("", include("portal.help.urls")),
    path("", include("portal.log.urls")),
    path("", include("portal.system.urls")),
    path("", include("portal.ingestion.urls")),  # before documents.urls, which matches any path
    path("", include("portal.review.urls")),
    path("", include("portal.meetings.urls")),
    path("", include("portal.vocabularies.urls")),
    path("", include("documents.urls")),
    path("", include("recommendations.urls")),
    path("", include("recommendations.api.urls")),
]

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.forbidden"
handler404 = "portal.errors.not_found"
handler500 = "portal.errors.server_error"
