"""Messages about a document or a file: English sentences that can be translated later. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Union

WITH_COMMAS = frozenset({"parts"})
"""Placeholders for lists whose items may contain commas."""

MessageValue = Union[str, int, "Sequence[MessageValue]"]


class Message(str):
    """An English sentence that keeps its template and values, by which it is translated.

    ``Message("Page %(page)d is an image.", page=3)`` is "Page 3 is an image.". The template must be a literal, because
    ``manage.py makemessages`` collects the templates. A value may itself be a message, or a list. The name of a
    placeholder says what its value is, for example ``path`` for a place in a document, ``language`` for the code of a
    language: see :mod:`documents.labels.messages`, which translates messages.
    """

    template: str
    values: Mapping[str, MessageValue]

    def __new__(cls, template: str, /, **values: MessageValue) -> Message:
        joined = {name: value if isinstance(value, str | int) else _join(name, value) for name, value in values.items()}
        message = super().__new__(cls, template % joined if values else template)
        message.template, message.values = template, values
        return message


def joined(first: Message, *others: Message) -> Message:
    """Return sentences as one message."""
    for other in others:
        first = Message("%(first)s %(second)s", first=first, second=other)
    return first


def message_as_json(message: str) -> Any:
    """Return a message as plain values: a string, or its template and values if it has values."""
    if not isinstance(message, Message) or not message.values:
        return str(message)
    return {"template": message.template, "values": {name: _as_json(value) for name, value in message.values.items()}}


def message_from_json(data: Any) -> Message:
    """Return the message that :func:`message_as_json` converted. A string is a whole sentence, also if an earlier
    version of the portal stored it with its values."""
    if isinstance(data, str):
        return Message(data)
    return Message(data["template"], **{name: _from_json(value) for name, value in data["values"].items()})


def _join(name: str, items: Sequence[MessageValue]) -> str:
    return ("; " if name in WITH_COMMAS else ", ").join(map(str, items))


def _as_json(value: MessageValue) -> Any:
    if isinstance(value, str):
        return message_as_json(value)
    return value if isinstance(value, int) else [_as_json(item) for item in value]


def _from_json(data: Any) -> MessageValue:
    if isinstance(data, dict):
        return message_from_json(data)
    return [_from_json(item) for item in data] if isinstance(data, list) else data
