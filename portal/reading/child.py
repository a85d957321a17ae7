"""The child process: read files from standard input one after another, and send back the results.

    python -m portal.reading.child MODULE:FUNCTION LIMITS

It gets no connections or settings from its parent, only the name of the function and the limits. It ends when its
parent ends, even if the parent is killed while a file is being read, and when it has been idle for
:data:`IDLE_SECONDS`.
"""

from __future__ import annotations

import fcntl
import importlib
import json
import logging
import math
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from enum import StrEnum
from multiprocessing.connection import Connection

from documents.parsing.messages import Message, message_as_json
from documents.parsing.types import UnreadableDocumentError
from portal.reading.limits import Limits

IDLE_SECONDS = 60
MEGABYTE = 1024 * 1024

Work = Callable[[bytes, str, Limits], bytes]


class AnswerKind(StrEnum):
    """The kind of an answer: the result, a rejection as JSON, or the traceback of an internal error."""

    DONE = "done"
    REJECTED = "rejected"
    FAULT = "fault"


def main(target: str, limits: Limits) -> None:
    """Answer requests until the parent closes the pipe or sends no request for :data:`IDLE_SECONDS`."""
    requests, answers = _take_over_pipes()
    os.nice(limits.niceness)
    _limit_memory(limits)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns about every irregularity
    module, _, name = target.partition(":")
    work: Work = getattr(importlib.import_module(module), name)
    while requests.poll(IDLE_SECONDS):
        try:
            name, content = requests.recv_bytes().decode(errors="surrogateescape"), requests.recv_bytes()
        except EOFError:
            return
        _limit_time(limits)
        _end_with_parent(requests, is_armed=True)
        kind, payload = _run_work(work, content, name, limits)
        _end_with_parent(requests, is_armed=False)
        answers.send_bytes(kind.encode())
        answers.send_bytes(payload)


def _take_over_pipes() -> tuple[Connection, Connection]:
    """Return the two pipes to the parent, and redirect standard input and output, so that a library cannot use the
    pipes."""
    requests = Connection(os.dup(0), writable=False)
    answers = Connection(os.dup(1), readable=False)
    with open(os.devnull, "rb") as null:  # noqa: PTH123  needs a descriptor, not a path
        os.dup2(null.fileno(), 0)
    os.dup2(2, 1)
    return requests, answers


def _limit_memory(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _set_soft_limit(resource.RLIMIT_AS, limits.memory_mb * MEGABYTE)


def _limit_time(limits: Limits) -> None:
    """Limit the processor time from now on. When it is used up, the kernel ends this process with SIGXCPU."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _set_soft_limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + limits.seconds)


def _set_soft_limit(kind: int, value: int) -> None:
    """Set a soft limit, but not above the machine's hard limit."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _end_with_parent(requests: Connection, *, is_armed: bool) -> None:
    """While armed, have the kernel end this process and its children as soon as the parent's end of the pipe closes,
    even if the parent was killed. The kernel sends SIGIO, which terminates a process by default. (A thread watching the
    pipe would not run while a regular expression or a C library holds the interpreter.)"""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    pipe = requests.fileno()
    flags = fcntl.fcntl(pipe, fcntl.F_GETFL)
    if is_armed:
        fcntl.fcntl(pipe, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(pipe, fcntl.F_SETFL, flags | os.O_ASYNC)
        if requests.poll(0):  # the parent sends nothing at this point, so the pipe is readable only if it has ended
            sys.exit(0)
    else:
        fcntl.fcntl(pipe, fcntl.F_SETFL, flags & ~os.O_ASYNC)


def _run_work(work: Work, content: bytes, name: str, limits: Limits) -> tuple[AnswerKind, bytes]:
    try:
        result = work(content, name, limits)
    except UnreadableDocumentError as error:
        if _is_out_of_memory(error):
            return _reject_as_too_costly(limits)
        return AnswerKind.REJECTED, _rejection_json(error.code, error.message)
    except MemoryError:
        return _reject_as_too_costly(limits)
    except Exception:  # sent to the parent, which raises it
        return AnswerKind.FAULT, traceback.format_exc().encode(errors="replace")
    if len(result) > limits.result_mb * MEGABYTE:
        return _reject_as_too_costly(limits)
    return AnswerKind.DONE, result


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Return whether an error was caused by a MemoryError, which readers report as a damaged file, like any failure of
    a library."""
    while error is not None and not isinstance(error, MemoryError):
        error = error.__cause__ or error.__context__
    return error is not None


def _reject_as_too_costly(limits: Limits) -> tuple[AnswerKind, bytes]:
    message = Message(
        "Reading this file takes more than the %(size)s MB of memory allowed. Split the file and try again with the "
        "parts.",
        size=limits.memory_mb,
    )
    return AnswerKind.REJECTED, _rejection_json("too_costly", message)


def _rejection_json(code: str, message: Message) -> bytes:
    return json.dumps({"code": code, "message": message_as_json(message)}).encode()


if __name__ == "__main__":
    main(sys.argv[1], Limits.from_json(sys.argv[2]))
