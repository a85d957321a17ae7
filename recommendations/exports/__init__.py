"""Compilations: recommendations found by a search or selected by hand, as Word, Excel, CSV or JSON files."""
