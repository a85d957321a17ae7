"""The column of a message, which is shown in the language of its readers."""

from __future__ import annotations

from typing import Any

from django.db import models

from documents.parsing.messages import message_as_json, message_from_json


class MessageField(models.JSONField):
    """A :class:`~documents.parsing.messages.Message`. A plain string is stored as a message without values."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return message_from_json(super().from_db_value(value, expression, connection))

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(message_as_json(value) if isinstance(value, str) else value)
