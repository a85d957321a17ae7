"""Ways in which reading a document can go wrong; the content of a file names one. Tests run them in child processes."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits


def behave(content: bytes, name: str, limits: Limits) -> bytes:
    """Run the behaviour that the content names."""
    return BEHAVIOURS[content.decode()](name, limits)


def _echo(name: str, limits: Limits) -> bytes:
    return f"{name} by {os.getpid()}".encode(errors="surrogateescape")


def _niceness(name: str, limits: Limits) -> bytes:
    return str(os.getpriority(os.PRIO_PROCESS, 0)).encode()


def _loop(name: str, limits: Limits) -> bytes:
    while True:
        pass


def _backtrack(name: str, limits: Limits) -> bytes:
    """Hold the interpreter, so that no thread of the child can run."""
    Path(name).write_text(str(os.getpid()))
    return bytes(bool(re.match(r"(a+)+$", "a" * 60 + "b")))


def _sleep(name: str, limits: Limits) -> bytes:
    """Start another program and wait, as text recognition does."""
    sleeper = subprocess.Popen(["sleep", "3600"], stdin=subprocess.DEVNULL)
    Path(name).write_text(f"{os.getpid()} {sleeper.pid}")
    time.sleep(3600)
    return b""


def _exhaust_memory(name: str, limits: Limits) -> bytes:
    return bytes(len(b"x" * (4 << 30)))


def _report_memory_error_as_damage(name: str, limits: Limits) -> bytes:
    """Behave like a reader that reports every exception of a library as damage."""
    try:
        return _exhaust_memory(name, limits)
    except Exception as error:
        raise UnreadableDocumentError("damaged", "This PDF is damaged.") from error


def _return_too_much(name: str, limits: Limits) -> bytes:
    return bytes((limits.result_mb << 20) + 1)


def _print(name: str, limits: Limits) -> bytes:
    sys.stdout.write("a library that prints\n")
    sys.stdout.flush()
    return sys.stdin.read().encode() + b"printed"


def _segfault(name: str, limits: Limits) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def _kill(name: str, limits: Limits) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def _raise_error(name: str, limits: Limits) -> bytes:
    raise ValueError("a bug in the portal")


def _reject(name: str, limits: Limits) -> bytes:
    raise UnreadableDocumentError("encrypted", "It is locked – “locked”.")


def _environment(name: str, limits: Limits) -> bytes:
    files = sorted(int(entry) for entry in os.listdir("/proc/self/fd"))  # noqa: PTH208  of the process itself
    return f"{' '.join(sorted(os.environ))}|{len(files)}|{'django' in sys.modules}".encode()


def _crash_when_warm(name: str, limits: Limits) -> bytes:
    """Crash if this process has read a file before."""
    if _files_read:
        os.kill(os.getpid(), signal.SIGSEGV)
    _files_read.append(name)
    return name.encode()


_files_read: list[str] = []

BEHAVIOURS = {
    "echo": _echo,
    "niceness": _niceness,
    "loop": _loop,
    "backtrack": _backtrack,
    "sleep": _sleep,
    "devour": _exhaust_memory,
    "devour as damage": _report_memory_error_as_damage,
    "flood": _return_too_much,
    "print": _print,
    "segfault": _segfault,
    "killed": _kill,
    "fault": _raise_error,
    "reject": _reject,
    "environment": _environment,
    "crash when warm": _crash_when_warm,
}
