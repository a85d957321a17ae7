"""Parse the text of a treaty into articles, paragraphs and sub-paragraphs. Pure functions, no database."""
