"""Ways to damage a document. Each takes the bytes and a source of chance, and returns other bytes.

Some damage the file as a whole, as a bad line or disk does; most reach into it and leave it whole outside, so that
the damage gets past the door.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.documents.parsing.docx.making import zipped

Mutation = Callable[[bytes, Random], bytes]

NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483648", b"99999999999999999999", b"0.0000001", b"-1e9", b"NaN")
_NUMBER = re.compile(rb"(?<![\w.#-])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAME = re.compile(rb"/[A-Za-z]{2,}")
_OBJECT = re.compile(rb"(?<=obj)(.*?)(?=endobj)", re.DOTALL)
_STREAM = re.compile(rb"(?<=stream\n)(.*?)(?=\n?endstream)|(?<=stream\r\n)(.*?)(?=\r?\n?endstream)", re.DOTALL)
_ELEMENT = re.compile(rb"<(w:\w+)[^<>]*/>|<(w:r|w:p|w:tr|w:tc|w:tbl|w:pPr|w:rPr)\b[^<>]*>.*?</\2>", re.DOTALL)
_VALUE = re.compile(rb'(?<==")[^"]*(?=")')


def mutate(name: str, content: bytes, chance: Random) -> tuple[str, bytes]:
    """A document damaged in one to three ways; which ones, in words."""
    ways = PDF if name.endswith(".pdf") else DOCX
    chosen = chance.choices(ways, k=chance.choice((1, 1, 2, 3)))
    for way in chosen:
        content = way(content, chance)
    return ", ".join(way.__name__.replace("_", " ") for way in chosen), content


# --- any file -----------------------------------------------------------------------------------------


def bits_flipped(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 5, 50)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def a_piece_cut_out(content: bytes, chance: Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[min(end, start + chance.choice((1, 100, 10**9))) :]


def the_end_cut_off(content: bytes, chance: Random) -> bytes:
    """With the mark of the end put back, so that it is not refused for its lack."""
    tail = chance.choice((b"", b"\n%%EOF\n"))
    return content[: chance.randrange(len(content) + 1)] + tail


# --- what a pattern finds in it -----------------------------------------------------------------------


def _replaced(pattern: re.Pattern[bytes], content: bytes, chance: Random, new: Callable[[bytes], bytes]) -> bytes:
    """Some of the places that a pattern finds, made new."""
    places = [match.span() for match in pattern.finditer(content)]
    for start, end in sorted(chance.sample(places, min(len(places), chance.choice((1, 3, 20)))), reverse=True):
        content = content[:start] + new(content[start:end]) + content[end:]
    return content


def _swapped(pattern: re.Pattern[bytes], content: bytes, chance: Random) -> bytes:
    """Two of the places that a pattern finds, exchanged."""
    places = [match.span() for match in pattern.finditer(content)]
    if len(places) < 2:
        return content
    (a, b), (c, d) = sorted(chance.sample(places, 2))
    return content if c < b else content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def numbers_changed(content: bytes, chance: Random) -> bytes:
    return _replaced(_NUMBER, content, chance, lambda _: chance.choice(NUMBERS))


# --- PDF ----------------------------------------------------------------------------------------------


def objects_swapped(content: bytes, chance: Random) -> bytes:
    return _swapped(_OBJECT, content, chance)


def streams_exchanged(content: bytes, chance: Random) -> bytes:
    return _swapped(_STREAM, content, chance)


def references_turned(content: bytes, chance: Random) -> bytes:
    """To another object, or to the one they stand in: pages that hold themselves, fonts that are pages."""
    targets = _REFERENCE.findall(content) or [b"1"]
    return _replaced(_REFERENCE, content, chance, lambda _: chance.choice(targets) + b" 0 R")


def names_exchanged(content: bytes, chance: Random) -> bytes:
    names = _NAME.findall(content) or [b"/Type"]
    return _replaced(_NAME, content, chance, lambda _: chance.choice(names))


def offsets_changed(content: bytes, chance: Random) -> bytes:
    """Numbers of the table of objects, and where it starts."""
    start = max(content.rfind(b"xref", 0, content.rfind(b"startxref")), 0)
    return content[:start] + numbers_changed(content[start:], chance)


def inside_a_stream(content: bytes, chance: Random) -> bytes:
    """Unpack a stream, damage what is in it, and pack it again."""
    return _replaced(_STREAM, content, chance, lambda packed: _damaged_inside(packed, chance))


def _damaged_inside(packed: bytes, chance: Random) -> bytes:
    way = chance.choice((bits_flipped, a_piece_cut_out, numbers_changed, operators_repeated))
    try:
        return zlib.compress(way(zlib.decompress(packed), chance))
    except zlib.error:
        return way(packed, chance)


def operators_repeated(content: bytes, chance: Random) -> bytes:
    """A piece of a content stream many times over: brackets, saved states and text without end."""
    lines = content.split(b"\n")
    start = chance.randrange(len(lines))
    piece = lines[start : start + chance.choice((1, 5, 50))]
    return b"\n".join([*lines[:start], *piece * chance.choice((10, 1000)), *lines[start:]])


PDF: tuple[Mutation, ...] = (
    bits_flipped,
    a_piece_cut_out,
    the_end_cut_off,
    numbers_changed,
    objects_swapped,
    streams_exchanged,
    references_turned,
    names_exchanged,
    offsets_changed,
    inside_a_stream,
    inside_a_stream,
)

# --- DOCX ---------------------------------------------------------------------------------------------


def _in_a_part(way: Mutation) -> Mutation:
    """The same damage inside one XML part, in an archive that is whole."""

    def damage(content: bytes, chance: Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error, EOFError, KeyError):
            return way(content, chance)  # an earlier damage broke the archive
        names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
        if not names:
            return content
        chosen = chance.choice([*names, *["word/document.xml"] * len(names)])
        part = parts.get(chosen, b"")
        parts[chosen] = way(part if isinstance(part, bytes) else part.encode(), chance)
        return zipped(parts)

    damage.__name__ = f"{way.__name__}_in_a_part"
    return damage


def elements_swapped(content: bytes, chance: Random) -> bytes:
    return _swapped(_ELEMENT, content, chance)


def elements_removed(content: bytes, chance: Random) -> bytes:
    return _replaced(_ELEMENT, content, chance, lambda _: b"")


def elements_repeated(content: bytes, chance: Random) -> bytes:
    """Many times over, or each in itself."""
    times = chance.choice((2, 50, 500))
    return _replaced(_ELEMENT, content, chance, lambda found: found * times)


def elements_nested(content: bytes, chance: Random) -> bytes:
    """Deep in themselves: tables in cells, runs in runs."""
    depth = chance.choice((5, 100, 240))
    opening = chance.choice((b"w:tbl", b"w:p", b"w:r", b"w:ins", b"w:sdt", b"w:txbxContent"))
    start, end = b"<" + opening + b">", b"</" + opening + b">"
    return _replaced(_ELEMENT, content, chance, lambda found: start * depth + found + end * depth)


def values_changed(content: bytes, chance: Random) -> bytes:
    values = [*_VALUE.findall(content), *NUMBERS, b"", "٣".encode()]
    return _replaced(_VALUE, content, chance, lambda _: chance.choice(values))


def parts_exchanged(content: bytes, chance: Random) -> bytes:
    """The name of a part on another: the text where the numbering should be."""
    names = re.findall(rb"word/\w{4,}\.xml", content)
    if len(names) < 2:
        return content
    one, other = chance.sample(names, 2)
    return content.replace(one, b"\0").replace(other, one).replace(b"\0", other) if len(one) == len(other) else content


DOCX: tuple[Mutation, ...] = (
    bits_flipped,
    a_piece_cut_out,
    the_end_cut_off,
    parts_exchanged,
    *map(
        _in_a_part,
        (
            bits_flipped,
            a_piece_cut_out,
            numbers_changed,
            elements_swapped,
            elements_removed,
            elements_repeated,
            elements_nested,
            values_changed,
        ),
    ),
)
