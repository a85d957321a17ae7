"""WordprocessingML elements: names, attributes, and parsing without entities."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

from docx.oxml import parse_xml
from docx.oxml.ns import nsmap
from lxml import etree

Element: TypeAlias = Any  # an lxml element; neither lxml nor python-docx has a more precise type at run time

_NAMESPACES = {
    **nsmap,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "cprops": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "eprops": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
}

MalformedXmlError = etree.XMLSyntaxError


@cache
def name(prefixed: str) -> str:
    """Return a tag as lxml writes it: "{http://…/main}p" for "w:p"."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def parse(content: bytes) -> Element:
    """Return the root of an XML part. Entities are not resolved. Raise MalformedXmlError if it is not XML."""
    return parse_xml(content)


def children(element: Element | None, prefixed: str = "") -> Iterator[Element]:
    """Yield all child elements, or those with a tag, without comments or processing instructions."""
    if element is not None:
        tag = name(prefixed) if prefixed else etree.Element
        yield from element.iterchildren(tag)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element at the end of a path of tags ("w:pPr", "w:jc"), or None."""
    for prefixed in path:
        if element is None:
            return None
        element = element.find(name(prefixed))
    return element


def value(element: Element | None, *path: str, attribute: str = "w:val") -> str | None:
    """Return an attribute of the element at the end of a path, or None."""
    target = child(element, *path)
    text = target.get(name(attribute)) if target is not None else None
    return None if text is None else str(text)


def number(element: Element | None, *path: str, attribute: str = "w:val") -> int | None:
    """Return an attribute of the element at the end of a path as an integer ("12.5" and "12pt" as 12), or None."""
    text = value(element, *path, attribute=attribute) or ""
    digits = text[1:] if text.startswith("-") else text
    integer = digits[: next((i for i, c in enumerate(digits) if not "0" <= c <= "9"), len(digits))]
    if not integer or len(integer) > 9:
        return None
    return -int(integer) if text.startswith("-") else int(integer)


def switch(element: Element | None, *path: str) -> bool | None:
    """Return whether a property is on, or None if it is not set: <w:b/> is on, <w:b w:val="0"/> is off."""
    target = child(element, *path)
    if target is None:
        return None
    return (target.get(name("w:val")) or "1").lower() not in ("0", "false", "off", "none")
