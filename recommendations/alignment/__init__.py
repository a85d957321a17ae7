"""Find the same paragraphs in two languages of a document. Pure: no Django, no database.

``passages`` holds what can be compared across languages, ``pairs`` compares it.
"""
