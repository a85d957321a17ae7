"""App configuration of the portal and its admin site."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.apps import apps as registry
from django.apps.registry import Apps
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.apps import ProcrastinateConfig


class PortalConfig(AppConfig):
    """The project's own app, which connects the others."""

    name = "portal"

    def ready(self) -> None:
        """Connect the handlers that log logins and that load the roles after all apps have migrated."""
        import_string("portal.security_events.connect")()  # imported here because it needs the account models
        post_migrate.connect(_load_roles, sender=registry.get_app_config("recommendations"), dispatch_uid="roles")


def _load_roles(sender: AppConfig, apps: Apps = registry, **kwargs: Any) -> None:
    """Handle post_migrate, which flush() sends too, without an app registry."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:  # a partial migration without the account tables
        return
    # Imported here because models are not loaded yet when this module is imported.
    import_string("documents.services.accounts.load_roles")()


class JobsConfig(ProcrastinateConfig):
    """Procrastinate's app, with names that people understand without knowing Procrastinate."""

    verbose_name = _("Background jobs")

    def ready(self) -> None:
        """Name the models as the admin site shows them."""
        super().ready()
        for name, (one, many) in _JOB_MODELS.items():
            options = self.get_model(name)._meta
            options.verbose_name, options.verbose_name_plural = one, many


_JOB_MODELS = {
    "ProcrastinateJob": (_("background job"), _("background jobs")),
    "ProcrastinateEvent": (_("event of a background job"), _("events of background jobs")),
}


class AdministrationConfig(AdminConfig):
    """Django's admin app, with the portal's admin site."""

    default_site = "portal.administration.Administration"
