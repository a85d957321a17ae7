"""The pages where meetings are edited."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Change, Meeting
from portal.meetings.tasks import progress_by_meeting, update_meeting
from recommendations.services.meetings import change_meeting
from tests import builders as make

pytestmark = pytest.mark.django_db

LIST_ADDRESS = "/en/review/meetings/"
TWELFTH, THIRTEENTH = (
    f"{LIST_ADDRESS}wg-international-cooperation-12/",
    f"{LIST_ADDRESS}wg-international-cooperation-13/",
)
MERGE_ADDRESS = f"{TWELFTH}merge/?into=wg-international-cooperation-13"


@pytest.fixture(autouse=True)
def _meetings(db: None) -> None:
    make.recommendation("States should act.", meeting=make.meeting(place="Vienna"))
    make.meeting(ordinal=13)


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.unescape(response.content.decode())))


def form_data(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """Return the data that a browser would send for the form of a meeting, with changes."""
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    initial = {f"initial-{name}": value for name, value in shown.items() if name != "seen"}
    return {name: "" if value is None else value for name, value in {**initial, **shown, **changes}.items()}


def test_list_shows_meetings_with_their_use(admin_client: Client) -> None:
    page = text_of(admin_client.get(LIST_ADDRESS))
    assert "Twelfth meeting Vienna, 25–26 March 2021 1 recommendation" in page
    assert "Thirteenth meeting 25–26 March 2022 not used" in page


def test_list_counts_recommendations_like_the_public_page_and_submitted_ones_separately(admin_client: Client) -> None:
    session = make.meeting(make.conference(), 11)
    make.recommendation("States should decide.", meeting=session)
    for _number in range(2):
        make.recommendation("States should act.", meeting=Meeting.objects.get(ordinal=12), put_to=session)
    page = text_of(admin_client.get(LIST_ADDRESS))
    assert "1 recommendation 2 submitted by other meetings" in page
    public = text_of(admin_client.get(session.get_absolute_url()))
    assert "1 recommendation from this session" in public
    assert "Submitted by other meetings 2" in public


def test_meetings_without_a_date_are_among_the_others_by_number(admin_client: Client) -> None:
    make.meeting(ordinal=10, start=None, end=None)
    make.meeting(ordinal=9)
    slugs = re.findall(
        rf'href="{LIST_ADDRESS}wg-international-cooperation-(\d+)/', admin_client.get(LIST_ADDRESS).content.decode()
    )
    assert slugs == ["13", "12", "10", "9"]


def test_meeting_is_added_and_can_be_chosen_in_the_follow_up(admin_client: Client) -> None:
    row = make.recommendation("States should report.")
    sent = {"body": "wg-international-cooperation", "ordinal": "20", "start": "2031-05-06", "place": "Vienna"}
    response = admin_client.post(f"{LIST_ADDRESS}new/", sent, follow=True)
    assert "Added: Twentieth meeting of the Working Group on International Cooperation" in text_of(response)
    follow_up = admin_client.get(f"/follow-up/{row.version.document.address}/{row.place}/")
    assert "Twentieth meeting of the Working Group on International Cooperation (6 May 2031)" in text_of(follow_up)
    assert "Twentieth meeting" in text_of(admin_client.get("/"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ordinal": "", "start": "", "end": ""}, "Enter the number or the first day of the meeting."),
        ({"start": "", "end": "2021-03-26"}, "Enter the first day too."),
        ({"end": "2021-03-01"}, "The last day must be the same as or after the first day."),
        ({"start": "2021-13-01"}, "Enter a real date in the format 2022-12-31."),
        ({"ordinal": "13"}, "There is already a meeting with this number or first day"),
    ],
)
def test_invalid_facts_are_rejected_and_input_is_kept(
    admin_client: Client, changes: dict[str, str], message: str
) -> None:
    response = admin_client.post(TWELFTH, form_data(admin_client, TWELFTH, **changes, place="<b>Typed</b>"))
    assert response.status_code == 400
    assert message in text_of(response)
    assert "&lt;b&gt;Typed&lt;/b&gt;" in response.content.decode()
    assert not Change.objects.exists()


def test_only_changed_facts_are_saved(admin_client: Client) -> None:
    sent = form_data(admin_client, TWELFTH, end="2021-03-27")
    Meeting.objects.filter(ordinal=12).update(place="Geneva")  # by a document, in the meantime
    admin_client.post(TWELFTH, sent)
    change = Change.objects.get()
    assert (change.action, change.old_value, change.value) == (
        "meeting.changed",
        {"end": "2021-03-26"},
        {"end": "2021-03-27"},
    )
    assert Meeting.objects.get(ordinal=12).place == "Geneva"
    assert "No changes to save." in text_of(admin_client.post(TWELFTH, form_data(admin_client, TWELFTH), follow=True))


def test_second_person_sees_the_first_ones_change_before_anything_is_lost(admin_client: Client) -> None:
    sent = form_data(admin_client, TWELFTH, place="New York")
    ann = User.objects.create_user("ann")
    change_meeting(Meeting.objects.get(ordinal=12), {"place": "Geneva"}, ann, seen=0)
    response = admin_client.post(TWELFTH, sent)
    assert response.status_code == 409
    assert "ann changed this meeting on" in text_of(response)
    assert "Geneva, 25–26 March 2021" in text_of(response)
    form = response.context["form"]
    assert (form["place"].value(), form["seen"].value()) == ("New York", "1")
    assert Meeting.objects.get(ordinal=12).place == "Geneva"
    again = {**sent, "seen": "1", "initial-place": "Geneva"}
    admin_client.post(TWELFTH, again)
    assert Meeting.objects.get(ordinal=12).place == "New York"


def test_merge_is_shown_before_it_is_made_and_is_applied_in_the_background(admin_client: Client) -> None:
    page = text_of(admin_client.get(MERGE_ADDRESS))
    assert "1 recommendation" in page
    admin_client.post(MERGE_ADDRESS, {"seen": "0", "seen_kept": "0"})
    kept = Meeting.objects.get(ordinal=13)
    progress = progress_by_meeting()[kept.pk]
    assert (progress.finished, progress.total) == (0, 1)
    assert "0 of 1 document updated." in text_of(admin_client.get(THIRTEENTH))
    assert "0 of 1 document updated." in text_of(admin_client.get(f"{THIRTEENTH}progress/"))
    job = ProcrastinateJob.objects.get(task_name="update_meeting")
    update_meeting(**job.args)
    assert not Meeting.objects.filter(ordinal=12).exists()
    assert admin_client.get("/meetings/wg-international-cooperation-12/").url == kept.get_absolute_url()


def test_update_continues_in_parts(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.meetings.tasks.DOCUMENTS_AT_ONCE", 2)
    meeting = Meeting.objects.get(ordinal=12)
    documents = [make.recommendation(meeting=meeting).version.document_id for _ in range(5)]
    update_meeting(meeting_id=meeting.pk, documents=documents, total=5, from_reading=False)
    assert (progress_by_meeting()[meeting.pk].finished, progress_by_meeting()[meeting.pk].total) == (2, 5)


def test_merge_stops_if_somebody_changed_one_of_the_meetings(admin_client: Client) -> None:
    ann = User.objects.create_user("ann")
    change_meeting(Meeting.objects.get(ordinal=13), {"place": "Geneva"}, ann, seen=0)
    response = admin_client.post(MERGE_ADDRESS, {"seen": "0", "seen_kept": "0"})
    assert response.status_code == 409
    assert "Nothing was merged." in text_of(response)
    assert "Geneva" in text_of(response)
    assert admin_client.post(MERGE_ADDRESS, {"seen": "0", "seen_kept": "1"}).status_code == 302


def test_only_unused_meeting_is_removed_and_comes_back(admin_client: Client) -> None:
    response = admin_client.post(f"{TWELFTH}remove/", {"seen": "0"}, follow=True)
    assert "Merge it into another meeting instead." in text_of(response)
    admin_client.post(f"{THIRTEENTH}remove/", {"seen": "0"})
    assert admin_client.get(THIRTEENTH).status_code == 404
    admin_client.post(f"{LIST_ADDRESS}changes/{Change.objects.get().pk}/undo/")
    assert admin_client.get(THIRTEENTH).status_code == 200


def test_changes_are_in_the_log_in_words(admin_client: Client) -> None:
    admin_client.post(TWELFTH, form_data(admin_client, TWELFTH, end="2021-03-27"))
    admin_client.post(MERGE_ADDRESS, {"seen": "1", "seen_kept": "0"})
    page = text_of(admin_client.get("/log/"))
    assert "Meeting changed twelfth meeting of the Working Group on International Cooperation" in page
    assert re.search(r"Before ?Last day: 26 March 2021 After ?Last day: 27 March 2021", page)
    assert "Merged into: thirteenth meeting of the Working Group" in page
    assert "follow_ups" not in page


@pytest.mark.parametrize(
    "address", [f"{LIST_ADDRESS}nowhere/", f"{LIST_ADDRESS}nowhere/merge/", f"{LIST_ADDRESS}nowhere/progress/"]
)
def test_unknown_meeting_is_not_found(admin_client: Client, address: str) -> None:
    assert admin_client.get(address).status_code == 404


def test_change_that_cannot_be_undone_is_explained(admin_client: Client) -> None:
    admin_client.post(TWELFTH, form_data(admin_client, TWELFTH, place="Geneva"))
    admin_client.post(TWELFTH, form_data(admin_client, TWELFTH, place="New York"))
    first = Change.objects.order_by("pk")[0]
    response = admin_client.post(f"{LIST_ADDRESS}changes/{first.pk}/undo/", follow=True)
    assert "This change cannot be undone" in text_of(response)
    assert Meeting.objects.get(ordinal=12).place == "New York"
