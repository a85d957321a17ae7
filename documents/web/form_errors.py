"""Error messages for form fields that say what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

INVALID_CHOICE = {"invalid_choice": _("“%(value)s” is not one of the choices. Choose one from the list.")}
