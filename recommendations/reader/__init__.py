"""A document as it is read: safe HTML with links, footnotes, marks of a search, and what stands beside the text."""
