"""Helpers for tests of follow-up: create staff, and save and read entries."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User

from recommendations.models import FollowUp, Recommendation
from recommendations.services.follow_up import FollowUpInput, FollowUpOutcome, save_follow_up

PERMISSIONS = ("view_followup", "change_followup")


def secretary(name: str = "anna", **fields: Any) -> User:
    """Create a staff account that may record follow-ups."""
    user = User.objects.create_user(name, is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=PERMISSIONS))
    return user


def record_follow_up(
    row: Recommendation, by: User, *, seen: int = 0, add: Any = (), drop: Any = (), **values: str
) -> FollowUpOutcome:
    return save_follow_up(row.version.document, row.place, by, FollowUpInput(**values), seen=seen, add=add, drop=drop)


def saved_entry(row: Recommendation) -> FollowUp:
    return FollowUp.objects.get(document=row.version.document_id, anchor=row.place)
