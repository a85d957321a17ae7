"""Compilations: recommendations found by a search or chosen by hand, as Word, Excel, CSV or JSON files."""
