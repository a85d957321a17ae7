"""The copy of PostgreSQL's programs that root makes for the account that runs the server."""

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
    """A folder for copies, with the strictest umask."""
    monkeypatch.setattr(account, "SHARED_FOLDER", tmp_path / "shared")
    previous_umask = os.umask(0o077)
    yield tmp_path / "shared"
    os.umask(previous_umask)


def package_folder() -> Path:
    spec = importlib.util.find_spec(account.PACKAGE)
    assert spec
    assert spec.origin
    return Path(spec.origin).parent


def file_modes(folder: Path) -> dict[Path, int]:
    return {path: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}


def test_copy_is_made_once(shared: Path) -> None:
    with ThreadPoolExecutor() as pool:
        paths = {future.result() for future in [pool.submit(account.programs_folder) for _ in range(3)]}
    (programs,) = paths
    copy = programs.stat()
    assert programs.is_relative_to(shared)
    assert account.programs_folder().stat().st_ino == copy.st_ino
    assert {path.name for path in shared.iterdir()} == {importlib.metadata.version(account.PACKAGE), "copy.lock"}


def test_copy_is_executable_by_all_and_the_wheel_is_unchanged(shared: Path) -> None:
    before = file_modes(package_folder())
    programs = account.programs_folder()
    assert all(mode in {0o644, 0o755} for mode in file_modes(programs.parents[2]).values())
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    assert subprocess.run([programs / "initdb", "--version"], check=True, capture_output=True).stdout
    assert file_modes(package_folder()) == before


def test_interrupted_copy_is_made_again(shared: Path) -> None:
    target = account.programs_folder().parents[2]
    partial = target.with_name(f"{target.name}.new")
    target.rename(partial)
    (partial / "left").touch()
    copy = account.programs_folder().parents[2]
    assert copy == target
    assert not partial.exists()
    assert not (copy / "left").exists()
