"""App configuration of the portal and its admin site."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class PortalConfig(AppConfig):
    """The project's own app, which connects the others."""

    name = "portal"

    def ready(self) -> None:
        """Load the roles after the last app has migrated."""
        post_migrate.connect(_load_roles, sender=registry.get_app_config("recommendations"), dispatch_uid="roles")


def _load_roles(sender: AppConfig, apps: Apps = registry, **kwargs: Any) -> None:
    """post_migrate handler; also fired by flush(), which passes no app registry."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:  # migrated to a point without the tables of accounts
        return
    import_string("documents.services.accounts.load_roles")()  # its models are not loaded when this file is imported


class AdministrationConfig(AdminConfig):
    """Django's admin app, with the portal's admin site."""

    default_site = "portal.administration.Administration"
