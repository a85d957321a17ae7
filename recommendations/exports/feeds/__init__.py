"""Atom feeds (RFC 4287) of searches, documents and publications, in pages (RFC 5005)."""
