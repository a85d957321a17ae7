import re

from django.db import migrations

_TEMPLATES = (
    "The note to its agenda item cites %(symbol)s, the agenda of the same session.",
    "Documents of the body in its masthead (%(text)s) in %(year)s belong to this series.",
    "Documents of the body in its masthead (%(text)s) belong to this series.",
    "It is marked “%(text)s”.",
    "Its distribution is limited, so the number has an L.",
)
_VALUES = {"symbol": r"(?P<symbol>\S+)", "text": r"(?P<text>.+?)", "year": r"(?P<year>\d{4})"}


def _pattern(template):
    parts = re.split(r"%\((\w+)\)s", template)
    return "".join(_VALUES[part] if index % 2 else re.escape(part) for index, part in enumerate(parts))


_PATTERNS = [(template, re.compile(rf"{_pattern(template)}(?: (?P<rest>.+))?", re.DOTALL)) for template in _TEMPLATES]


def as_message(sentences):
    """Return sentences as stored since messages keep their values apart; unchanged if they are not known."""
    for template, pattern in _PATTERNS:
        if match := pattern.fullmatch(sentences):
            values = {name: text for name, text in match.groupdict().items() if text is not None and name != "rest"}
            if "year" in values:
                values["year"] = int(values["year"])
            first = {"template": template, "values": values} if values else template
            rest = match["rest"]
            return {"template": "%(first)s %(second)s", "values": {"first": first, "second": as_message(rest)}} if rest else first
    return sentences


def convert(apps, schema_editor):
    Document = apps.get_model("documents", "Document")
    for document in Document.objects.exclude(symbol_hints=[]).only("symbol_hints").iterator():
        hints = [
            {**hint, "reason": as_message(hint["reason"])} if isinstance(hint.get("reason"), str) else hint
            for hint in document.symbol_hints
        ]
        if hints != document.symbol_hints:
            document.symbol_hints = hints
            document.save(update_fields=["symbol_hints"])


class Migration(migrations.Migration):
    """Keep the reasons of suggested symbols that were stored as English sentences with their values apart, so that each
    reader gets them in their language."""

    dependencies = [("documents", "0027_uploads_of_a_batch")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
