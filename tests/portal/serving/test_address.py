"""The address at which the portal listens, and the errors for invalid addresses."""

from __future__ import annotations

import os
import socket

import pytest

from portal.serving import StartError
from portal.serving.address import Address


@pytest.mark.parametrize(
    ("environment", "url", "case"),
    [
        ({}, "http://127.0.0.1:8000/", "this machine only, by default"),
        ({"PORT": "", "HOST": ""}, "http://127.0.0.1:8000/", "empty variables are ignored"),
        ({"PORT": " 9000 "}, "http://127.0.0.1:9000/", "spaces are ignored"),
        (
            {"HOST": "0.0.0.0", "ALLOWED_HOSTS": "portal.example.org"},
            "http://127.0.0.1:8000/",
            "all addresses: the URL is one that a browser can open",
        ),
        ({"HOST": "::1"}, "http://[::1]:8000/", "an IPv6 address is put in brackets"),
        ({"HOST": "localhost", "PORT": "80"}, "http://localhost:80/", "a host name"),
    ],
)
def test_address_is_read_from_the_environment(environment: dict[str, str], url: str, case: str) -> None:
    assert Address.from_environment(environment).url == url, case


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "portal.example.org"])
def test_address_for_other_machines_needs_the_names_of_the_portal(host: str) -> None:
    with pytest.raises(StartError, match="Set ALLOWED_HOSTS to the names that readers use"):
        Address.from_environment({"HOST": host})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.5", "8000/", "²"])
def test_invalid_port_is_rejected(port: str) -> None:
    with pytest.raises(StartError, match="is not a valid port"):
        Address.from_environment({"PORT": port})


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="this system cannot wait for the first bytes")
def test_connection_is_accepted_once_data_arrives() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with Address("127.0.0.1", port).listen() as listener, socket.create_connection(("127.0.0.1", port)) as client:
        listener.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listener.accept()
        client.send(b"GET")
        listener.settimeout(10)
        with listener.accept()[0] as accepted:
            assert accepted.recv(3) == b"GET"


def test_occupied_port_is_reported() -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        port = occupied.getsockname()[1]
        with pytest.raises(StartError, match=rf"Port {port} on 127.0.0.1 is already in use by another program"):
            Address("127.0.0.1", port).listen()


def test_address_is_reserved_from_the_start() -> None:
    """A client that connects during preparation waits, and a second portal cannot use the port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    all_interfaces = Address("0.0.0.0", port)
    with (
        Address("127.0.0.1", port).listen(),
        socket.create_connection(("127.0.0.1", port)),
        pytest.raises(StartError, match="already in use by another"),
    ):
        all_interfaces.listen()


@pytest.mark.parametrize(
    ("host", "sentence"),
    [("192.0.2.1", "not an address of this machine"), ("no such name.invalid", "not a valid address")],
)
def test_unusable_host_is_rejected(host: str, sentence: str) -> None:
    with pytest.raises(StartError, match=sentence):
        Address(host, 8000).listen()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may use every port")
def test_privileged_port_is_rejected() -> None:
    with pytest.raises(StartError, match="above 1023"):
        Address("127.0.0.1", 80).listen()
