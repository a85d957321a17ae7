"""The portal's addresses. An address never changes once published."""

from django.contrib import admin
from django.urls import path

from portal import health

urlpatterns = [
    path("admin/", admin.site.urls),
    path("health/", health.health, name="health"),
    path("robots.txt", health.robots, name="robots"),
]
