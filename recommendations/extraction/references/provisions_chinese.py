"""Read articles in Chinese texts: "第十六条第四款", "第18条和第46条", "第16至18条", "第五十四条第一款第(三)项",
"该条第二款", "第13.2条", "第6 (f)条"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommendations.extraction.references.provisions import Provision, ProvisionMention

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_NUMBER = r"(?:\d{1,3}|[零一二三四五六七八九十百]{1,5})"


def _numbers_pattern(name: str) -> str:
    """Return the pattern of "第十六", "第16至18", "第七条至第九", "第4、5"; the group ``name`` matches if it is a
    range."""
    more = rf"(?:\s*[条款]?\s*(?P<{name}>[至到—–-])\s*第?\s*{_NUMBER}|(?:\s*[、和及或,]\s*第?\s*{_NUMBER})*)"
    return rf"第\s*{_NUMBER}{more}\s*"


_AND = r"\s*(?:[、和及或,]|以及)\s*"
_ITEM = r"第?\s*[(（](?:[a-z]|[一二三四五六七八九十]{1,3})[)）](?:\s*项)?"
_PART = r"(?:\.(?P<paragraph>\d{1,2})|\s?[(（](?P<letter>[a-z])[)）]|(?P<suffix>[A-Z])|\s?\[\d{1,3}\])"
"""Matches what may follow the number of an article: a paragraph, a letter, "A", or an earlier number in a draft."""
_MENTION = re.compile(
    rf"""(?:第\s*(?P<article>\d{{1,3}}){_PART}\s*条|(?P<articles>{_numbers_pattern("to")})条|(?P<same>该条|同条|上述[^，。；]{{0,4}}条)(?=\s*第))
    (?:\s*(?P<paragraphs>{_numbers_pattern("till")}款(?:{_AND}第\s*{_NUMBER}\s*款)*))?
    (?:\s*(?P<items>{_ITEM}(?:(?:{_AND}|\s*[至到—–-]\s*){_ITEM})*(?<=项)))?""",
    re.VERBOSE,
)
_NUMBER_PATTERN = re.compile(_NUMBER)
_ITEM_PATTERN = re.compile(r"(?P<till>[至到—–-]\s*第?\s*)?[(（](?P<item>[a-z]|[一二三四五六七八九十]{1,3})[)）]")
_MAX_RANGE = 60


def find_chinese_provisions(text: str) -> Iterator[ProvisionMention]:
    """Yield the mentions of numbered articles in a text, from left to right."""
    for match in _MENTION.finditer(text):
        if match["article"]:
            articles = [f"{match['article']} {match['suffix']}" if match["suffix"] else match["article"]]
        else:
            articles = [""] if match["same"] else _numbers(match["articles"], is_range=bool(match["to"]))
        paragraphs = [match["paragraph"] or ""]
        if match["paragraphs"]:
            paragraphs = _numbers(match["paragraphs"], is_range=bool(match["till"]))
        items = _items(match["items"] or "") or [match["letter"] or ""]
        provisions = tuple(Provision(a, p, i) for a in articles for p in paragraphs for i in items)
        yield ProvisionMention(match.start(), match.end(), provisions)


def _numbers(text: str, *, is_range: bool) -> list[str]:
    numbers = [_value(number.group()) for number in _NUMBER_PATTERN.finditer(text)]
    if is_range and numbers[0] < numbers[-1] <= numbers[0] + _MAX_RANGE:
        numbers = list(range(numbers[0], numbers[-1] + 1))
    return [str(number) for number in numbers]


def _value(number: str) -> int:
    """Return 18 for "十八", 20 for "二十", 103 for "一百零三"."""
    if number.isdecimal():
        return int(number)
    hundreds, _, remainder = number.rpartition("百")
    tens, ten, units = remainder.rpartition("十")
    value = 100 * _DIGITS.get(hundreds, 1) if "百" in number else 0
    value += 10 * _DIGITS.get(tens.lstrip("零") or "一", 1) if ten else 0
    return value + sum(_DIGITS.get(unit, 0) for unit in units)


def _items(text: str) -> list[str]:
    """Return the letters of "(a)项和(c)项", and those of a range: a, b and c for "第(一)至(三)项"."""
    items: list[str] = []
    for match in _ITEM_PATTERN.finditer(text):
        letter = _item(match["item"])
        if match["till"] and items:
            items += [chr(code) for code in range(ord(items[-1]) + 1, ord(letter))]
        items.append(letter)
    return items


def _item(item: str) -> str:
    """Return the letter of an item. Items have letters in the English text but numbers in the Chinese: (三) is (c)."""
    if item.isascii():
        return item
    return chr(ord("a") + _value(item) - 1)
