"""Pure: read the text of a treaty into articles, paragraphs and sub-paragraphs."""
