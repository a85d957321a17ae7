"""Second factors and linked identities of accounts, and the log entries about them.

django-allauth stores both: an ``Authenticator`` is an authenticator app, a passkey or the recovery codes of an account;
a ``SocialAccount`` is an identity at the OpenID Connect provider.
"""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from documents.services.accounts import AccountError, record_account_change
from documents.services.locking import acquire_write_lock

_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_EVENTS = {
    (Authenticator.Type.TOTP, "added"): gettext_noop("authenticator app set up"),
    (Authenticator.Type.TOTP, "removed"): gettext_noop("authenticator app removed"),
    (Authenticator.Type.WEBAUTHN, "added"): gettext_noop("passkey added"),
    (Authenticator.Type.WEBAUTHN, "removed"): gettext_noop("passkey removed"),
    (Authenticator.Type.RECOVERY_CODES, "added"): gettext_noop("recovery codes created"),
    (Authenticator.Type.RECOVERY_CODES, "removed"): gettext_noop("recovery codes removed"),
    (Authenticator.Type.RECOVERY_CODES, "replaced"): gettext_noop("new recovery codes created"),
}
MAX_USED_CODES = 3  # codes of an authenticator app that are valid at the same time


def has_second_factor(user: User) -> bool:
    """Return whether a user has an authenticator app or a passkey. Recovery codes only stand in for one of these."""
    return bool(Authenticator.objects.filter(user=user, type__in=_SECOND_FACTORS).exists())


def accounts_with_second_factor() -> set[int]:
    """Return the keys of the users who have a second factor."""
    return set(Authenticator.objects.filter(type__in=_SECOND_FACTORS).values_list("user_id", flat=True))


def linked_accounts() -> set[int]:
    """Return the keys of the users who are linked to an identity at the provider."""
    return set(SocialAccount.objects.values_list("user_id", flat=True))


@transaction.atomic
def claim_code(authenticator: Authenticator, code: str) -> bool:
    """Record that a code of an authenticator app was used. Return False if it was used before (RFC 6238, section 5.2).

    This is in the database because allauth's own record is only in the memory of one web process.
    """
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    used = row.data.get("used_codes", [])
    if code in used:
        return False
    row.data["used_codes"] = [*used, code][-MAX_USED_CODES:]
    row.save(update_fields=["data"])
    return True


@transaction.atomic
def record_authenticator(user: User, authenticator: Authenticator, event: str) -> None:
    """Record in the log what a user did ("added", "removed", "replaced") with a second factor."""
    record_account_change(user, user, None, _EVENTS[Authenticator.Type(authenticator.type), event])


@transaction.atomic
def remove_second_factors(user: User, by: User | None) -> None:
    """Remove all second factors of a user who has lost them, with the recovery codes. ``by`` is None for the operator.

    Raise :class:`AccountError` for one's own account: whoever uses an unlocked computer must not be able to do that.
    """
    acquire_write_lock()
    if by and user.pk == by.pk:
        raise AccountError(_("You cannot do this for your own account. Use the page “Two-step login” instead."))
    if Authenticator.objects.filter(user=user).delete()[0]:
        record_account_change(user, by, None, gettext_noop("two-step login removed"))


@transaction.atomic
def record_link(user: User) -> None:
    """Record that an account was linked to the identity at the provider that has its e-mail address."""
    record_account_change(user, user, None, gettext_noop("linked to the login provider"))


@transaction.atomic
def remove_links(user: User, by: User) -> None:
    """Unlink an account from the provider. The next login through the provider links it again by e-mail address."""
    acquire_write_lock()
    if SocialAccount.objects.filter(user=user).delete()[0]:
        record_account_change(user, by, None, gettext_noop("unlinked from the login provider"))
