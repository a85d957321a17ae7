"""The portal as Django's registry of applications knows it, and its administration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string


class PortalConfig(AppConfig):
    """The rooms joined."""

    name = "portal"

    def ready(self) -> None:
        """Have the roles there as soon as the tables and permissions of the last room are."""
        post_migrate.connect(_load_roles, sender=registry.get_app_config("recommendations"), dispatch_uid="roles")


def _load_roles(sender: AppConfig, apps: Apps = registry, **told: Any) -> None:
    """Told of after migrations, which say what tables there are, and after tests that emptied all, which do not."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:  # the accounts' tables are not there (any more)
        return
    import_string("documents.services.accounts.load_roles")()  # whose models are not there yet when this file is read


class AdministrationConfig(AdminConfig):
    """Django's administration, for those who may see the records."""

    default_site = "portal.administration.Administration"
