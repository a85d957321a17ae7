"""Compilations: recommendations found by a search or selected by hand, as Word, PDF, Excel, CSV or JSON files."""
