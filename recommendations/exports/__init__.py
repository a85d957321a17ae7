"""Compilations: recommendations of a search, or chosen by hand, as Word, Excel, CSV and JSON."""
