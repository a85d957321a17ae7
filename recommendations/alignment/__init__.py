"""Find which paragraphs of two language versions correspond. Pure: no Django, no database.

``passages`` extracts what can be compared across languages; ``pairs`` compares it.
"""
