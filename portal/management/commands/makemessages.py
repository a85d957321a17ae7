"""Django's ``makemessages``, which also reads the Jinja2 templates. It needs GNU gettext."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandParser
from django.core.management.commands import makemessages
from django.core.management.commands.makemessages import BuildFile
from jinja2.ext import extract_from_ast

from portal.jinja import environment

EXTENSIONS = ["html", "txt", "py", "jinja"]
IGNORED = ("tests", ".venv", "var")


class _BuildFile(BuildFile):
    def preprocess(self) -> None:
        """Write a Jinja2 template as calls of gettext, on the lines of the template, for ``xgettext``."""
        if not self.path.endswith(".jinja"):
            super().preprocess()
            return
        source = Path(self.path).read_text(encoding="utf-8")
        lines = [""] * (source.count("\n") + 1)
        for number, function, message in extract_from_ast(environment().parse(source)):
            texts = message if isinstance(message, tuple) else (message,)
            lines[number - 1] += f"{function}({', '.join(repr(text) for text in texts if text is not None)}); "
        Path(self.work_path).write_text("\n".join(lines), encoding="utf-8")


class Command(makemessages.Command):
    build_file_class = _BuildFile

    def add_arguments(self, parser: CommandParser) -> None:
        """Read everything and update all catalogues, unless told otherwise."""
        super().add_arguments(parser)
        parser.set_defaults(all=True, extensions=EXTENSIONS, ignore_patterns=list(IGNORED), no_location=True)

    # The templates of messages are the first arguments of documents.parsing.messages.Message.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=Message"]
    # A text is on one line, as people search for it.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-wrap", "--no-fuzzy-matching"]
    msguniq_options = [*makemessages.Command.msguniq_options, "--no-wrap"]
    msgattrib_options = [*makemessages.Command.msgattrib_options, "--no-wrap"]
