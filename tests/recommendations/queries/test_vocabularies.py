"""The vocabularies in use: what the portal ships, with what people changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import translation

from portal.ingestion import pipeline
from portal.middleware import VocabularyMiddleware
from portal.reading.document import read
from portal.reading.limits import Limits
from recommendations.extraction.vocabulary import Vocabulary
from recommendations.labels.vocabulary_fields import VOCABULARIES, Kind
from recommendations.models import EditedEntry
from recommendations.queries.vocabularies import (
    DIRECTORY,
    change_of,
    current,
    entry_name,
    forget,
    read_shipped,
    read_vocabularies,
)
from recommendations.search.resources import topics

LINES = next(field for field in VOCABULARIES["topics"].fields if field.kind == Kind.LINES)


@pytest.fixture(autouse=True)
def _shipped_vocabularies() -> Iterator[None]:
    yield
    forget()


@pytest.fixture
def update(tmp_path: Path) -> Path:
    """The files of a later release: another Spanish label and a new term of a topic, and a new topic."""
    folder = tmp_path / "vocabulary"
    shutil.copytree(DIRECTORY, folder)
    entries = json.loads((folder / "topics.json").read_text())
    extradition = next(entry for entry in entries if entry["key"] == "extradition")
    extradition["labels"]["es"] = "Entrega"
    extradition["terms"]["en"] = ["extradit*", "surrender of fugitives"]
    entries.append(
        {"key": "new", "parent": "extradition", "labels": {"en": "New"}, "unbis": None, "terms": {"en": ["new"]}}
    )
    (folder / "topics.json").write_text(json.dumps(entries))
    return folder


def edit(key: str = "extradition", vocabulary: str = "topics", **fields: Any) -> EditedEntry:
    return EditedEntry(vocabulary=vocabulary, key=key, revision=1, **fields)


@pytest.mark.parametrize(
    ("language", "secrecy"),
    [
        ("en", "Bank secrecy"),
        ("fr", "Secret bancaire"),
        ("es", "Secreto bancario"),
        ("ru", "Банковская тайна"),
        ("ar", "السرية المصرفية"),
        ("zh-hans", "银行保密"),
    ],
)
def test_subjects_have_different_names_in_the_language_of_the_reader(language: str, secrecy: str) -> None:
    subjects = read_shipped(DIRECTORY)["subjects"]
    with translation.override(language):
        names = {key: entry_name("subjects", entry) for key, entry in subjects.items()}
    assert names["bank-secrecy"] == secrecy
    assert len(set(names.values())) == len(subjects)
    assert all(entry["labels"].keys() == {"fr", "es", "ru", "ar", "zh"} for entry in subjects.values())


CHANGES = {"labels.fr": "Remise", "terms.en": {"added": ["remand*"], "removed": ["extradit*"]}}


def test_update_of_the_portal_arrives_and_overwrites_no_change(update: Path) -> None:
    in_use = read_vocabularies(update, [edit(changes=CHANGES)]).in_use["topics"]
    assert in_use["extradition"]["labels"]["fr"] == "Remise"
    assert in_use["extradition"]["labels"]["es"] == "Entrega"
    assert in_use["extradition"]["terms"]["en"] == ["surrender of fugitives", "remand*"]
    assert in_use["new"]["labels"] == {"en": "New"}


def test_entry_that_is_shipped_later_keeps_what_people_entered(update: Path) -> None:
    row = edit("new", is_added=True, changes={"labels.en": "Ours", "terms.en": {"added": ["ours"], "removed": []}})
    assert read_vocabularies(DIRECTORY, [row]).in_use["topics"]["new"]["labels"] == {"en": "Ours"}
    entry = read_vocabularies(update, [row]).in_use["topics"]["new"]
    assert (entry["labels"], entry["terms"], entry["parent"]) == (
        {"en": "Ours"},
        {"en": ["new", "ours"]},
        "extradition",
    )


def test_change_of_an_entry_that_is_no_longer_shipped_is_ignored(tmp_path: Path) -> None:
    folder = tmp_path / "vocabulary"
    shutil.copytree(DIRECTORY, folder)
    rows = [row for row in json.loads((folder / "addressees.json").read_text()) if row["key"] != "signatories"]
    (folder / "addressees.json").write_text(json.dumps(rows))
    entries = read_vocabularies(folder, [edit("signatories", "addressees", changes={"labels.fr": "X"})])
    assert "signatories" not in entries.in_use["addressees"]
    Vocabulary.from_entries(entries.files())


def test_shipped_reference_to_a_removed_entry_is_left_out(update: Path) -> None:
    entries = read_vocabularies(update, [edit(is_removed=True)])
    assert entries.in_use["topics"]["new"]["parent"] is None
    assert entries.in_use["thesaurus"]["mutual-legal-assistance"]["topic"] == "mutual-legal-assistance"
    Vocabulary.from_entries(entries.files())


def test_merged_entry_gives_its_terms_and_references_to_the_kept_one(update: Path) -> None:
    entries = read_vocabularies(update, [edit(merged_into="mutual-legal-assistance")])
    kept = entries.in_use["topics"]["mutual-legal-assistance"]
    assert {"extradit*", "mutual legal assistance"} <= set(kept["terms"]["en"])
    assert entries.in_use["topics"]["new"]["parent"] == "mutual-legal-assistance"
    linked = [entry["key"] for entry in entries.shipped["thesaurus"].values() if entry["topic"] == "extradition"]
    assert linked
    assert {entries.in_use["thesaurus"][key]["topic"] for key in linked} == {"mutual-legal-assistance"}


def test_added_article_is_in_the_order_of_numbers() -> None:
    changes = {"instrument": "untoc", "number": "18 bis", "title": "Poetry"}
    files = read_vocabularies(DIRECTORY, [edit("untoc:18 bis", "articles", is_added=True, changes=changes)]).files()
    numbers = [article["number"] for article in files["instruments"][0]["articles"]]
    assert numbers[16:20] == ["17", "18", "18 bis", "19"]
    assert Vocabulary.from_entries(files).instruments_by_key["untoc"].articles["18 bis"] == "Poetry"


@pytest.mark.parametrize(
    ("change", "before", "after", "expected"),
    [
        (None, ["a", "b"], ["a", "b", "c"], {"added": ["c"], "removed": []}),
        ({"added": ["c"], "removed": []}, ["a", "b", "c"], ["a", "c"], {"added": ["c"], "removed": ["b"]}),
        ({"added": ["c"], "removed": ["b"]}, ["a", "c"], ["a", "b"], None),
        (None, ["a", "b", "merged"], ["a", "b", "merged", "c"], {"added": ["c"], "removed": []}),
    ],
)
def test_change_of_a_list_has_only_what_differs_from_the_shipped_one(
    change: Any, before: list[str], after: list[str], expected: Any
) -> None:
    assert change_of(LINES, change, ["a", "b"], before, after) == expected


def test_every_field_of_the_files_can_be_changed_or_is_known_not_to_be() -> None:
    not_edited = {"key", "chapter_labels", "context_names", "meetings", "adopted", "matter", "articles"}
    for name, described in VOCABULARIES.items():
        known = {field.name for field in described.fields} | not_edited | {described.fixed_name}
        for entry in current().shipped[name].values():
            assert set(entry) <= known


@pytest.mark.django_db
def test_other_processes_notice_a_change() -> None:
    assert "Surrender" not in {topic.labels["en"] for topic in topics()}
    edit(changes={"labels.en": "Surrender"}).save()  # by another process
    with override_settings(VOCABULARY_SECONDS=0):
        VocabularyMiddleware(lambda _request: SimpleNamespace())(None)  # type: ignore[arg-type,return-value]
    assert "Surrender" in {topic.labels["en"] for topic in topics()}


# Among the quick tests, an unknown earlier test in the same process makes it fail; alone it passes.
@pytest.mark.long
@pytest.mark.django_db
def test_new_file_is_read_with_the_changed_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = SimpleNamespace(read=lambda content, name: read(content, name, Limits()))
    monkeypatch.setattr(pipeline, "_readers", lambda: reader)
    path = min((settings.FIXTURES_DIR / "sessions").glob("*.txt"), key=lambda path: path.stat().st_size)
    edit(changes={"terms.en": {"added": ["States"], "removed": []}}).save()
    found = pipeline.parse_file(path.read_bytes(), path.name).extraction.recommendations
    assert any(match.topic == "extradition" and match.evidence == "States" for row in found for match in row.topics)
