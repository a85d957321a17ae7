"""URLs for logging in and of second factors. django-allauth prescribes the names that start with its own."""

from django.contrib.auth import views as auth
from django.urls import path

from portal.login import views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("login/", views.log_in, name="account_login"),
    path("login/code/", views.second_factor, name="mfa_authenticate"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("account/two-step/", views.second_factors, name="mfa_index"),
    path("account/two-step/", views.second_factors, name="mfa_list_webauthn"),
    path("account/two-step/app/", views.add_app, name="mfa_activate_totp"),
    path("account/two-step/app/remove/", views.remove_app, name="mfa_deactivate_totp"),
    path("account/two-step/passkey/", views.add_passkey, name="mfa_add_webauthn"),
    path("account/two-step/passkey/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path("account/two-step/codes/", views.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/two-step/codes/new/", views.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/confirm/", views.confirm_by_password, name="account_reauthenticate"),
    path("account/confirm/code/", views.confirm_by_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", views.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
]
