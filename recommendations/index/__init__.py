"""The search index: the terms of each entry, and the entries of each term.

An entry is a recommendation or paragraph of one language version, with a number. A term is a word, two consecutive
words, or a value of a facet. The entries of a term are a set of numbers, split into chunks of 65,536, one row each
(:class:`~recommendations.models.SearchTerm`). Numbers are never reused; a deleted entry is only removed from the set of
live numbers (:class:`~recommendations.models.SearchChunk`).
"""

ANALYSIS = 8
"""Version of the analysis: how texts become entries, words, stems and terms. After a change, every document is
reindexed automatically (:mod:`recommendations.services.indexing.upkeep`)."""
