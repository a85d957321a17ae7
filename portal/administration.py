"""Django's admin site with the portal's own login page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.web.permissions import DENIED
from documents.web.roles import Role


class Administration(AdminSite):
    """An admin site for all records. The registered model admins make them read-only."""

    site_header = _("UNTOC Portal administration")
    site_title = _("UNTOC Portal administration")
    index_title = _("Records")

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may see records. Raise PermissionDenied for other logged-in users."""
        if not request.user.is_authenticated:
            return False
        if not request.user.has_perm("documents.see_records"):
            raise PermissionDenied(DENIED[Role.ADMINISTRATOR])
        return True

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Redirect to the portal's login page, which counts failed attempts."""
        return redirect_to_login(request.GET.get("next", reverse("admin:index")), settings.LOGIN_URL)
