"""Errors and conflicts that prevent a correction."""

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
    Reason.DIFFERS: gettext_lazy("This part of the document has changed since you opened the form."),
    Reason.GONE: gettext_lazy("The recommendation or paragraph no longer exists."),
    Reason.TAKEN: gettext_lazy("This paragraph is already a recommendation."),
    Reason.INVALID: gettext_lazy("This value cannot be used in this field. Enter another value."),
    Reason.STATUS_DIFFERS: gettext_lazy(
        "These recommendations differ in status or in the meeting that adopted them, so they cannot be joined."
    ),
}
"""Why an edit cannot be applied, as shown to editors."""


class CorrectionError(Exception):
    """A correction that cannot be made. Nothing was changed; ``message`` explains the problem and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class EditConflict:
    """A conflict with an edit: the current value (as a plain value), who set it and when.

    If it was caused by a new reading of the document rather than a correction, ``by`` is "" and ``at`` is None.
    """

    edit: Edit
    current_value: Any
    reason: str
    by: str = ""
    at: datetime.datetime | None = None
    note: str = ""


class EditConflictError(Exception):
    """Someone else changed the same fields in the meantime, and nothing was saved. ``conflicts`` holds one conflict per
    edit. To override them, submit the edits again with ``revision`` as ``seen`` and the current values as
    ``old_value``."""

    def __init__(self, conflicts: tuple[EditConflict, ...], revision: int) -> None:
        super().__init__(
            _("Someone else changed the same field while your form was open. Nothing was saved. Open the form again.")
        )
        self.conflicts = conflicts
        self.revision = revision
