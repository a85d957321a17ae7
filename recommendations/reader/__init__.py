"""A document as HTML: links, footnotes, highlights and navigation."""
