"""What the page of an article shows: its text with what cites each paragraph, what was adopted, where it is discussed.

All of it is read, nothing written; every number is that of a search, which the page leads to.
"""
