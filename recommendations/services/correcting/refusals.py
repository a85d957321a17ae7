"""Errors of corrections."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.corrections import Edit, Reason

REASONS: Mapping[str, Promise] = {
    Reason.DIFFERS: gettext_lazy("The document has changed at this place."),
    Reason.GONE: gettext_lazy("The recommendation or paragraph no longer exists."),
    Reason.TAKEN: gettext_lazy("There is already a recommendation at this place."),
    Reason.INVALID: gettext_lazy("The value is not valid here."),
    Reason.STATUS_DIFFERS: gettext_lazy("These recommendations differ in status or in the meeting that adopted them."),
}
"""Why an edit cannot be applied, as shown to editors."""


class CorrectionError(Exception):
    """A correction that cannot be made. Nothing was changed; ``message`` says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class EditConflict:
    """A conflict with an edit: the plain value that is there ``now``, its author and time.

    ``by`` is "" and ``at`` None if no correction caused it but another reading of the document.
    """

    edit: Edit
    now: Any
    reason: str
    by: str = ""
    at: datetime.datetime | None = None
    note: str = ""


class OvertakenError(Exception):
    """Others changed the same places since. Nothing was changed. ``conflicts`` are their values, one per edit. To
    override them, send the edits again with ``revision`` as the revision seen, and the current values as their ``was``.
    """

    def __init__(self, conflicts: tuple[EditConflict, ...], revision: int) -> None:
        super().__init__(_("Someone else changed this in the meantime. Nothing was saved."))
        self.conflicts = conflicts
        self.revision = revision
