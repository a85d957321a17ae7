"""Write elements of XML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, content: str, attributes: Mapping[str, str] | None = None) -> str:
    """Return an element with a content that is XML already."""
    written = "".join(f" {key}={quoteattr(clean(value))}" for key, value in (attributes or {}).items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text_element(name: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    """Return an element with a text."""
    return element(name, escape(clean(text)), attributes)


def clean(text: str) -> str:
    """Return a text without the characters that XML does not allow."""
    return _NOT_IN_XML.sub("", text)
