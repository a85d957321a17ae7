"""Messages about documents and files in the reader's language: points to check, reasons for rejecting a file, reasons
for suggesting a symbol.

Messages are stored as templates with their values. The name of a placeholder determines how its value is shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from documents.labels.places import shown_place
from documents.models import Body
from documents.parsing.messages import WITH_COMMAS, Message, message_from_json
from documents.web.dates import date_format
from documents.web.languages import isolated, language_name
from documents.web.phrases import apposition, comma_list, semicolon_list


def shown_message(stored: Any) -> str:
    """Return a message or its stored form in the reader's language.

    A message that was stored without its values is in the language in which it was stored.
    """
    return capfirst(_shown(message_from_json(stored) if isinstance(stored, dict) else stored))


def is_translated(stored: Any) -> bool:
    """Return whether a message or its stored form can be shown in the reader's language."""
    template: str = stored["template"] if isinstance(stored, dict) else getattr(stored, "template", stored)
    return _(template) != template


_COUNTED = {
    "Missing numbers before %(path)s: %(count)s.": ngettext_lazy(
        "%(count)s number is missing before %(path)s.", "%(count)s numbers are missing before %(path)s.", "count"
    ),
}
"""Templates whose words depend on their value ``count``, which a stored template cannot express."""


def _shown(message: str) -> str:
    template, values = (message.template, message.values) if isinstance(message, Message) else (message, {})
    if not template:
        return ""
    shown = {name: _shown_value(name, value) for name, value in values.items()}
    if template in _COUNTED:
        return str(_COUNTED[template] % shown)
    return _(template) % shown if shown else _(template)


def _shown_value(name: str, value: Any) -> Any:
    if isinstance(value, Message):
        return _shown(value)
    if isinstance(value, str):
        return isolated(_NAMES[name](value) if name in _NAMES else value)
    if isinstance(value, int):
        return value
    return _LISTS.get(name, comma_list)([_shown_value(name, item) for item in value])


def _body_name(name: str) -> str:
    body = Body.objects.filter(name=name).first()
    return body.label if body else name


def _date(iso_date: str) -> str:
    return date_format(datetime.date.fromisoformat(iso_date))


def _sentence(text: str) -> str:
    """Return a message without values, which is stored as a text."""
    return _(text) if text else ""


_NAMES: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("first", "second", "reason", "field", "kind"), _sentence),
    "path": shown_place,
    "language": language_name,
    "languages": language_name,
    "body": _body_name,
    "date": _date,
    "start": _date,
    "end": _date,
}
"""How a value is shown, by the name of its placeholder. Other values are shown as they are printed."""
_LISTS: Mapping[str, Callable[[Iterable[object]], str]] = {
    **dict.fromkeys(WITH_COMMAS, semicolon_list),
    "given": apposition,
    "recorded": apposition,
}
