"""Operative paragraphs of resolutions and decisions: those that ask somebody to act are entries of their own kind.

The words of a language are in its module, :mod:`.grammar` compiles them, :mod:`.texts` finds the texts with their
paragraphs, :mod:`.addressees` reads whom they address and :mod:`.status` whether they are adopted.
"""
