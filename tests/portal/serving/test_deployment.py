"""The files of docs/deployment: nginx accepts its configuration, and the unit names only settings that exist."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
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
