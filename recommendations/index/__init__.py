"""The search index: the terms of each entry, and the entries of each term.

An entry is one recommendation, or one paragraph, of one language version. It has a number. A term is a word, two words
that follow one another, or a value of a facet; its entries are a set of numbers, cut in chunks of 65,536, each chunk
a row (:class:`~recommendations.models.SearchTerm`). Numbers are given once and never again; what is gone is taken out
of the set of living ones (:class:`~recommendations.models.SearchChunk`) alone.
"""

ANALYSIS = 3
"""The version of the analysis: of what makes the words, stems and terms of a text, and which texts are entries at all.
With another one every document is looked at again, by itself (:mod:`recommendations.services.indexing.upkeep`)."""
