"""A child process that reads documents, from the parent's side."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from documents.parsing.messages import Message, message_from_json
from documents.parsing.types import UnreadableDocumentError
from portal.reading.child import MEGABYTE, AnswerKind
from portal.reading.limits import Limits

ROOT = Path(__file__).resolve().parents[2]
INHERITED_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TESSDATA_PREFIX")
"""Environment variables that the child inherits. A process that opens untrusted files gets no keys or passwords."""


class ReadingError(RuntimeError):
    """Reading failed because of an error in the portal itself. The message is the child's traceback."""


class ReaderProcess:
    """A child that reads one file at a time. ``target`` ("module:function") is the function that it calls for each."""

    def __init__(self, target: str, limits: Limits) -> None:
        self.read_count = 0
        self._limits = limits
        self._process = subprocess.Popen(
            [sys.executable, "-m", "portal.reading.child", target, limits.to_json()],
            cwd=ROOT,
            env={name: os.environ[name] for name in INHERITED_ENVIRONMENT if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdin
        assert self._process.stdout
        self._requests = Connection(os.dup(self._process.stdin.fileno()), readable=False)
        self._answers = Connection(os.dup(self._process.stdout.fileno()), writable=False)
        self._process.stdin.close()
        self._process.stdout.close()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def read(self, content: bytes, name: str) -> bytes:
        """Return the child's result for a file.

        Raise UnreadableDocumentError for a rejected file, including a file that is ``too_slow`` or ``too_costly`` or
        that ``crashed`` the child. Raise ReadingError for an error in the portal itself. After any exception other than
        a plain rejection, the child has ended.
        """
        try:
            kind, payload = self._exchange(content, name)
        except BaseException:
            self.end()
            raise
        self.read_count += 1
        if kind is AnswerKind.REJECTED:
            rejection = json.loads(payload)
            raise UnreadableDocumentError(rejection["code"], message_from_json(rejection["message"]))
        if kind is AnswerKind.FAULT:
            self.end()
            raise ReadingError(payload.decode())
        return payload

    def _exchange(self, content: bytes, name: str) -> tuple[AnswerKind, bytes]:
        try:
            self._requests.send_bytes(name.encode(errors="surrogateescape"))
            self._requests.send_bytes(content)
            if not self._answers.poll(self._limits.timeout):
                raise self._timeout_error()
            kind = AnswerKind(self._answers.recv_bytes(16).decode())
            return kind, self._answers.recv_bytes((self._limits.result_mb + 1) * MEGABYTE)
        except (EOFError, ConnectionError) as error:
            raise self._exit_error() from error

    def _exit_error(self) -> UnreadableDocumentError:
        """Return the error for the file that was being read when the child exited by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        if self._process.returncode == -signal.SIGXCPU:
            return self._timeout_error()
        if self._process.returncode == -signal.SIGKILL:  # by the kernel, when the machine is out of memory
            return UnreadableDocumentError(
                "too_costly",
                Message(
                    "This file needs more memory than this machine has. Split the file and try again with the parts."
                ),
            )
        return UnreadableDocumentError(
            "crashed",
            Message(
                "This file crashed the program that reads files. "
                "Save the file again, or print it to PDF, and try again."
            ),
        )

    def _timeout_error(self) -> UnreadableDocumentError:
        message = Message(
            "Reading this file took more than %(seconds)d seconds and was stopped. Split the file and try again with "
            "the parts.",
            seconds=self._limits.seconds,
        )
        return UnreadableDocumentError("too_slow", message)

    def end(self) -> None:
        """Kill the child and all processes that it started. May be called repeatedly, and from another thread."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._requests.close()
        self._answers.close()
