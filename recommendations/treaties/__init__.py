"""Parse the text of a treaty into articles, paragraphs and subparagraphs. Pure functions, no database."""
