"""The address to listen on, from ``HOST`` and ``PORT``, and its socket."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from portal.serving import StartError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost"}
BACKLOG = 1024
MAX_SILENT_SECONDS = 30  # for which the kernel holds a connection without data
LOOPBACK_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  compared, not bound
"""Map from a wildcard address to the address to open in a browser."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host (a name or an IP address) and a port."""

    host: str
    port: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read ``HOST`` and ``PORT``.

        Raise :class:`StartError` if the port is invalid, or if other machines can reach the address but
        ``ALLOWED_HOSTS`` is not set: links in pages and files would then contain any host name that a client sends.
        """
        text = environment.get("PORT", "").strip() or str(DEFAULT_PORT)
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
            raise StartError(_("PORT=%s is not a valid port. Use a number from 1 to 65535, such as 8000.") % text)
        host = environment.get("HOST", "").strip() or DEFAULT_HOST
        if host not in LOOPBACK_HOSTS and not environment.get("ALLOWED_HOSTS"):
            raise StartError(
                _(
                    "HOST=%s lets other machines connect. Set ALLOWED_HOSTS to the names that readers use, for example "
                    "ALLOWED_HOSTS=portal.example.org, or to * to allow any name."
                )
                % host
            )
        return cls(host, int(text))

    @property
    def url(self) -> str:
        """Return the address to open in a browser on this machine."""
        host = LOOPBACK_ADDRESSES.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def listen(self) -> socket.socket:
        """Bind the address and listen. This reserves the address: connections wait until the portal accepts them.

        Raise :class:`StartError` if the address is not valid or cannot be used.
        """
        try:
            entries = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except (OSError, UnicodeError) as error:
            raise StartError(
                _("HOST=%s is not a valid address. Use an address of this machine, such as 127.0.0.1.") % self.host
            ) from error
        family, kind, protocol, __, address = min(entries, key=lambda entry: entry[0] != socket.AF_INET)
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
            _defer_accept(listener)
        except OSError as error:
            listener.close()
            raise StartError(self._reason(error)) from error
        return listener

    def _reason(self, error: OSError) -> str:
        values = {"host": self.host, "port": self.port}
        if error.errno == errno.EADDRINUSE:
            return (
                _(
                    "Port %(port)d on %(host)s is already in use by another program. Stop that program or choose "
                    "another port, for example PORT=8001."
                )
                % values
            )
        if error.errno == errno.EACCES:
            return _("This account cannot use port %(port)d. Set PORT to a number above 1023.") % values
        if error.errno == errno.EADDRNOTAVAIL:
            return (
                _("HOST=%(host)s is not an address of this machine. Use 127.0.0.1 or 0.0.0.0, which always work.")
                % values
            )
        reason = os.strerror(error.errno or 0)
        return _("Port %(port)d on %(host)s cannot be used: %(reason)s.") % {**values, "reason": reason}


def _defer_accept(listener: socket.socket) -> None:
    """Accept a connection only once its first bytes have arrived (``TCP_DEFER_ACCEPT``, tcp(7)), if supported.

    Browsers open connections in advance, and idle connections would delay connections that send a request.
    """
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, MAX_SILENT_SECONDS)
