"""The files with all public data, and the page about them."""

from __future__ import annotations

import asyncio
import csv
import datetime
import hashlib
import json
import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from documents.models import LanguageVersion
from portal.bulk import generations
from portal.bulk.files import CHECKSUMS, DESCRIPTION, MEDIA_TYPES, NOTE, SQLITE
from portal.bulk.generations import KEPT, Generation, list_generations, make_generation
from portal.bulk.tables import TABLES
from portal.bulk.tasks import write_data
from recommendations.models import Recommendation
from tests import builders as make

pytestmark = pytest.mark.django_db(transaction=True)

ROW = "CTOC/COP/2022/9/annex-i-a"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.PORTAL_URL = "https://portal.example.org"
    return tmp_path / "data"


@pytest.fixture
def row() -> Recommendation:
    """A recommendation in two languages, and an unpublished document."""
    document = make.document("CTOC/COP/2022/9", title="Report, “final”", body=make.conference(), meeting=make.meeting())
    parent = make.topic("cooperation")
    row = make.recommendation(
        'States parties "should" act,\nsoon.',
        of=make.version(document),
        articles=["untoc:18:3"],
        subjects=["untoc:16"],
        topics=[make.topic("extradition", parent)],
        addressees=[make.addressee()],
        place="annex-i-a",
        page=4,
    )
    make.recommendation("Les États parties.", of=make.version(document, language="fr"), place=row.place)
    hidden = make.meeting(make.body("hidden"), 3)
    secret = make.version(make.document("A/SECRET/1", meeting=hidden), published=False)
    make.recommendation("Secret text.", of=secret, meeting=hidden, indexed=False)
    return row


def make_later(monkeypatch: pytest.MonkeyPatch, count: int) -> list[Generation]:
    """Make some generations, each a minute after the one before."""
    start = timezone.now()
    times = (start + datetime.timedelta(minutes=number) for number in range(1, count + 1))
    monkeypatch.setattr(generations, "timezone", SimpleNamespace(now=lambda: next(times)))
    made = [make_generation() for _number in range(count)]
    monkeypatch.undo()
    return made


def read_jsonl(generation: Generation, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (generation.folder / f"{table}.jsonl").read_text().splitlines()]


def query(statement: str) -> Any:
    """Run a query on Parquet files."""
    return duckdb.sql(statement)


class TestFiles:
    def test_all_formats_have_the_same_rows(self, row: Recommendation) -> None:
        generation = make_generation()
        with closing(sqlite3.connect(generation.folder / SQLITE)) as database:
            for table in TABLES:
                names = [column.name for column in table.columns]
                rows = read_jsonl(generation, table.name)
                plain = [tuple(json.dumps(v) if isinstance(v, list) else v for v in line.values()) for line in rows]
                assert all(list(line) == names for line in rows)
                stored = database.execute(f'SELECT * FROM "{table.name}"').fetchall()
                assert sorted(stored, key=repr) == sorted(plain, key=repr), table.name
                with (generation.folder / f"{table.name}.csv").open(newline="") as file:
                    header, *lines = csv.reader(file)
                assert header == names
                assert lines == [["" if v is None else str(v) for v in line] for line in plain]
                parquet = query(f"SELECT * FROM '{generation.folder / table.name}.parquet'")
                assert (parquet.columns, len(parquet.fetchall())) == (names, len(rows))
                assert rows, table.name

    def test_recommendation_has_its_facts(self, row: Recommendation) -> None:
        generation = make_generation()
        [found] = read_jsonl(generation, "recommendations")
        assert found["recommendation"] == ROW
        assert found["text"] == 'States parties "should" act,\nsoon.'
        assert (found["status"], found["adopted_by"]) == ("adopted", "wg-international-cooperation-12")
        assert found["url"] == "https://portal.example.org/recommendations/CTOC/COP/2022/9/annex-i-a/"
        assert [(text["language"], text["text"][:3]) for text in read_jsonl(generation, "texts")] == [
            ("en", "Sta"),
            ("fr", "Les"),
        ]
        assert [
            (a["article"], a["paragraph"], a["basis"]) for a in read_jsonl(generation, "recommendation_articles")
        ] == [
            ("untoc:18", "3", "cites"),
            ("untoc:16", "", "subject"),
        ]
        [document] = read_jsonl(generation, "documents")
        assert (document["symbols"], document["languages"]) == (["CTOC/COP/2022/9"], ["en", "fr"])

    def test_article_found_by_meaning_is_marked(self, row: Recommendation) -> None:
        make.add_subject(row, "untoc:20", description="Undercover operations")
        found = read_jsonl(make_generation(), "recommendation_articles")
        assert [(line["article"], line["description"], line["number"]) for line in found] == [
            ("untoc:18", None, 1),
            ("untoc:16", None, 2),
            ("untoc:20", "Undercover operations", 3),
        ]

    def test_parquet_columns_have_types(self, row: Recommendation) -> None:
        path = make_generation().folder / "documents.parquet"
        types = dict(
            query(f"SELECT name, type FROM (DESCRIBE SELECT * FROM '{path}') t(name, type, a, b, c, d)").fetchall()
        )
        assert (types["date"], types["symbols"]) == ("DATE", "VARCHAR[]")
        times = query(f"SELECT published_at FROM '{path.with_name('versions.parquet')}'")
        assert "TIMESTAMP" in str(times.types[0])

    def test_nothing_unpublished_is_in_any_file(self, row: Recommendation) -> None:
        generation = make_generation()
        for path in generation.folder.iterdir():
            content = path.read_bytes()
            assert b"SECRET" not in content, path.name
            assert b"Secret text" not in content, path.name
            assert b"hidden-3" not in content, path.name
        texts = query(f"SELECT text FROM '{generation.folder / 'texts.parquet'}'").fetchall()
        assert len(texts) == 2

    def test_empty_portal_has_empty_tables(self) -> None:
        generation = make_generation()
        assert read_jsonl(generation, "recommendations") == []
        assert {path.name for path in generation.folder.iterdir()} == set(MEDIA_TYPES)

    def test_checksums_and_description_are_those_of_the_files(self, row: Recommendation) -> None:
        generation = make_generation()
        lines = (generation.folder / CHECKSUMS).read_text().splitlines()
        sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
        assert set(sums) == set(MEDIA_TYPES) - {CHECKSUMS}
        for name, digest in sums.items():
            assert hashlib.sha256((generation.folder / name).read_bytes()).hexdigest() == digest
        description = json.loads((generation.folder / DESCRIPTION).read_text())
        names = {resource["name"] for resource in description["resources"]}
        for resource in description["resources"]:
            path = generation.folder / resource["path"]
            assert (resource["bytes"], resource["hash"]) == (path.stat().st_size, f"sha256:{sums[path.name]}")
            for key in resource.get("schema", {}).get("foreignKeys", []):
                assert key["reference"]["resource"] in {"", *names}
        assert "terms of use" in (generation.folder / NOTE).read_text()


class TestDatabase:
    def test_keys_hold_and_texts_can_be_searched(self, row: Recommendation) -> None:
        with closing(sqlite3.connect(make_generation().folder / SQLITE)) as database:
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            found = database.execute(
                "SELECT recommendation, language FROM texts WHERE rowid IN"
                " (SELECT rowid FROM texts_fts WHERE texts_fts MATCH 'etats')"
            )
            assert found.fetchall() == [(ROW, "fr")]
            [context] = database.execute("SELECT document_title, articles, topics FROM recommendations_with_context")
            assert context == ("Report, “final”", "untoc:18,untoc:16", "extradition")

    def test_datasette_shows_tables_keys_and_search(self, row: Recommendation) -> None:
        from datasette.app import Datasette  # imported here: it takes a second

        datasette = Datasette([str(make_generation().folder / SQLITE)])

        async def get(path: str) -> Any:
            response = await datasette.client.get(path)
            assert response.status_code == 200, path
            return response.json()

        async def run() -> tuple[Any, Any, Any]:
            await datasette.invoke_startup()
            return (
                await get("/portal.json"),
                await get("/portal/texts.json?_search=should&_shape=array&_labels=on"),
                await get("/portal/recommendations_with_context.json?_shape=array"),
            )

        tables, found, context = asyncio.run(run())
        by_name = {table["name"]: table for table in tables["tables"]}
        assert by_name["texts"]["fts_table"] == "texts_fts"
        assert {key["other_table"] for key in by_name["recommendations"]["foreign_keys"]["outgoing"]} >= {"documents"}
        assert [text["language"] for text in found] == ["en"]
        assert context[0]["meeting_name"].startswith("Twelfth meeting")


class TestGenerations:
    def test_three_generations_are_kept(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        made = make_later(monkeypatch, KEPT + 1)
        assert [row.name for row in list_generations()] == [row.name for row in reversed(made[1:])]

    def test_earlier_generations_can_be_removed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_later(monkeypatch, 2)
        later = timezone.now() + datetime.timedelta(hours=1)
        monkeypatch.setattr(generations, "timezone", SimpleNamespace(now=lambda: later))
        call_command("write_data", "--remove-earlier", stdout=StringIO())
        assert [row.made_at for row in list_generations()] == [later.replace(microsecond=0)]

    def test_failure_leaves_the_earlier_files(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        first = make_generation()

        def fail(path: Path, _now: Any) -> None:
            (path / SQLITE).write_text("incomplete")
            raise OSError("disk full")

        with monkeypatch.context() as patch:
            patch.setattr(generations, "write_files", fail)
            with pytest.raises(OSError, match="disk full"):
                make_generation()
        assert list_generations() == [first]
        make_later(monkeypatch, 1)
        assert len(list_generations()) == 2
        assert not list(folder.glob(".new-*"))

    def test_only_one_process_writes(self, capsys: Any) -> None:
        with generations._locked():
            with pytest.raises(CommandError, match="Another process"):
                call_command("write_data")
            write_data(0)
        assert list_generations() == []

    def test_worker_writes_a_generation(self) -> None:
        write_data(0)
        assert len(list_generations()) == 1


class TestPage:
    def test_page_without_files_says_so(self, client: Client) -> None:
        assert "have not been written yet" in client.get("/data/").content.decode()

    def test_page_lists_files_that_can_be_downloaded(self, client: Client, row: Recommendation) -> None:
        generation = make_generation()
        page = client.get("/data/").content.decode()
        for table in TABLES:
            assert str(table.title) in page
        for name in MEDIA_TYPES:
            address = f"/data/{generation.name}/{name}"
            response: Any = client.get(address)
            assert b"".join(response.streaming_content) == (generation.folder / name).read_bytes()
            assert response["Content-Type"] == MEDIA_TYPES[name]
            assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
            assert address in page or name == NOTE

    def test_latest_leads_to_the_latest_generation(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        first, second = make_later(monkeypatch, 2)
        response: Any = client.get(f"/data/latest/{SQLITE}")
        assert (response.status_code, response.url) == (302, f"/data/{second.name}/{SQLITE}")
        assert first.name in client.get("/data/").content.decode()

    @pytest.mark.parametrize("name", ["lock", "..", "portal.txt", "../secret-key", "temporary"])
    def test_unknown_files_are_not_found(self, client: Client, name: str) -> None:
        generation = make_generation()
        assert client.get(f"/data/{generation.name}/{name}").status_code == 404
        assert client.get(f"/data/latest/{name}").status_code == 404
        assert client.get(f"/data/2020-01-01-000000/{SQLITE}").status_code == 404

    def test_withdrawn_document_is_not_in_the_next_generation(self, row: Recommendation) -> None:
        LanguageVersion.objects.update(published_at=None)
        assert read_jsonl(make_generation(), "texts") == []
