"""Addresses of compilations."""

from django.urls import path

from portal.compiling import views

urlpatterns = [
    path("compile/", views.compile_, name="compile"),
    path("compilations/<uuid:key>/", views.compilation, name="compilation"),
    path("compilations/<uuid:key>/state/", views.compilation_state, name="compilation-state"),
    path("compilations/<uuid:key>/file/", views.compilation_file, name="compilation-file"),
]
