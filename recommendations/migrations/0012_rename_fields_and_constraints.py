import django.db.models.deletion
from django.db import migrations, models

from documents.migrations._rename_constraint import RenameConstraint


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0011_rename_fields_and_constraints"),
        ("recommendations", "0011_recommendation_kind"),
    ]

    operations = [
        migrations.AlterModelTable("RetiredRecommendation", None),
        migrations.RenameField("RetiredRecommendation", "since", "retired_at"),
        migrations.RenameField("RetiredRecommendation", "kept", "lineage_data"),
        migrations.RenameField("Compilation", "asked_at", "requested_at"),
        migrations.RenameField("Compilation", "chosen", "selected_keys"),
        migrations.RenameField("Compilation", "session", "session_key"),
        migrations.RenameField("Compilation", "name", "file_name"),
        migrations.AlterModelOptions("Compilation", {"ordering": ("-requested_at",)}),
        migrations.RenameField("FollowUp", "place", "recommendation_name"),
        migrations.RenameField("LineageDecision", "earlier_place", "earlier_name"),
        migrations.RenameField("LineageDecision", "later_place", "later_name"),
        migrations.RemoveConstraint("Provision", "one_provision_a_position"),
        migrations.RenameField("Provision", "of", "treaty_text"),
        migrations.AlterModelOptions("Provision", {"ordering": ("treaty_text", "position")}),
        migrations.AddConstraint(
            "Provision",
            models.UniqueConstraint(fields=("treaty_text", "position"), name="unique_provision_position"),
        ),
        migrations.RemoveIndex("SearchTerm", "facets_that_changed"),
        migrations.RenameField("SearchTerm", "facet", "is_counted"),
        migrations.RenameField("SearchTerm", "changed", "generation"),
        migrations.AddIndex(
            "SearchTerm",
            models.Index(
                fields=("scope", "generation"),
                condition=models.Q(is_counted=True),
                name="counted_term_generation_idx",
            ),
        ),
        migrations.RenameField("SearchState", "analysis", "analysis_version"),
        migrations.RenameField("SearchChunk", "changed", "generation"),
        migrations.RenameField("SearchChunk", "living", "live"),
        migrations.AlterField(
            "LineageEnd",
            "document",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lineage_ends", to="documents.document"
            ),
        ),
        migrations.AlterField(
            "LineageEnd",
            "recommendation",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lineage_ends",
                to="recommendations.recommendation",
            ),
        ),
        migrations.AlterField(
            "Recommendation",
            "adopted_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adopted_recommendations",
                to="documents.meeting",
            ),
        ),
        migrations.AlterField(
            "Recommendation",
            "put_to",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="submitted_recommendations",
                to="documents.meeting",
            ),
        ),
        migrations.RenameIndex("Lineage", new_name="lineage_state_score_idx", old_name="lineage_by_state"),
        migrations.RenameIndex(
            "SearchPassage", new_name="recommendation_vector_idx", old_name="passages_of_recommendations"
        ),
        migrations.RenameIndex("SearchPassage", new_name="paragraph_vector_idx", old_name="passages_of_paragraphs"),
        migrations.RenameIndex("SearchWord", new_name="search_word_vector_idx", old_name="words_by_meaning"),
        RenameConstraint("FollowUp", "one_follow_up_a_place", "unique_follow_up_anchor"),
        RenameConstraint("Evidence", "one_evidence_an_address", "unique_evidence_url"),
        RenameConstraint("Lineage", "one_link_a_pair", "unique_lineage_pair"),
        RenameConstraint("Lineage", "lineage_joins_two", "lineage_links_two_recommendations"),
        RenameConstraint("Lineage", "proposed_means_not_decided", "lineage_proposed_or_decided"),
        RenameConstraint("LineageEnd", "one_end_a_document", "unique_lineage_end"),
        RenameConstraint("Citation", "one_citation_a_position", "unique_citation_position"),
        RenameConstraint("Citation", "citation_stands_in_one_place", "citation_in_footnote_or_paragraph"),
        RenameConstraint("Citation", "citation_is_resolved_or_says_why_not", "citation_resolved_or_has_reason"),
        RenameConstraint("Recommendation", "one_recommendation_an_anchor", "unique_recommendation_anchor"),
        RenameConstraint("Recommendation", "adopted_means_by_a_meeting", "adopted_recommendation_has_meeting"),
        RenameConstraint("RecommendationCitation", "one_link_a_citation", "unique_recommendation_citation"),
        RenameConstraint("RecommendationTopic", "one_link_a_topic", "unique_recommendation_topic"),
        RenameConstraint("RetiredRecommendation", "one_former_recommendation_an_anchor", "unique_retired_recommendation_anchor"),
        RenameConstraint("SearchEntry", "one_entry_a_number", "unique_search_entry_number"),
        RenameConstraint("SearchWord", "one_meaning_a_word", "unique_search_word"),
        RenameConstraint("Provision", "provision_numbers_are_of_articles", "provision_numbers_need_article"),
        RenameConstraint("Article", "one_article_a_number", "unique_article_number"),
        migrations.AlterField(
            "Compilation",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("running", "in progress"),
                    ("ready", "ready"),
                    ("failed", "failed"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.RunSQL(
            "UPDATE recommendations_compilation SET state = 'running' WHERE state = 'making'",
            "UPDATE recommendations_compilation SET state = 'making' WHERE state = 'running'",
        ),
    ]
