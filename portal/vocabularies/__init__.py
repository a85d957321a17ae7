"""Pages where editors change the vocabularies. One list, form and merge page serves all of them, driven by
:mod:`recommendations.labels.vocabulary_fields`.
"""
