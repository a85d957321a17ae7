"""The codes that an authenticator app shows, computed as RFC 6238 describes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

STEP = 30  # seconds


def app_code(secret: str, steps: int = 0) -> str:
    """Return the code for a secret (base 32), ``steps`` steps from now."""
    counter = int(time.time()) // STEP + steps
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
