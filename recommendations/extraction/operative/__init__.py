"""Operative paragraphs of resolutions and decisions. Paragraphs that ask somebody to act become entries.

Each language has a module with its words. :mod:`.grammar` compiles these, :mod:`.texts` finds resolutions and decisions
with their paragraphs, :mod:`.addressees` finds the addressees, and :mod:`.status` determines the status.
"""
