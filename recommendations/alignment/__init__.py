"""Find which paragraphs of two language versions correspond. Pure: no Django, no database.

``passages`` extracts the features that can be compared across languages; ``pairs`` compares them.
"""
