"""The address of OAI-PMH. It has no language."""

from django.urls import path

from portal.harvesting.views import oai

urlpatterns = [path("oai/", oai, name="oai")]
