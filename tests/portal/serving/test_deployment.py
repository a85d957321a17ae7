"""The files of docs/deployment: nginx accepts its configuration, and the unit names only settings that exist."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from email.message import Message
from http import HTTPStatus
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from documents.web.phrases import file_size
from tests.portal.ingestion.machines import MAX_WAIT_SECONDS, wait_until

FILES = settings.BASE_DIR / "docs" / "deployment"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for the name in the configuration, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "portal.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    paths = folder / "portal.pem", folder / "portal.key"
    for path, content in zip(paths, (certificate, private), strict=True):
        path.write_bytes(content)
    return paths


needs_nginx = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")


def write_configuration(folder: Path, **replaced: str) -> Path:
    """Write the configuration with a certificate. ``replaced`` are other values of directives. Return its path."""
    certificate, key = write_certificate(folder)
    site = (FILES / "nginx.conf").read_text()
    site = site.replace("/etc/ssl/certs/portal.example.org.pem", str(certificate))
    site = site.replace("/etc/ssl/private/portal.example.org.key", str(key))
    for directive, value in replaced.items():
        site, count = re.subn(rf"\b{directive} [^;]*;", f"{directive} {value};", site)
        assert count == 1, directive
    path = folder / "nginx.conf"
    logs = f"error_log {folder}/log;\nevents {{}}\nhttp {{\naccess_log off;"
    path.write_text(f"pid {folder}/pid;\n{logs}\n{site}\n}}\n")
    return path


@needs_nginx
def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    command = (NGINX, "-t", "-c", write_configuration(tmp_path))
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@contextlib.contextmanager
def running_proxy(folder: Path, **replaced: str) -> Iterator[int]:
    """Run nginx without a portal, with other values of directives. Yield its port."""
    ports = []
    for _number in range(2):  # the second one is where no portal listens
        with socket.create_server(("127.0.0.1", 0)) as listener:
            ports.append(listener.getsockname()[1])
    configuration = write_configuration(folder, **replaced)
    site = configuration.read_text().replace("listen 80;", f"listen unix:{folder}/socket;")
    site = site.replace("server 127.0.0.1:8000;", f"server 127.0.0.1:{ports[1]};")
    configuration.write_text(site.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{ports[0]};"))
    process = subprocess.Popen((NGINX, "-c", configuration, "-g", "daemon off;"), stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answer(ports[0], "/")[0] != 0, "the proxy answers")
        yield ports[0]
    finally:
        process.terminate()
        process.wait(MAX_WAIT_SECONDS)


def answer(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, Message, str]:
    """Return the status, headers and body of a response of the proxy. The status is 0 if it does not answer yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=MAX_WAIT_SECONDS)
    try:
        connection.request(method, path, headers={"Host": "portal.example.org", **headers})
        response = connection.getresponse()
        return response.status, response.headers, response.read().decode()
    except ConnectionError:
        return 0, Message(), ""
    finally:
        connection.close()


READERS: list[tuple[str, dict[str, str], str]] = [
    ("/recommendations/", {}, "en"),
    ("/api/v1/documents", {"Accept-Language": "de-CH, de;q=0.9, ru;q=0.8, fr;q=0.7"}, "ru"),
    ("/documents/", {"Accept-Language": "FR-fr"}, "fr"),
    ("/static/app.css", {"Accept-Language": "fr", "Cookie": "a=b; language=zh-hans"}, "zh"),
    ("/es/documents/", {"Accept-Language": "fr", "Cookie": "language=zh-hans"}, "es"),
    ("/ar/", {}, "ar"),
    ("/articles/", {"Accept-Language": "est, sv-fr"}, "en"),
]
"""Paths, headers, and the language of the answer."""


def check_message(received: Message, path: str, language: str) -> None:
    assert received["Content-Language"].lower() == language, path
    assert received["Content-Type"] == "text/plain; charset=utf-8", path
    assert received["Cache-Control"] == "no-store", path


@needs_nginx
def test_proxy_explains_its_limit_in_the_language_of_the_reader(tmp_path: Path) -> None:
    one_a_minute = {"limit_req_zone": "$binary_remote_addr zone=portal:1m rate=1r/m", "limit_req": "zone=portal"}
    with running_proxy(tmp_path, **one_a_minute) as port:
        wait_until(lambda: answer(port, "/")[0] == HTTPStatus.TOO_MANY_REQUESTS, "the limit is reached")
        for path, headers, language in READERS:
            status, received, body = answer(port, path, **headers)
            assert (status, received["Retry-After"]) == (429, "5"), path
            check_message(received, path, language)
            with translation.override("zh-hans" if language == "zh" else language):
                expected = ngettext(
                    "Your network sent too many requests. Try again in %(seconds)s second.",
                    "Your network sent too many requests. Try again in %(seconds)s seconds.",
                    5,
                )
            assert body == expected % {"seconds": 5} + "\n", path


@needs_nginx
def test_proxy_says_in_the_language_of_the_reader_that_an_upload_is_too_large(tmp_path: Path) -> None:
    with running_proxy(tmp_path) as port:
        for path, headers, language in READERS:
            declared = str(settings.UPLOAD_REQUEST_BYTES + 1)
            status, received, body = answer(port, path, "POST", **headers, **{"Content-Length": declared})
            assert status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE, path
            check_message(received, path, language)
            with translation.override("zh-hans" if language == "zh" else language):
                expected = gettext(
                    "An upload can be at most %(total)s, and each file at most %(file)s. Nothing was uploaded. "
                    "Upload fewer files at a time, or split a file that is too large."
                )
                total, file = file_size(settings.UPLOAD_REQUEST_BYTES), file_size(settings.UPLOAD_FILE_BYTES)
            assert body == expected % {"total": total, "file": file} + "\n", path


@needs_nginx
def test_proxy_says_in_the_language_of_the_reader_that_the_portal_does_not_answer(tmp_path: Path) -> None:
    bodies = {}
    with running_proxy(tmp_path) as port:
        for path, headers, language in READERS:
            status, received, bodies[language] = answer(port, path, **headers)
            assert (status, received["Retry-After"]) == (502, "60"), path
            check_message(received, path, language)
    assert bodies["en"] == "The portal is not available at the moment. Try again in a minute.\n"
    assert bodies["fr"] == "Le portail n’est pas disponible pour le moment. Réessayez dans une minute.\n"
    assert len(set(bodies.values())) == len(settings.LANGUAGES)


def test_proxy_accepts_the_largest_upload() -> None:
    [size] = re.findall(r"client_max_body_size (\d+)m;", (FILES / "nginx.conf").read_text())
    assert int(size) * 1024**2 == settings.UPLOAD_REQUEST_BYTES


def documented_settings() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)`", (settings.BASE_DIR / "docs" / "operation.md").read_text(), re.M))


def test_unit_sets_documented_variables() -> None:
    assert (
        set(re.findall(r"^Environment=(\w+)=", (FILES / "portal.service").read_text(), re.M)) <= documented_settings()
    )


def test_compose_file_sets_documented_variables_and_keeps_all_data_in_volumes() -> None:
    compose = yaml.safe_load((FILES / "compose.yaml").read_text())
    portal = compose["services"]["portal"]
    assert set(portal["environment"]) <= documented_settings()
    assert portal["environment"]["HTTPS_ONLY"] == "1"
    [volume] = re.findall(r"^VOLUME (\S+)$", (FILES / "Containerfile").read_text(), re.M)
    assert portal["volumes"] == [f"data:{volume}"]
    assert portal["environment"]["BACKUP_DIR"].startswith(volume)
    assert set(compose["volumes"]) == {"data", "database"}


def test_only_the_proxy_is_reachable_from_other_machines() -> None:
    compose = yaml.safe_load((FILES / "compose.yaml").read_text())
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]


def test_image_starts_the_portal_as_an_ordinary_account() -> None:
    lines = (FILES / "Containerfile").read_text().splitlines()
    assert "USER portal" in lines
    assert lines[-1] == 'CMD ["python", "manage.py", "serve"]'
    copied = [path for line in lines if line.startswith("COPY") for path in line.split()[1:-1]]
    assert all((settings.BASE_DIR / path).exists() for path in copied)
