"""URLs of the OpenID Connect provider. They are the same in every language, because providers know them."""

from django.conf import settings
from django.urls import path

from portal.login import views

_PROVIDER = {"provider_id": settings.OIDC_PROVIDER}

urlpatterns = [
    path("oidc/login/", views.log_in_through_provider, _PROVIDER, name="openid_connect_login"),
    path("oidc/callback/", views.provider_callback, _PROVIDER, name="openid_connect_callback"),
]
