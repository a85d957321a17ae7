"""Mutations that damage a document. Each takes the bytes and a random generator, and returns changed bytes.

Some damage the whole file, as a bad connection or disk does; most change the content but leave the container intact,
so that the damage passes the first checks.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

from tests.documents.parsing.docx.builders import zipped

Mutation = Callable[[bytes, Random], bytes]

NUMBERS = (b"0", b"-1", b"1", b"65535", b"2147483648", b"99999999999999999999", b"0.0000001", b"-1e9", b"NaN")
_NUMBER = re.compile(rb"(?<![\w.#-])-?\d+(?:\.\d+)?(?![\w.])")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_NAME = re.compile(rb"/[A-Za-z]{2,}")
_OBJECT = re.compile(rb"(?<=obj)(.*?)(?=endobj)", re.DOTALL)
_STREAM = re.compile(rb"(?<=stream\n)(.*?)(?=\n?endstream)|(?<=stream\r\n)(.*?)(?=\r?\n?endstream)", re.DOTALL)
_ELEMENT = re.compile(rb"<(w:\w+)[^<>]*/>|<(w:r|w:p|w:tr|w:tc|w:tbl|w:pPr|w:rPr)\b[^<>]*>.*?</\2>", re.DOTALL)
_VALUE = re.compile(rb'(?<==")[^"]*(?=")')


def mutate(name: str, content: bytes, rng: Random) -> tuple[str, bytes]:
    """Damage a document with one to three mutations. Return a description of them and the new content."""
    mutations = PDF if name.endswith(".pdf") else DOCX
    selected = rng.choices(mutations, k=rng.choice((1, 1, 2, 3)))
    for mutation in selected:
        content = mutation(content, rng)
    return ", ".join(mutation.__name__.replace("_", " ") for mutation in selected), content


# --- any file -----------------------------------------------------------------------------------------


def flip_bits(content: bytes, rng: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 5, 50)) if changed else 0):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut_piece(content: bytes, rng: Random) -> bytes:
    start, end = sorted(rng.randrange(len(content) + 1) for _ in range(2))
    return content[:start] + content[min(end, start + rng.choice((1, 100, 10**9))) :]


def cut_end(content: bytes, rng: Random) -> bytes:
    """Cut off the end. Sometimes restore the end mark, so that the file is not rejected for lacking it."""
    tail = rng.choice((b"", b"\n%%EOF\n"))
    return content[: rng.randrange(len(content) + 1)] + tail


# --- matches of a pattern -----------------------------------------------------------------------------


def _replace_some(pattern: re.Pattern[bytes], content: bytes, rng: Random, new: Callable[[bytes], bytes]) -> bytes:
    """Replace some of the matches of a pattern."""
    spans = [match.span() for match in pattern.finditer(content)]
    for start, end in sorted(rng.sample(spans, min(len(spans), rng.choice((1, 3, 20)))), reverse=True):
        content = content[:start] + new(content[start:end]) + content[end:]
    return content


def _swap_two(pattern: re.Pattern[bytes], content: bytes, rng: Random) -> bytes:
    """Exchange two matches of a pattern."""
    spans = [match.span() for match in pattern.finditer(content)]
    if len(spans) < 2:
        return content
    (a, b), (c, d) = sorted(rng.sample(spans, 2))
    return content if c < b else content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def change_numbers(content: bytes, rng: Random) -> bytes:
    return _replace_some(_NUMBER, content, rng, lambda _: rng.choice(NUMBERS))


# --- PDF ----------------------------------------------------------------------------------------------


def swap_objects(content: bytes, rng: Random) -> bytes:
    return _swap_two(_OBJECT, content, rng)


def exchange_streams(content: bytes, rng: Random) -> bytes:
    return _swap_two(_STREAM, content, rng)


def redirect_references(content: bytes, rng: Random) -> bytes:
    """Point references to other objects, or to their own: a page that contains itself, a font that is a page."""
    targets = _REFERENCE.findall(content) or [b"1"]
    return _replace_some(_REFERENCE, content, rng, lambda _: rng.choice(targets) + b" 0 R")


def exchange_names(content: bytes, rng: Random) -> bytes:
    names = _NAME.findall(content) or [b"/Type"]
    return _replace_some(_NAME, content, rng, lambda _: rng.choice(names))


def change_offsets(content: bytes, rng: Random) -> bytes:
    """Change numbers in the cross-reference table, and its offset."""
    start = max(content.rfind(b"xref", 0, content.rfind(b"startxref")), 0)
    return content[:start] + change_numbers(content[start:], rng)


def damage_stream(content: bytes, rng: Random) -> bytes:
    """Decompress a stream, damage its content, and compress it again."""
    return _replace_some(_STREAM, content, rng, lambda packed: _damage_packed(packed, rng))


def _damage_packed(packed: bytes, rng: Random) -> bytes:
    mutation = rng.choice((flip_bits, cut_piece, change_numbers, repeat_operators))
    try:
        return zlib.compress(mutation(zlib.decompress(packed), rng))
    except zlib.error:
        return mutation(packed, rng)


def repeat_operators(content: bytes, rng: Random) -> bytes:
    """Repeat lines of a content stream many times: brackets, saved graphics states, text."""
    lines = content.split(b"\n")
    start = rng.randrange(len(lines))
    block = lines[start : start + rng.choice((1, 5, 50))]
    return b"\n".join([*lines[:start], *block * rng.choice((10, 1000)), *lines[start:]])


PDF: tuple[Mutation, ...] = (
    flip_bits,
    cut_piece,
    cut_end,
    change_numbers,
    swap_objects,
    exchange_streams,
    redirect_references,
    exchange_names,
    change_offsets,
    damage_stream,
    damage_stream,
)

# --- DOCX ---------------------------------------------------------------------------------------------


def _in_part(mutation: Mutation) -> Mutation:
    """Return a mutation that damages one XML part and leaves the archive intact."""

    def damage(content: bytes, rng: Random) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, zlib.error, EOFError, KeyError):
            return mutation(content, rng)  # earlier damage broke the archive
        names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
        if not names:
            return content
        name = rng.choice([*names, *["word/document.xml"] * len(names)])
        part = parts.get(name, b"")
        parts[name] = mutation(part if isinstance(part, bytes) else part.encode(), rng)
        return zipped(parts)

    damage.__name__ = f"{mutation.__name__}_in_part"
    return damage


def swap_elements(content: bytes, rng: Random) -> bytes:
    return _swap_two(_ELEMENT, content, rng)


def remove_elements(content: bytes, rng: Random) -> bytes:
    return _replace_some(_ELEMENT, content, rng, lambda _: b"")


def repeat_elements(content: bytes, rng: Random) -> bytes:
    """Repeat elements many times."""
    count = rng.choice((2, 50, 500))
    return _replace_some(_ELEMENT, content, rng, lambda element: element * count)


def nest_elements(content: bytes, rng: Random) -> bytes:
    """Nest elements deeply in themselves: tables in cells, runs in runs."""
    depth = rng.choice((5, 100, 240))
    opening = rng.choice((b"w:tbl", b"w:p", b"w:r", b"w:ins", b"w:sdt", b"w:txbxContent"))
    start, end = b"<" + opening + b">", b"</" + opening + b">"
    return _replace_some(_ELEMENT, content, rng, lambda element: start * depth + element + end * depth)


def change_values(content: bytes, rng: Random) -> bytes:
    values = [*_VALUE.findall(content), *NUMBERS, b"", "٣".encode()]
    return _replace_some(_VALUE, content, rng, lambda _: rng.choice(values))


def exchange_parts(content: bytes, rng: Random) -> bytes:
    """Swap the names of two parts, so that the text takes the place of the numbering, for example."""
    names = re.findall(rb"word/\w{4,}\.xml", content)
    if len(names) < 2:
        return content
    a, b = rng.sample(names, 2)
    return content.replace(a, b"\0").replace(b, a).replace(b"\0", b) if len(a) == len(b) else content


DOCX: tuple[Mutation, ...] = (
    flip_bits,
    cut_piece,
    cut_end,
    exchange_parts,
    *map(
        _in_part,
        (
            flip_bits,
            cut_piece,
            change_numbers,
            swap_elements,
            remove_elements,
            repeat_elements,
            nest_elements,
            change_values,
        ),
    ),
)
