"""App configuration of alerts by e-mail."""

from __future__ import annotations

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """An app of its own, because it has tables."""

    name = "portal.alerts"
    label = "alerts"
