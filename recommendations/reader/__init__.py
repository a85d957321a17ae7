"""Documents as HTML: links, footnotes, highlights and navigation."""
