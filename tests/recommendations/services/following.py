"""Helpers for tests of follow-up: create staff, and save and read entries."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User

from recommendations.models import FollowUp, Recommendation
from recommendations.services.follow_up import FollowUpInput, FollowUpOutcome, save_follow_up
from recommendations.services.indexing import index_documents
from tests import builders as make

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


def recommendations_to_follow() -> list[Recommendation]:
    """Create six recommendations to the Secretariat or UNODC and one to States parties, of two meetings."""
    addressees = [make.addressee(key) for key in ("secretariat", "unodc", "states-parties")]
    version = make.version(make.document("CTOC/COP/WG.3/2021/3"))
    rows = [
        make.recommendation(
            f"Develop tool {number}.",
            of=version,
            path=f"II ({number})",
            anchor=f"ii-{number}",
            addressees=[addressees[number % 2 if number < 6 else 2]],
            meeting=make.meeting(ordinal=11 + number % 2),
            articles=["untoc:18"] if number < 2 else [],
            indexed=False,
        )
        for number in range(7)
    ]
    index_documents([version.document_id])
    return rows


def url_of(row: Recommendation) -> str:
    """Return the address of the page of an entry."""
    return f"/en/follow-up/{row.version.document.address}/{row.anchor}/"


def form_data(row: Recommendation, **fields: Any) -> dict[str, Any]:
    """Return the data sent by the form of an entry: its current values, with these fields changed."""
    entry = FollowUp.objects.filter(document=row.version.document, anchor=row.anchor).first()
    values = {"revision": entry.revision, "state": entry.state, "note": entry.note} if entry else {}
    return (
        {"revision": 0, "state": "not_started", "note": "", "due_meeting": "", "url": "", "title": ""} | values | fields
    )
