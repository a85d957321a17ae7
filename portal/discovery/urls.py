"""URLs of the files that programs look for at fixed addresses. They have no language."""

from django.urls import path

from portal.discovery import views

urlpatterns = [
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", views.sitemap_file, name="sitemap-file"),
    path("robots.txt", views.robots, name="robots"),
    path("opensearch.xml", views.open_search, name="opensearch"),
    path("llms.txt", views.llms, name="llms"),
    path(".well-known/security.txt", views.security, name="security-txt"),
    path("security.txt", views.security),
    path("about/", views.about, name="about"),
]
