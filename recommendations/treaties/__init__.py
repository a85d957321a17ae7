"""PURE: the text of a treaty as a file prints it, read into articles, paragraphs and sub-paragraphs."""
