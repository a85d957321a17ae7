"""Compilations as Word files, written part by part: footnotes, languages and text directions, and a table of contents
whose page numbers are right when the file is opened."""
