"""Where the portal answers, and the sentences for addresses that it cannot have."""

from __future__ import annotations

import os
import socket

import pytest

from portal.serving import StartError
from portal.serving.address import Address


@pytest.mark.parametrize(
    ("environment", "url", "reason"),
    [
        ({}, "http://127.0.0.1:8000/", "this machine alone, unless asked"),
        ({"PORT": "", "HOST": ""}, "http://127.0.0.1:8000/", "set but empty is unset"),
        ({"PORT": " 9000 "}, "http://127.0.0.1:9000/", "blanks do no harm"),
        ({"HOST": "0.0.0.0"}, "http://127.0.0.1:8000/", "every address: shown is one that a browser opens"),
        ({"HOST": "::1"}, "http://[::1]:8000/", "a number of the new kind stands in brackets"),
        ({"HOST": "localhost", "PORT": "80"}, "http://localhost:80/", "a name"),
    ],
)
def test_address_of_the_environment(environment: dict[str, str], url: str, reason: str) -> None:
    assert Address.from_environment(environment).url == url, reason


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5", "8000/", "²"])
def test_what_is_no_port_is_said_to_be_none(port: str) -> None:
    with pytest.raises(StartError, match="is not a port"):
        Address.from_environment({"PORT": port})


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="this system cannot wait for the first bytes")
def test_a_connection_is_taken_when_something_is_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    with Address("127.0.0.1", port).listen() as listener, socket.create_connection(("127.0.0.1", port)) as one:
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
        one.send(b"GET")
        listener.settimeout(10)
        with listener.accept()[0] as taken:
            assert taken.recv(3) == b"GET"


def test_a_taken_port_is_said_to_be_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StartError, match=rf"Port {port} of 127.0.0.1 is taken by another program"):
            Address("127.0.0.1", port).listen()


def test_an_address_is_held_from_the_start() -> None:
    """Who connects while the portal is being prepared waits; a second portal does not get the port."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    every = Address("0.0.0.0", port)
    with (
        Address("127.0.0.1", port).listen(),
        socket.create_connection(("127.0.0.1", port)),
        pytest.raises(StartError, match="taken"),
    ):
        every.listen()


@pytest.mark.parametrize(
    ("host", "sentence"),
    [("192.0.2.1", "not an address of this machine"), ("no such name.invalid", "not a valid address")],
)
def test_a_host_that_is_not_ours_is_refused(host: str, sentence: str) -> None:
    with pytest.raises(StartError, match=sentence):
        Address(host, 8000).listen()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use every port")
def test_a_port_for_root_alone_is_refused() -> None:
    with pytest.raises(StartError, match="above 1023"):
        Address("127.0.0.1", 80).listen()
