"""URLs of briefs. Their parameters are those of a search."""

from django.urls import path

from portal.briefs import views

urlpatterns = [
    path("brief/", views.brief, name="brief"),
    path("brief/word/", views.brief_word, name="brief-word"),
]
