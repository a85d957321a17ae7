"""URLs of account pages."""

from django.urls import path

from portal.accounts import own_views, views

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new_account, name="account-new"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("accounts/<int:pk>/active/", views.account_activity, name="account-active"),
    path("accounts/<int:pk>/link/", views.account_link, name="account-link"),
    path("accounts/<int:pk>/unlock/", views.account_unlock, name="account-unlock"),
    path("accounts/<int:pk>/second-factor/", views.account_second_factor, name="account-second-factor"),
    path("accounts/<int:pk>/unlink/", views.account_unlink, name="account-unlink"),
    path("account/", own_views.own_account, name="own-account"),
    path("password/", own_views.own_password, name="own-password"),
    path("password/new/", own_views.request_password, name="request-password"),
    path("password/new/sent/", own_views.password_requested, name="password-requested"),
    path("password/new/<str:uidb64>/<str:token>/", own_views.set_new_password, name="set-password"),
]
