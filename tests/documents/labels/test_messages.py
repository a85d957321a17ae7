"""Messages about documents and files: templates with their values, stored apart and shown in the reader's language."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.template import Context, Template
from django.utils.translation import gettext, override

from documents.labels.messages import shown_message
from documents.models import Body
from documents.parsing.messages import Message, message_as_json, message_from_json
from documents.parsing.types import Doubt, UnreadableDocumentError
from tests import builders as make
from tests.portal.test_catalogues import texts_in_sources
from tests.sources import APPS, ROOT

MESSAGE_CLASSES = {"Doubt", "UnreadableDocumentError", "RecognitionError"}
GAP = Message("Missing numbers before %(path)s: %(count)s.", path="para. 5 (a)", count=2)
NESTED = Message(
    "The text of the %(format)s file was not found word for word in the %(other_format)s file: %(parts)s.",
    format="DOCX",
    other_format="PDF",
    parts=[Message("%(path)s", path="para. 5, bullet 1"), Message("note %(marker)s", marker="2")],
)


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if any(f"{name}(" in source for name in names):
                for node in ast.walk(ast.parse(source)):
                    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_template_of_every_message_is_a_literal_with_its_values_and_marked_for_translation() -> None:
    marked = {text for context, text, _plural in texts_in_sources() if not context}
    seen = 0
    for place, call in calls("Message"):
        if place.startswith("documents/parsing/messages.py"):
            continue
        [template] = call.args
        assert isinstance(template, ast.Constant), place
        assert isinstance(template.value, str), place
        assert set(re.findall(r"%\((\w+)\)[sd]", template.value)) == {word.arg for word in call.keywords}, place
        assert template.value in marked or not template.value, place
        seen += 1
    assert seen > 150


def test_no_doubt_or_reason_is_a_finished_sentence() -> None:
    """Such a sentence could not be translated. The type checker rejects other strings."""
    found = [(place, call.args[1]) for place, call in calls(*MESSAGE_CLASSES) if len(call.args) > 1]
    assert len(found) > 80
    wrong = [place for place, message in found if isinstance(message, ast.Constant | ast.JoinedStr | ast.BinOp)]
    assert wrong == []


def test_message_is_its_english_sentence() -> None:
    assert Doubt("numbering_gap", GAP).message == "Missing numbers before para. 5 (a): 2."
    assert str(UnreadableDocumentError("empty", Message("It is 100% empty."))) == "It is 100% empty."
    assert NESTED.endswith("in the PDF file: para. 5, bullet 1; note 2.")


@pytest.mark.parametrize(
    "message", [GAP, NESTED, Message("The file is empty. Choose a file that contains the document.")]
)
def test_stored_message_comes_back_with_its_values(message: Message) -> None:
    again = message_from_json(message_as_json(message))
    assert (again, again.template, message_as_json(again)) == (message, message.template, message_as_json(message))


def test_message_and_its_places_are_shown_in_the_language_of_the_reader() -> None:
    with override("fr"):
        shown = shown_message(message_as_json(GAP)).replace("\N{NO-BREAK SPACE}", "~")
        assert shown == "2 numéros manquent avant «~par. 5 a)~»."
        assert "par. 5, puce 1\N{NO-BREAK SPACE}; note 2" in shown_message(NESTED)
    with override("en"):
        message = Message("A paragraph endorses recommendations, but the meeting that made them is not clear.")
        assert shown_message(message) == message


def test_dates_and_languages_are_shown_in_the_language_of_the_reader() -> None:
    day = Message("The date %(date)s does not match the year in the symbol.", date="2021-03-01")
    language = Message("Recommendations are not extracted from texts in this language: %(language)s.", language="ru")
    with override("fr"):
        assert "1er\N{NO-BREAK SPACE}mars 2021" in shown_message(day)
        assert "russe" in shown_message(language)
    with override("en"):
        assert "1 March 2021" in shown_message(day)


@pytest.mark.django_db
def test_bodies_are_shown_in_the_language_of_the_reader() -> None:
    Body.objects.update_or_create(key="ccpcj", defaults={"name": "The Commission", "labels": {"fr": "La Commission"}})
    message = Message(
        "The symbol %(symbol)s belongs to %(body)s, which the masthead does not name. Check the body and the "
        "subsidiary body.",
        symbol="E/CN.15/2021/1",
        body="The Commission",
    )
    with override("fr"):
        assert "La Commission" in shown_message(message)


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("en", "1 number is missing before para. 5.", "66 numbers are missing before para. 5."),
        ("fr", "1 numéro manque avant « par. 5 ».", "66 numéros manquent avant « par. 5 »."),
        ("ru", "Пропущен 1 номер; следующий элемент: п. 5.", "Пропущено 66 номеров; следующий элемент: п. 5."),
    ],
)
def test_count_determines_the_words_of_a_message(language: str, one: str, many: str) -> None:
    with override(language):
        for count, expected in ((1, one), (66, many)):
            message = Message("Missing numbers before %(path)s: %(count)s.", path="para. 5", count=count)
            assert re.sub("[\u2066-\u2069]", "", shown_message(message)).replace("\xa0", " ") == expected


def show(stored: object) -> str:
    return Template("{% load naming %}{{ stored|message }}").render(Context({"stored": stored}))


def test_message_stored_without_its_template_is_marked_as_english() -> None:
    old = "2 numbers are missing before para. 5 <a>."
    with override("fr"):
        assert show(old) == f'<span lang="en" dir="ltr">{old.replace("<a>", "&lt;a&gt;")}</span>'
        assert show("The file is empty. Choose a file that contains the document.").startswith("Le fichier est vide.")
    with override("en"):
        assert show(old) == old.replace("<a>", "&lt;a&gt;")


def test_text_of_a_document_in_a_message_is_escaped() -> None:
    message = Message("“%(text)s” may not be the full name of the body.", text="<script>")
    with override("ar"):
        assert "&lt;script&gt;" in show(message_as_json(message))
        assert "<script>" not in show(message_as_json(message))


@pytest.mark.django_db
def test_reasons_for_symbols_stored_as_sentences_are_shown_in_the_readers_language() -> None:
    """As the migration keeps them."""
    known = (
        "Documents of the body in its masthead (Working Group on Firearms) in 2016 belong to this series. "
        "Its distribution is limited, so the number has an L."
    )
    document = make.document(
        symbol_hints=[{"pattern": "A/?", "reason": known}, {"pattern": "B/?", "reason": "Somebody said so."}]
    )
    importlib.import_module("documents.migrations.0028_messages_of_symbol_hints").convert(apps, None)
    document.refresh_from_db()
    reason, other = (hint["reason"] for hint in document.symbol_hints)
    assert shown_message(reason) == known
    assert other == "Somebody said so."
    with override("fr"):
        shown = shown_message(reason)
        assert shown.endswith(str(gettext("Its distribution is limited, so the number has an L.")))
    assert "belong to this series" not in shown
