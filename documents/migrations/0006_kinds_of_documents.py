"""Set the kind of existing documents."""

from django.db import migrations

from documents.parsing.kinds import document_kind


def set_kinds(apps, schema_editor):
    symbols_of = {}
    for document, symbol in apps.get_model("documents", "DocumentSymbol").objects.values_list("document", "symbol"):
        symbols_of.setdefault(document, []).append(symbol)
    documents = apps.get_model("documents", "Document").objects
    for key, title, subtitle in list(documents.filter(kind="").values_list("pk", "title", "subtitle")):
        documents.filter(pk=key).update(kind=document_kind(symbols_of.get(key, ()), title, subtitle) or "")


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_document_kind")]

    operations = [migrations.RunPython(set_kinds, migrations.RunPython.noop)]
