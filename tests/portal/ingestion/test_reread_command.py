"""``manage.py reread``: stored files are reprocessed, and differences wait for a decision."""

from __future__ import annotations

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from documents.models import Change, DocumentSymbol, FileContent, LanguageVersion, Reading
from documents.web.roles import Role
from portal.ingestion.bulk import ingest_file
from recommendations.services.correcting import reject_reading
from tests import builders as make
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db

SESSION = next((settings.FIXTURES_DIR / "sessions").glob("004_*.txt"))
SYMBOL = "CTOC/COP/WG.3/2020/L.1"


def reread(*symbols: str) -> str:
    out = StringIO()
    call_command("reread", *symbols, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def version() -> LanguageVersion:
    """A file that an older parser read with a different title."""
    vocabularies()
    version = ingest_file(SESSION.read_bytes(), SESSION.name, publish=True).version
    DocumentSymbol.objects.create(document=version.document, symbol=SYMBOL)
    reading = version.readings.get()
    reading.parsed = {**reading.parsed, "masthead": {**reading.parsed["masthead"], "title": "Read wrongly"}}
    reading.save()
    LanguageVersion.objects.filter(pk=version.pk).update(title="Read wrongly")
    return version


def test_different_reading_waits_for_a_single_decision(version: LanguageVersion) -> None:
    same_file = make.version(make.document("A/1"))
    make.file(same_file, SESSION.read_bytes())
    assert reread(SYMBOL) == "1 new reading needs a decision.\n"
    proposed = Reading.objects.get(state=Reading.State.PROPOSED)
    assert (proposed.version, proposed.file) == (version, version.files.get())
    version.refresh_from_db()
    assert version.title == "Read wrongly"
    assert reread(SYMBOL) == "1 new reading needs a decision.\n"
    assert Reading.objects.get(state=Reading.State.PROPOSED) == proposed
    reject_reading(proposed, make.person(Role.EDITOR))
    assert reread(SYMBOL) == "0 new readings need decisions.\n"
    notes = Change.objects.filter(action="document.read").order_by("pk").values_list("note", flat=True)
    assert list(notes) == ["Reprocessed: the new reading needs a decision."] * 2 + [
        "Reprocessed: the new reading needs no decision."
    ]


def test_unreadable_files_are_reported_and_do_not_stop_others(version: LanguageVersion) -> None:
    FileContent.objects.update(content=b"\x89PNG\r\n\x1a\n" + bytes(200))
    make.version(make.document("A/1"))  # without a file
    err = StringIO()
    with pytest.raises(CommandError, match="2 files were not read"):
        call_command("reread", stdout=StringIO(), stderr=err)
    assert "(en)" in err.getvalue()
    assert not Reading.objects.filter(state=Reading.State.PROPOSED).exists()


def test_unknown_symbol_is_rejected() -> None:
    with pytest.raises(CommandError, match="There is no document “A/9”"):
        reread("A/9")
