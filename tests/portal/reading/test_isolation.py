"""Documents that hang, crash or flood their reader: each is rejected with a reason, and the next one is read."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from documents.parsing.types import UnreadableDocumentError
from portal.reading.document import from_bytes
from portal.reading.limits import Limits
from portal.reading.process import ReaderProcess, ReadingError
from portal.reading.readers import Readers, map_in_order
from tests.fuzz.originals import make_pdf
from tests.lanes import quick_first
from tests.sources import ROOT, SHARED

CORPUS = SHARED / "corpus" / "real"
TARGET = "tests.portal.reading.misbehaving:behave"
LIMITS = Limits(seconds=1, memory_mb=512, result_mb=1, recognition_seconds=0)


@pytest.fixture
def readers() -> Iterator[Readers]:
    with Readers(TARGET, LIMITS) as readers:
        yield readers


def read_with(readers: Readers, behaviour: str, name: str = "a.pdf") -> str:
    return readers.read(behaviour.encode(), name).decode()


REJECTED = [
    ("loop", "too_slow", "more than 1 seconds", "an endless loop is ended when its processor time is used up"),
    ("devour", "too_costly", "512 MB", "memory beyond the limit"),
    ("devour as damage", "too_costly", "512 MB", "memory beyond the limit, reported as damage"),
    ("flood", "too_costly", "memory", "a larger result than any document has"),
    ("segfault", "crashed", "crashed the program", "a crash of the interpreter"),
    ("killed", "too_costly", "this machine", "killed by the kernel because the machine has no memory left"),
    ("reject", "encrypted", "“locked”", "a plain rejection is passed on unchanged"),
]


@pytest.mark.parametrize(("behaviour", "code", "words", "reason"), REJECTED, ids=[reason for *_, reason in REJECTED])
def test_document_is_rejected_and_the_next_is_read(
    readers: Readers, behaviour: str, code: str, words: str, reason: str
) -> None:
    with pytest.raises(UnreadableDocumentError) as error:
        read_with(readers, behaviour)
    assert error.value.code == code
    assert words in error.value.message
    assert read_with(readers, "echo").startswith("a.pdf by ")


def test_niceness_lowers_the_priority_of_the_child_alone() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    with Readers(TARGET, replace(LIMITS, niceness=1)) as readers:
        assert read_with(readers, "niceness") == str(min(own + 1, 19))
    assert os.getpriority(os.PRIO_PROCESS, 0) == own


def test_endless_wait_is_ended_by_timeout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A waiting child uses no processor time: a timeout ends it and the programs that it started."""
    monkeypatch.setattr(Limits, "timeout", 1.5)
    process = ReaderProcess(TARGET, LIMITS)
    with pytest.raises(UnreadableDocumentError) as error:
        process.read(b"sleep", str(tmp_path / "pids"))
    assert error.value.code == "too_slow"
    wait_until(lambda: not any(map(is_running, read_pids(tmp_path / "pids"))))


def test_internal_error_is_not_a_rejection(readers: Readers) -> None:
    with pytest.raises(ReadingError, match="a bug in the portal"):
        read_with(readers, "fault")
    assert read_with(readers, "echo")


def test_printed_output_is_ignored(readers: Readers) -> None:
    assert read_with(readers, "print") == "printed"


@pytest.mark.parametrize("name", ["ТОП.docx", "a\nb.pdf", os.fsdecode(b"d\xe9cision.pdf"), ""])
def test_file_names_are_passed_on_unchanged(readers: Readers, name: str) -> None:
    """Even names that are not valid UTF-8, as in old archives."""
    assert os.fsdecode(readers.read(b"echo", name)).startswith(f"{name} by ")


def test_one_process_reads_many_documents(readers: Readers) -> None:
    assert len({read_with(readers, "echo") for _ in range(5)}) == 1


def test_process_is_replaced_after_many_documents(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.reading.readers.DOCUMENTS_PER_PROCESS", 2)
    assert len({read_with(readers, "echo") for _ in range(4)}) == 2


def test_crash_in_a_used_process_is_retried_in_a_fresh_one(readers: Readers) -> None:
    assert read_with(readers, "crash when warm", "first") == "first"
    assert read_with(readers, "crash when warm", "second") == "second"


def test_process_killed_while_idle_is_replaced(readers: Readers) -> None:
    pid = int(read_with(readers, "echo").split()[-1])
    os.kill(pid, signal.SIGKILL)
    assert int(read_with(readers, "echo").split()[-1]) != pid


def test_child_inherits_nothing(readers: Readers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The child has no secrets, no open files or connections, and no Django."""
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://")
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        names, files, django = read_with(readers, "environment").split("|")
    assert "SECRET_KEY" not in names
    assert "DATABASE_URL" not in names
    assert int(files) <= 6  # 0, 1, 2, the two pipes, and the listing itself
    assert django == "False"


def targets() -> list[str]:
    """Return the functions that the portal has children run, the quickest first."""
    modules = (path.read_text() for path in (ROOT / "portal").rglob("*.py"))
    found = {target for text in modules for target in re.findall(r'\bReaders\("([\w.:]+)"', text)}
    return sorted(found, key=lambda target: ("pictures" not in target, target))


@pytest.mark.parametrize("target", quick_first(targets()))
def test_child_runs_each_function_of_the_portal(target: str) -> None:
    """Most other tests run these functions in their own process, to which no limits apply."""
    pages = "1-1" if target.endswith(":extract_pages") else "1"
    with Readers(target, Limits(recognition_seconds=0)) as readers:
        assert readers.read(make_pdf(), pages)


def test_parallel_results_come_in_order(readers: Readers) -> None:
    names = [f"{number}.pdf" for number in range(12)]
    results = [future.result() for _, future in map_in_order(lambda name: read_with(readers, "echo", name), names, 2)]
    assert [result.split()[0] for result in results] == names
    assert len({result.split()[-1] for result in results}) == 2


@pytest.mark.long
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not next to the repository")
def test_400_megabytes_suffice_for_the_largest_reports() -> None:
    """The limit applies to address space, which exceeds resident memory: libraries are half of it."""
    largest = sorted(CORPUS.glob("*.*"), key=lambda file: file.stat().st_size)[-3:]
    with Readers("portal.reading.document:read", Limits(memory_mb=400, recognition_seconds=0)) as readers:
        for file in largest:
            assert from_bytes(readers.read(file.read_bytes(), file.name)).parsed.file == file.name


PARENT = """
import sys
from portal.reading.limits import Limits
from portal.reading.process import ReaderProcess
process = ReaderProcess({target!r}, Limits(seconds=60))
process.read({behaviour!r}, {name!r})
"""


@pytest.mark.parametrize("behaviour", ["backtrack", "sleep"])
def test_child_ends_when_its_parent_is_killed(behaviour: str, tmp_path: Path) -> None:
    """The child ends even if it cannot run any code, and so do the programs that it started."""
    source = PARENT.format(target=TARGET, behaviour=behaviour.encode(), name=str(tmp_path / "pids"))
    parent = subprocess.Popen([sys.executable, "-c", source], cwd=ROOT)
    wait_until(lambda: (tmp_path / "pids").exists() and (tmp_path / "pids").read_text())
    children = read_pids(tmp_path / "pids")
    time.sleep(0.2)
    assert all(map(is_running, children))
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(map(is_running, children)))


def read_pids(path: Path) -> list[int]:
    return [int(pid) for pid in path.read_text().split()]


def is_running(pid: int) -> bool:
    """Return whether a process exists and is not a zombie that its new parent still has to reap."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
