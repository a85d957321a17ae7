"""Supervised processes: restarted after growing pauses, and ended with all their children."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from portal.serving import processes
from portal.serving.processes import SupervisedProcess


def wait_until_exit(process: SupervisedProcess) -> None:
    deadline = time.monotonic() + 10
    while process.status is None and time.monotonic() < deadline:
        time.sleep(0.01)


def test_restart_pause_doubles_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "FIRST_PAUSE", 0.01)
    messages: list[str] = []
    process = SupervisedProcess("failing program", ("false",))
    process.start()
    deadline = time.monotonic() + 10
    while len(messages) < 3 and time.monotonic() < deadline:
        process.restart_if_dead(messages.append)
        time.sleep(0.01)
    assert messages == [
        f"The failing program stopped (exit status 1). Restarting it in {pause} s." for pause in (0.01, 0.02, 0.04)
    ]


def test_process_that_ran_long_is_restarted_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "EARLY_SECONDS", 0)
    messages: list[str] = []
    process = SupervisedProcess("settled program", ("sleep", "600"))
    for _ in range(2):
        process.start()
        os.kill(pid_of(process), signal.SIGKILL)
        wait_until_exit(process)
        process.restart_if_dead(messages.append)
    assert messages == ["The settled program stopped (killed by signal 9). Restarting it in 0.5 s."] * 2


def test_stubborn_process_is_killed_with_its_children(tmp_path: Path) -> None:
    source = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "open(sys.argv[1], 'w').write(str(subprocess.Popen(['sleep', '600']).pid)); time.sleep(600)"
    )
    pid_file = tmp_path / "child"
    process = SupervisedProcess("stubborn program", (sys.executable, "-c", source, str(pid_file)))
    process.start()
    while not (pid_file.exists() and pid_file.read_text()):
        time.sleep(0.01)
    child = psutil.Process(int(pid_file.read_text()))
    process.request_stop()
    process.wait_or_kill(time.monotonic() + 0.2)
    assert process.status == -signal.SIGKILL
    psutil.wait_procs([child], timeout=5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_process_runs_with_its_niceness() -> None:
    process = SupervisedProcess("patient program", ("sleep", "600"), niceness=3)
    process.start()
    assert os.getpriority(os.PRIO_PROCESS, pid_of(process)) == os.getpriority(os.PRIO_PROCESS, 0) + 3
    process.request_stop()
    process.wait_or_kill(time.monotonic() + 5)


@pytest.mark.skipif(sys.platform != "linux", reason="only the Linux kernel supports this")
def test_killed_supervisor_leaves_no_processes(tmp_path: Path) -> None:
    parent = os.fork()
    if parent == 0:
        process = SupervisedProcess("one", ("sleep", "600"))
        process.start()
        (tmp_path / "pid").write_text(str(pid_of(process)))
        os._exit(0)
    os.waitpid(parent, 0)
    child = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 5
    while psutil.pid_exists(child) and psutil.Process(child).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def pid_of(process: SupervisedProcess) -> int:
    assert process._process is not None
    return process._process.pid
