"""The programs that root shares with the account that its server runs as."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import stat
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.postgres import account

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root copies the programs")


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for copies, under the strictest umask."""
    monkeypatch.setattr(account, "SHARED_FOLDER", tmp_path / "shared")
    before = os.umask(0o077)
    yield tmp_path / "shared"
    os.umask(before)


def wheel() -> Path:
    found = importlib.util.find_spec(account.PACKAGE)
    assert found
    assert found.origin
    return Path(found.origin).parent


def rights(folder: Path) -> dict[Path, int]:
    return {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_the_copy_is_made_once_by_whoever_comes_first(shared: Path) -> None:
    with ThreadPoolExecutor() as pool:
        found = {one.result() for one in [pool.submit(account.programs) for _ in range(3)]}
    (programs,) = found
    made = programs.stat()
    assert programs.is_relative_to(shared)
    assert account.programs().stat().st_ino == made.st_ino
    assert {path.name for path in shared.iterdir()} == {importlib.metadata.version(account.PACKAGE), "copy.lock"}


def test_every_account_can_run_the_copy_and_the_wheel_is_as_it_was(shared: Path) -> None:
    before = rights(wheel())
    programs = account.programs()
    assert all(mode in {0o644, 0o755} for mode in rights(programs.parents[2]).values())
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    assert subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True).stdout
    assert rights(wheel()) == before


def test_a_copy_that_was_interrupted_is_made_again(shared: Path) -> None:
    whole = account.programs().parents[2]
    left = whole.with_name(f"{whole.name}.new")
    whole.rename(left)
    (left / "left").touch()
    copy = account.programs().parents[2]
    assert copy == whole
    assert not left.exists()
    assert not (copy / "left").exists()
