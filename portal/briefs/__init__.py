"""Briefs: what was agreed on an article, a topic, at a meeting or in a search, on at most four pages.

Every line of a brief is a quotation or a count, with its place. :mod:`.brief` describes it as plain data, :mod:`.build`
reads it; the page and the Word file (:mod:`.word`) show the same content. :mod:`.subjects`, :mod:`.agreed`,
:mod:`.wording`, :mod:`.reading` and :mod:`.provisions` read its sections.
"""
