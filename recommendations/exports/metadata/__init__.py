"""Descriptions of documents and recommendations in the heads of their pages, for search engines and reference tools."""
