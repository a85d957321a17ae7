"""URLs of alerts by e-mail."""

from django.urls import path

from portal.alerts import views

urlpatterns = [
    path("alerts/", views.request_link, name="alerts"),
    path("alerts/follow/", views.follow, name="follow"),
    path("alerts/sent/", views.link_sent, name="alert-link-sent"),
    path("alerts/confirm/<str:token>/", views.confirm_subscription, name="confirm-subscription"),
    path("alerts/subscriptions/<str:token>/", views.manage, name="manage-subscriptions"),
    path("alerts/subscriptions/<str:token>/erase/", views.erase_all, name="erase-subscriptions"),
    path("alerts/unsubscribe/<slug:schedule>/<str:token>/", views.unsubscribe_schedule, name="unsubscribe"),
]
