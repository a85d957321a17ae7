"""The files of docs/deployment: nginx accepts its configuration, and the unit names only settings that exist."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

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


@pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed")
def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    site = (FILES / "nginx.conf").read_text()
    site = site.replace("/etc/ssl/certs/portal.example.org.pem", str(certificate))
    site = site.replace("/etc/ssl/private/portal.example.org.key", str(key))
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}}\nhttp {{\n{site}\n}}\n")
    result = subprocess.run((NGINX, "-t", "-c", configuration), capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_proxy_accepts_the_largest_upload() -> None:
    [size] = re.findall(r"client_max_body_size (\d+)m;", (FILES / "nginx.conf").read_text())
    assert int(size) * 1024**2 == settings.UPLOAD_REQUEST_BYTES


def test_unit_sets_documented_variables() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (settings.BASE_DIR / "docs" / "operation.md").read_text(), re.M))
    assert set(re.findall(r"^Environment=(\w+)=", (FILES / "portal.service").read_text(), re.M)) <= documented
