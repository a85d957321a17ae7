"""The JSON API: the same search as the pages, read-only and open to everyone."""
