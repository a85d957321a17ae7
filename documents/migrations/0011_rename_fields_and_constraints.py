import django.db.models.deletion
from django.db import migrations, models

from documents.migrations._rename_constraint import RenameConstraint


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_readings_turned_down")]

    operations = [
        migrations.RenameField("LanguageVersion", "pages", "page_count"),
        migrations.RenameField("Correction", "was", "old_value"),
        migrations.RenameField("Change", "was", "old_value"),
        migrations.RenameField("Change", "about", "object_key"),
        migrations.AlterField(
            "FileContent",
            "file",
            models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="file_content",
                serialize=False,
                to="documents.documentfile",
            ),
        ),
        migrations.RenameIndex("LanguageVersion", new_name="published_version_idx", old_name="published_versions"),
        RenameConstraint("Meeting", "one_meeting_a_body_and_ordinal", "unique_meeting_ordinal"),
        RenameConstraint("Meeting", "one_meeting_a_body_and_first_day", "unique_meeting_start"),
        RenameConstraint("Meeting", "meeting_has_ordinal_or_date", "meeting_has_ordinal_or_start"),
        RenameConstraint("DocumentSymbol", "one_document_a_symbol", "unique_document_symbol"),
        RenameConstraint("DocumentSymbol", "symbol_is_not_empty", "document_symbol_not_empty"),
        RenameConstraint("LanguageVersion", "one_version_a_language", "unique_version_language"),
        RenameConstraint("LanguageVersion", "withdrawn_means_not_public_and_why", "withdrawn_version_unpublished_with_reason"),
        RenameConstraint("PagePicture", "one_picture_a_page_and_width", "unique_page_picture"),
        RenameConstraint("Paragraph", "one_paragraph_a_position", "unique_paragraph_position"),
        RenameConstraint("Paragraph", "one_paragraph_an_anchor", "unique_paragraph_anchor"),
        RenameConstraint("Footnote", "one_footnote_a_position", "unique_footnote_position"),
        RenameConstraint("Correction", "correction_names_its_place", "correction_has_anchor_unless_fact"),
        RenameConstraint("Reading", "one_current_reading_a_version", "unique_current_reading"),
        RenameConstraint("Reading", "one_proposed_reading_a_version", "unique_proposed_reading"),
    ]
