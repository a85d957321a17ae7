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
    Reason.UNFIT: gettext_lazy("The value is not valid here."),
    Reason.STANDING: gettext_lazy("These recommendations differ in status or in the meeting that adopted them."),
}
"""Why an edit cannot be applied, in words."""


class CorrectionError(Exception):
    """A correction that cannot be made. Nothing was changed; ``message`` says what is wrong and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Theirs:
    """What stands in the way of an edit: the plain value that is there ``now``, who put it there and when.

    ``by`` is "" and ``at`` None where no correction did it: another reading of the document is in use, then.
    """

    edit: Edit
    now: Any
    reason: str
    by: str = ""
    at: datetime.datetime | None = None
    note: str = ""


class OvertakenError(Exception):
    """Others changed the same places since. Nothing was changed. ``theirs`` are their values, one an edit;
    ``revision`` is the one to see now: who sends the edits again with it, and with what is there now as their ``was``,
    changes what the others did.
    """

    def __init__(self, theirs: tuple[Theirs, ...], revision: int) -> None:
        super().__init__(_("Someone else changed this in the meantime. Nothing was saved."))
        self.theirs = theirs
        self.revision = revision
