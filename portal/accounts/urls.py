"""URLs of account pages."""

from django.urls import path

from portal.accounts import views

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new_account, name="account-new"),
    path("accounts/<int:pk>/role/", views.account_role, name="account-role"),
    path("accounts/<int:pk>/active/", views.account_activity, name="account-active"),
    path("accounts/<int:pk>/password/", views.account_password, name="account-password"),
    path("password/", views.own_password, name="own-password"),
]
