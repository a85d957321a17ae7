"""URLs for reporting errors, and for closing the reports."""

from django.urls import path

from portal.reports import review_views, views

urlpatterns = [
    path("report-error/", views.report, name="report-error"),
    path("report-error/sent/", views.sent, name="error-reported"),
    path("review/reports/", review_views.reports, name="error-reports"),
    path("review/reports/<int:pk>/", review_views.report, name="error-report"),
]
