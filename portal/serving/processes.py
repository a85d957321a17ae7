"""A supervised process: restarted when it dies, and stopped gracefully."""

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

EARLY_SECONDS = 60  # a process that dies within this time after its start has died early
FIRST_PAUSE = 0.5
MAX_PAUSE = 30.0


@dataclass
class SupervisedProcess:
    """A program that the supervisor runs. ``name`` is shown in messages; ``files`` are the descriptors that it
    inherits. ``niceness`` (0 to 19) is how far it gives way to other processes."""

    name: str
    command: Sequence[str]
    files: Sequence[int] = ()
    niceness: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    _started: float = field(default=0.0, init=False)
    _pause: float = field(default=0.0, init=False)
    _restart_at: float | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process in a separate session: Ctrl-C reaches only the supervisor, which stops all processes."""
        self._restart_at = None
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            self.command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # processes log to standard error
            pass_fds=self.files,
            start_new_session=True,
            preexec_fn=self._set_up,
        )

    def _set_up(self) -> None:
        """Set up the new process, before it runs its program."""
        os.nice(self.niceness)
        _die_with_parent()

    @property
    def status(self) -> int | None:
        """Return the exit status as in ``subprocess``, or None while the process runs."""
        return self._process.poll() if self._process else None

    def restart_if_dead(self, report: Callable[[str], None]) -> None:
        """Restart the process if it died. The first pause is short; each time the process dies early, the next pause is
        longer."""
        now = time.monotonic()
        if self._restart_at is not None:
            if now >= self._restart_at:
                self.start()
        elif self.status is not None:
            is_early = now - self._started < EARLY_SECONDS
            self._pause = FIRST_PAUSE if not is_early or not self._pause else min(self._pause * 2, MAX_PAUSE)
            self._restart_at = now + self._pause
            report(
                _("The %(name)s stopped (%(why)s). Restarting it in %(pause)g s.")
                % {"name": self.name, "why": self.exit_reason, "pause": self._pause}
            )

    @property
    def exit_reason(self) -> str:
        """Return the exit status in words."""
        if self.status is not None and self.status < 0:
            return _("killed by signal %d") % -self.status
        return _("exit status %s") % self.status

    def request_stop(self) -> None:
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
