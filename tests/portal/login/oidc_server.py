"""A small OpenID Connect provider: a local server that issues signed ID tokens for one user."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import override_settings

from portal.login_config import read_provider

CLIENT_ID, SECRET = "portal", "a secret of the portal"
CODE, ACCESS_TOKEN, KEY_ID = "the-code", "the-access-token", "key-1"


def make_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


_KEY = make_key()


@dataclass
class Provider:
    """What the provider answers. ``claims`` and ``details`` change the ID token and the user's details, ``broken`` the
    answers at some paths."""

    issuer: str
    user: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "user-1",
            "name": "Grace Hopper",
            "email": "grace@example.org",
            "email_verified": True,
        }
    )
    claims: dict[str, Any] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = _KEY
    algorithm: str = "RS256"
    broken: dict[str, Any] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    challenge: str = ""

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, **self.user, **self.claims}
        key: Any = {"RS256": self.key, "none": None, "HS256": "x" * 32}[self.algorithm]
        return jwt.encode(claims, key, self.algorithm, headers={"kid": KEY_ID})

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """Return the status and the JSON of the answer to a request."""
        self.requests.append((path, form))
        if path in self.broken:
            return 200, self.broken[path]
        if path == "/token":
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            is_proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
            if form.get("code") != CODE or not is_proven:
                return 400, {"error": "invalid_grant"}
            return 200, {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "id_token": self.id_token()}
        return 200, {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [{**jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key(), as_dict=True), "kid": KEY_ID}]},
            "/userinfo": {**self.user, **self.details},
        }[path]


@contextmanager
def oidc_provider(**options: Any) -> Iterator[Provider]:
    """Start a provider and configure the portal to use it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.provider = provider  # type: ignore[attr-defined]
    # The interval is the time that stopping the server takes; the default is half a second.
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    apps = read_provider(provider.issuer, CLIENT_ID, SECRET, "Example ID", verifies_email=False)
    try:
        with override_settings(SOCIALACCOUNT_PROVIDERS=apps, OIDC_NAME="Example ID", **options):
            yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/authorize":
            self._authorize()
        else:
            self._respond({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._respond({name: values[0] for name, values in parse_qs(body).items()})

    def _authorize(self) -> None:
        """Redirect back to the portal at once, as for a user who is already logged in."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.provider.challenge = query["code_challenge"]  # type: ignore[attr-defined]
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode({'code': CODE, 'state': query['state']})}")
        self.end_headers()

    def _respond(self, form: dict[str, str]) -> None:
        status, content = self.server.provider.answer(urlsplit(self.path).path, form)  # type: ignore[attr-defined]
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Log nothing."""
