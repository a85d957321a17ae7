"""A checked draft as a signed string in the page, from which the files are made: so nothing is kept on the server."""

from __future__ import annotations

from django.core import signing

from documents.parsing.serialize import from_plain, to_plain
from portal.drafting.checks.types import CheckedDraft

_SALT = "portal.drafting"


def seal(checked: CheckedDraft) -> str:
    """Return a checked draft as a compressed and signed string."""
    return signing.dumps(to_plain(checked), salt=_SALT, compress=True)


def unseal(sealed: str) -> CheckedDraft:
    """Return the checked draft of a sealed string. Raise django.core.signing.BadSignature."""
    checked: CheckedDraft = from_plain(signing.loads(sealed, salt=_SALT), CheckedDraft)
    return checked
