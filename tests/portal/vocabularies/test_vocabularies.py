"""The pages where vocabularies are edited."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.forms import MultipleChoiceField
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from documents.models import Change, LanguageVersion
from documents.web.roles import Role
from portal.vocabularies import tasks
from portal.vocabularies.forms import EntryForm
from recommendations.corrections import Edit
from recommendations.labels.vocabulary_fields import VOCABULARIES
from recommendations.models import EditedEntry, Topic
from recommendations.queries.vocabularies import DIRECTORY, current, forget, read_shipped
from recommendations.services.vocabulary_editing import change_entry
from tests import builders as make
from tests.portal.vocabularies.publishing import publish_text, run_updates
from tests.row_cache import vocabularies
from tests.stored import correct_in_public

pytestmark = pytest.mark.django_db

LISTS = "/review/vocabularies/"
EXTRADITION = f"{LISTS}topics/entries/extradition/"
EMPTY_FORMS = {path: "" for path in VOCABULARIES["thesaurus"].paths if path.startswith("forms.")}


@pytest.fixture(autouse=True)
def _vocabularies(db: None) -> Iterator[None]:
    vocabularies()
    yield
    forget()


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html.unescape(response.content.decode())))


def form_data(form: EntryForm, **changes: Any) -> dict[str, Any]:
    """Return the data that a browser would send for a form, with changes by the paths of fields."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form[name].value()
        data[name] = [] if value is None and isinstance(field, MultipleChoiceField) else value
        data[f"initial-{name}"] = data[name]
    shown = {name: "" if value is None else value for name, value in data.items() if name != "initial-seen"}
    return {**shown, **changes}


def save(client: Client, address: str, **changes: Any) -> Any:
    return client.post(address, form_data(client.get(address).context["form"], **changes), follow=True)


# --- lists ---------------------------------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_vocabulary_lists_and_shows_its_entries(admin_client: Client, name: str) -> None:
    assert str(VOCABULARIES[name].title) in text_of(admin_client.get(LISTS))
    listed = admin_client.get(f"{LISTS}{name}/")
    assert f"{len(current().in_use[name])} entries" in text_of(listed)
    first = re.findall(rf'href="(?:/en)?({LISTS}{name}/entries/[^"]+)"', listed.content.decode())[0]
    for address in (first, f"{first}remove/", f"{LISTS}{name}/add/"):
        assert admin_client.get(address).status_code == 200


def test_list_is_searched_in_all_languages(admin_client: Client) -> None:
    page = text_of(admin_client.get(f"{LISTS}topics/", {"q": "引渡"}))
    assert "1 entry" in page
    assert "Extradition" in page
    for words in ("zzqx", "labels"):
        assert "No entries contain these words" in text_of(admin_client.get(f"{LISTS}topics/", {"q": words}))


def test_articles_are_shown_by_name_without_keys(admin_client: Client) -> None:
    page = admin_client.get(f"{LISTS}subjects/entries/extraditable-offences/").content.decode()
    assert "Organized Crime Convention, article 16, paragraph 1" in page
    assert "untoc:" not in page


def test_entries_are_listed_in_the_readers_language_or_marked_as_english(admin_client: Client) -> None:
    articles = admin_client.get(f"{LISTS}articles/").content.decode()
    assert "<span>Organized Crime Convention, article 18</span>" in articles
    assert '<bdi lang="zh">引渡</bdi>' in admin_client.get(f"/zh{LISTS}topics/").content.decode()
    terms = admin_client.get(f"/zh{LISTS}thesaurus/", {"q": "extradition"}).content.decode()
    assert '<bdi lang="zh">引渡</bdi>' in terms


@pytest.mark.parametrize("address", [f"{LISTS}nothing/", f"{LISTS}topics/entries/nothing/", f"{LISTS}nothing/add/"])
def test_unknown_entry_is_not_found(admin_client: Client, address: str) -> None:
    assert admin_client.get(address).status_code == 404


def test_refusal_names_the_missing_role(client: Client) -> None:
    client.force_login(make.person(Role.STAFF))
    response = client.get(LISTS)
    assert response.status_code == 403
    assert "Only editors and administrators can do this." in text_of(response)


# --- changes -------------------------------------------------------------------------------------------


def test_changed_label_is_shown_everywhere_and_in_exports(admin_client: Client) -> None:
    publish_text("States parties are encouraged to simplify extradition.")
    assert "Extradition" in text_of(admin_client.get("/recommendations/"))
    assert "The entry was changed." in text_of(save(admin_client, EXTRADITION, **{"labels.en": "Surrender of persons"}))
    assert "Surrender of persons" in text_of(admin_client.get("/recommendations/"))
    assert "Surrender of persons" in text_of(admin_client.get("/topics/"))
    table = admin_client.get("/compile/?topic=extradition&format=csv").getvalue().decode("utf-8-sig")
    assert "Surrender of persons" in table
    assert not ProcrastinateJob.objects.filter(task_name=tasks.TASK).exists()


def test_only_changes_are_stored_so_that_an_update_of_the_portal_arrives(admin_client: Client) -> None:
    terms = read_shipped(DIRECTORY)["topics"]["extradition"]["terms"]["en"]
    text = "\n".join([*terms, "surrender of fugitives"])
    save(admin_client, EXTRADITION, **{"labels.fr": "Remise", "terms.en": text})
    changes = EditedEntry.objects.get().changes
    assert changes == {"labels.fr": "Remise", "terms.en": {"added": ["surrender of fugitives"], "removed": []}}
    page = text_of(admin_client.get(EXTRADITION))
    assert "changed here" in page
    assert "Label (French) Shipped with the portal: Extradition Here: Remise" in page


def test_shipped_version_is_used_again(admin_client: Client) -> None:
    save(admin_client, EXTRADITION, **{"labels.en": "Surrender"})
    admin_client.post(f"{EXTRADITION}shipped/", {"seen": "1"})
    assert Topic.objects.get(key="extradition").labels["en"] == "Extradition"
    assert "Use the shipped version again" not in text_of(admin_client.get(EXTRADITION))
    change = Change.objects.filter(action="vocabulary.shipped").get()
    admin_client.post(f"{LISTS}changes/{change.pk}/undo/")
    assert Topic.objects.get(key="extradition").labels["en"] == "Surrender"


def test_second_editor_sees_the_first_ones_change_before_anything_is_lost(admin_client: Client) -> None:
    sent = form_data(admin_client.get(EXTRADITION).context["form"], **{"labels.fr": "Remise de personnes"})
    ann = User.objects.create_user("ann")
    change_entry(VOCABULARIES["topics"], "extradition", {"labels.fr": "Remise"}, ann, seen=0)
    response = admin_client.post(EXTRADITION, sent)
    assert response.status_code == 409
    assert "ann changed this entry on" in text_of(response)
    assert "Their change: Label (French): Remise" in text_of(response)
    again = response.context["form"]
    assert (again["labels.fr"].value(), again["seen"].value()) == ("Remise de personnes", "1")
    assert Topic.objects.get(key="extradition").labels["fr"] == "Remise"
    admin_client.post(EXTRADITION, {**sent, "seen": "1", "initial-labels.fr": "Remise"})
    assert Topic.objects.get(key="extradition").labels["fr"] == "Remise de personnes"


def test_saving_without_a_change_saves_nothing(admin_client: Client) -> None:
    for name in VOCABULARIES:
        key = "mutual-legal-assistance" if name in ("topics", "thesaurus") else next(iter(current().in_use[name]))
        assert "No changes to save." in text_of(save(admin_client, f"{LISTS}{name}/entries/{key}/"))
    assert not EditedEntry.objects.exists()


@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "changes", "message"),
    [
        (EXTRADITION, {"labels.en": ""}, "Fill in this field."),
        (EXTRADITION, {"unbis": "no address"}, "Enter a web address that begins with http:// or https://."),
        (EXTRADITION, {"terms.en": "extradit*\n*"}, "“*” has no letters. Enter words."),
        (f"{LISTS}thesaurus/entries/mutual-legal-assistance/", EMPTY_FORMS, "Enter a name or a term."),
        (f"{LISTS}topics/entries/forms-of-cooperation/", {"parent": "extradition"}, "An entry cannot be below itself."),
        (
            f"{LISTS}subjects/entries/extraditable-offences/",
            {"provisions": "article 18 and bogus"},
            "“article 18 and bogus” was understood only in part.",
        ),
    ],
)
def test_invalid_values_are_rejected_and_input_is_kept(
    admin_client: Client, address: str, changes: dict[str, str], message: str
) -> None:
    response = save(admin_client, address, **changes)
    assert response.status_code == 400
    assert message in text_of(response)
    assert "Your entries are kept below." in text_of(response)
    assert not Change.objects.exists()


# --- documents -----------------------------------------------------------------------------------------


def test_added_topic_is_found_in_stored_documents(admin_client: Client) -> None:
    row = publish_text("States parties are encouraged to hold poetry competitions.")
    values = {"labels.en": "Poetry", "terms.en": "poetry", "labels.fr": "Poésie"}
    assert "Added: Poetry." in text_of(save(admin_client, f"{LISTS}topics/add/", **values))
    assert "0 of 1 language version updated." in text_of(admin_client.get(f"{LISTS}topics/"))
    run_updates()
    assert [topic.key for topic in row.topics.all()] == ["poetry"]
    assert "Poetry" in text_of(admin_client.get("/recommendations/?topic=poetry"))
    assert "There is already an entry “Poetry”." in text_of(save(admin_client, f"{LISTS}topics/add/", **values))


def test_added_phrase_gives_the_article_its_recommendations(admin_client: Client, client: Client) -> None:
    publish_text("States parties are encouraged to hold poetry competitions.")
    address = f"{LISTS}subjects/entries/extraditable-offences/"
    phrases = form_data(admin_client.get(address).context["form"])["phrases.en"]
    assert "hold poetry competitions" not in text_of(client.get("/articles/untoc/16/"))
    save(admin_client, address, **{"phrases.en": f"{phrases}\npoetry competition*", "with": []})
    run_updates()
    assert "hold poetry competitions" in text_of(client.get("/articles/untoc/16/"))


def test_new_article_is_recognized_with_its_titles(admin_client: Client) -> None:
    values = {"instrument": "untoc", "number": "42", "title": "Poetry", "labels.fr": "Poésie"}
    save(admin_client, f"{LISTS}articles/add/", **values)
    row = publish_text("States parties are encouraged to implement article 42 of the Convention.")
    assert [str(citation.article) for citation in row.citations.all()] == ["untoc:42"]
    assert row.citations.get().article.labels == {"en": "Poetry", "fr": "Poésie"}
    assert "Poetry" in text_of(admin_client.get("/articles/untoc/42/"))


def test_update_continues_where_a_dead_worker_stopped(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "VERSIONS_AT_ONCE", 1)
    rows = [publish_text("States parties are encouraged to hold poetry competitions.", f"A/{n}") for n in (1, 2)]
    save(admin_client, f"{LISTS}topics/add/", **{"labels.en": "Poetry", "terms.en": "poetry"})
    job = ProcrastinateJob.objects.get(task_name=tasks.TASK)
    for _attempt in range(2):  # the worker died after its work, before the job was marked as done
        tasks.update_for_vocabularies(**job.args)
        ProcrastinateJob.objects.filter(task_name=tasks.TASK).exclude(pk=job.pk).delete()
    ProcrastinateJob.objects.filter(pk=job.pk).delete()
    tasks.update_for_vocabularies(**job.args)
    run_updates()
    assert [row.topics.count() for row in rows] == [1, 1]


def test_failing_document_does_not_stop_the_update(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = (
        publish_text("States parties are encouraged to hold poetry competitions.", f"A/{n}") for n in (1, 2)
    )
    update = tasks.apply_vocabularies

    def fail_for_the_first(version: LanguageVersion) -> None:
        if version.pk == first.version_id:
            raise RuntimeError("no")
        update(version)

    monkeypatch.setattr(tasks, "apply_vocabularies", fail_for_the_first)
    save(admin_client, f"{LISTS}topics/add/", **{"labels.en": "Poetry", "terms.en": "poetry"})
    with caplog.at_level(logging.ERROR):
        run_updates()
    assert [first.topics.count(), second.topics.count()] == [0, 1]
    assert tasks.update_progress() is None
    assert "Updating A/1" in caplog.text
    assert "RuntimeError: no" in caplog.text


def test_later_change_replaces_the_update_of_an_earlier_one(admin_client: Client) -> None:
    row = publish_text("States parties are encouraged to hold poetry competitions.")
    save(admin_client, EXTRADITION, **{"terms.en": "extradit*\npoetry"})
    first = ProcrastinateJob.objects.get(task_name=tasks.TASK)
    save(admin_client, EXTRADITION, **{"terms.en": "extradit*\nverses"})
    tasks.update_for_vocabularies(**first.args)
    assert not row.topics.exists()


# --- thesaurus -----------------------------------------------------------------------------------------


def test_added_thesaurus_entry_is_searched_at_once(admin_client: Client, client: Client) -> None:
    publish_text("States parties are encouraged to hold poetry competitions.")
    assert "hold poetry competitions" not in text_of(client.get("/recommendations/?q=versification&meaning=off"))
    save(admin_client, f"{LISTS}thesaurus/add/", **{"forms.en": "versification\npoetry"})
    assert "hold poetry competitions" in text_of(client.get("/recommendations/?q=versification&meaning=off"))
    assert not ProcrastinateJob.objects.filter(task_name=tasks.TASK).exists()


# --- merge, removal, undo ------------------------------------------------------------------------------


def test_merged_topic_moves_its_recommendations_and_comes_back(admin_client: Client) -> None:
    row = publish_text("States parties are encouraged to hold poetry competitions and to simplify extradition.")
    save(admin_client, f"{LISTS}topics/add/", **{"labels.en": "Poetry", "terms.en": "poetry"})
    run_updates()
    address = f"{LISTS}topics/entries/poetry/merge/?into=extradition"
    assert "Recommendations, counting every version and language: 1" in text_of(admin_client.get(address))
    assert "The entries were merged." in text_of(
        admin_client.post(address, {"seen": "1", "seen_kept": "0"}, follow=True)
    )
    run_updates()
    assert [topic.key for topic in row.topics.all()] == ["extradition"]
    assert not Topic.objects.filter(key="poetry").exists()
    assert "poetry" in current().in_use["topics"]["extradition"]["terms"]["en"]
    assert "merged into another one: Extradition" in text_of(admin_client.get(f"{LISTS}topics/entries/poetry/"))
    admin_client.post(f"{LISTS}changes/{Change.objects.get(action='vocabulary.merged').pk}/undo/")
    run_updates()
    assert sorted(topic.key for topic in row.topics.all()) == ["extradition", "poetry"]


def test_correction_that_names_a_merged_topic_names_the_kept_one(admin_client: Client) -> None:
    row = publish_text("States parties are encouraged to act.")
    save(admin_client, f"{LISTS}topics/add/", **{"labels.en": "Poetry", "terms.en": "poetry"})
    run_updates()
    edit = Edit("field", row.anchor, "topics", [], ["poetry"])
    correct_in_public(row.version, [edit], User.objects.create_user("ann"), seen=0)
    assert row.topics.get().key == "poetry"
    address = f"{LISTS}topics/entries/poetry/"
    assert "Corrections by editors: 1" in text_of(admin_client.get(f"{address}remove/"))
    assert "This entry is in use." in text_of(admin_client.post(f"{address}remove/", {"seen": "1"}, follow=True))
    admin_client.post(f"{address}merge/?into=extradition", {"seen": "1", "seen_kept": "0"})
    run_updates()
    assert row.topics.get().key == "extradition"
    assert admin_client.get("/topics/poetry/").url == "/en/topics/extradition/"
    assert "States parties are encouraged to act." in text_of(admin_client.get("/recommendations/?topic=poetry"))


def test_merge_stops_if_somebody_changed_one_of_the_entries(admin_client: Client) -> None:
    ann = User.objects.create_user("ann")
    change_entry(VOCABULARIES["topics"], "extradition", {"labels.fr": "Remise"}, ann, seen=0)
    address = f"{LISTS}topics/entries/mutual-legal-assistance/merge/?into=extradition"
    response = admin_client.post(address, {"seen": "0", "seen_kept": "0"})
    assert response.status_code == 409
    assert "Nothing was merged." in text_of(response)


def test_entry_on_which_others_depend_is_not_removed(admin_client: Client) -> None:
    address = f"{LISTS}topics/entries/forms-of-cooperation/remove/"
    page = text_of(admin_client.get(address))
    assert "Topic “Extradition”" in page
    assert "This entry cannot be removed" in page
    assert "This entry is in use." in text_of(admin_client.post(address, {"seen": "0"}, follow=True))
    assert not EditedEntry.objects.exists()


def test_removed_entry_disappears_and_comes_back(admin_client: Client) -> None:
    row = publish_text("States parties are encouraged to hold poetry competitions.")
    save(admin_client, f"{LISTS}topics/add/", **{"labels.en": "Poetry", "terms.en": "poetry"})
    run_updates()
    assert "Recommendations, counting every version and language: 1 (they lose this topic)" in text_of(
        admin_client.get(f"{LISTS}topics/entries/poetry/remove/")
    )
    admin_client.post(f"{LISTS}topics/entries/poetry/remove/", {"seen": "1"})
    assert "Poetry removed here" in text_of(admin_client.get(f"{LISTS}topics/", {"edited": "on"}))
    run_updates()
    assert not row.topics.exists()
    assert not Topic.objects.filter(key="poetry").exists()
    admin_client.post(f"{LISTS}changes/{Change.objects.get(action='vocabulary.removed').pk}/undo/")
    run_updates()
    assert row.topics.get().key == "poetry"


def test_entry_whose_addition_was_undone_is_added_again_with_all_its_values(admin_client: Client) -> None:
    values = {"labels.en": "Poetry", "terms.en": "poetry\nverses"}
    save(admin_client, f"{LISTS}topics/add/", **values)
    admin_client.post(f"{LISTS}changes/{Change.objects.get().pk}/undo/")
    assert "poetry" not in current().in_use["topics"]
    save(admin_client, f"{LISTS}topics/add/", **values)
    assert current().in_use["topics"]["poetry"]["terms"] == {"en": ["poetry", "verses"]}


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "key"),
    [("引渡", "topics-1"), ("2030 Agenda", "topics-2030-agenda"), ("Poetry " * 16, "poetry-" * 7 + "p")],
)
def test_key_of_an_added_topic_fits_its_address(admin_client: Client, name: str, key: str) -> None:
    save(admin_client, f"{LISTS}topics/add/", **{"labels.en": name})
    assert EditedEntry.objects.get().key == key
    assert admin_client.get(f"/topics/{key}/").status_code == 200


def test_undo_is_refused_after_a_later_change(admin_client: Client) -> None:
    save(admin_client, EXTRADITION, **{"labels.fr": "Remise"})
    save(admin_client, EXTRADITION, **{"labels.fr": "Remise de personnes"})
    first, second = Change.objects.order_by("pk")
    response = admin_client.post(f"{LISTS}changes/{first.pk}/undo/", follow=True)
    assert "This change cannot be undone" in text_of(response)
    admin_client.post(f"{LISTS}changes/{second.pk}/undo/")
    assert Topic.objects.get(key="extradition").labels["fr"] == "Remise"


def test_changes_are_in_the_log_in_words(admin_client: Client) -> None:
    address = f"{LISTS}subjects/entries/extraditable-offences/"
    save(admin_client, address, provisions="article 16 (1) UNTOC", **{"with": ["joint-investigations"]})
    page = text_of(admin_client.get("/log/"))
    assert "Vocabulary entry changed" in page
    assert "Only if the text also names one of these: Joint investigations" in page
    assert "untoc:" not in page
