"""Names of resolutions and decisions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_ORGANS: dict[str, str | Promise] = {
    "COP": gettext_lazy("Conference"),
    "COSP": gettext_lazy("Conference of the States Parties"),
    "CCPCJ": gettext_lazy("Commission on Crime Prevention and Criminal Justice"),
    "CND": gettext_lazy("Commission on Narcotic Drugs"),
    "ECOSOC": gettext_lazy("Economic and Social Council"),
    "GA": gettext_lazy("General Assembly"),
    "SC": gettext_lazy("Security Council"),
}
_DECISION = "decision "


def resolution_label(value: str) -> str:
    """Return "Conference resolution 5/8" for "COP 5/8", "Conference decision 2/2" for "COP decision 2/2"."""
    series, _space, number = value.partition(" ")
    organ = _ORGANS.get(series, series)
    if number.startswith(_DECISION):
        return _("%(organ)s decision %(number)s") % {"organ": organ, "number": number.removeprefix(_DECISION)}
    return _("%(organ)s resolution %(number)s") % {"organ": organ, "number": number}


def resolution_number(value: str) -> str:
    """Return the number of a resolution or decision: "2/2" for "COP decision 2/2"."""
    return value.partition(" ")[2].removeprefix(_DECISION)
