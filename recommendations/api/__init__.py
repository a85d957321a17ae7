"""The JSON API: the same search as on the pages, read-only and open to everyone."""
