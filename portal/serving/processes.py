"""A process that is kept running: restarted when it dies, stopped in order."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

SETTLED_SECONDS = 60
FIRST_PAUSE = 0.5
MAX_PAUSE = 30.0


@dataclass
class KeptProcess:
    """A program that the supervisor runs. ``name`` is shown in messages; it inherits the file descriptors ``files``."""

    name: str
    command: Sequence[str]
    files: Sequence[int] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started: float = field(default=0.0, init=False)
    _pause: float = field(default=0.0, init=False)
    _due: float | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process in its own session: Ctrl-C reaches only the supervisor, which stops all in order."""
        self._due = None
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # processes log to standard error
            pass_fds=self.files,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    @property
    def status(self) -> int | None:
        """Return the exit status as in ``subprocess``, or None while the process runs."""
        return self._process.poll() if self._process else None

    def tend(self, say: Callable[[str], None]) -> None:
        """Restart the process if it died: soon the first time, and with a longer pause each time it dies early."""
        now = time.monotonic()
        if self._due is not None:
            if now >= self._due:
                self.start()
        elif self.status is not None:
            settled = now - self._started >= SETTLED_SECONDS
            self._pause = FIRST_PAUSE if settled or not self._pause else min(self._pause * 2, MAX_PAUSE)
            self._due = now + self._pause
            say(
                _("The %(name)s stopped (%(why)s); restarting in %(pause)g s.")
                % {"name": self.name, "why": self.why_ended, "pause": self._pause}
            )

    @property
    def why_ended(self) -> str:
        """Return the exit status in words."""
        if self.status is not None and self.status < 0:
            return _("killed by signal %d") % -self.status
        return _("exit status %s") % self.status

    def ask_to_end(self) -> None:
        """Ask the process to finish its work and exit."""
        if self._process and self.status is None:
            self._process.terminate()

    def wait_or_kill(self, deadline: float) -> None:
        """Wait for the process to exit; after ``deadline`` (monotonic clock) kill it with its children."""
        if not self._process:
            return
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _die_with_parent() -> None:
    """Have the kernel terminate this process when its parent dies, even by SIGKILL. Linux only."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
