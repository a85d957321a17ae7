"""Pure: parse the text of a treaty into articles, paragraphs and sub-paragraphs."""
