"""Turn the characters of a PDF into printed paragraphs, one module per step.

``document``, ``characters``, ``streams`` and ``typeface`` (the only modules that depend on pdfminer) yield words
with position and style; ``lines`` groups them into lines; ``margins`` removes running heads and feet; ``notes``
extracts notes from the page foot; ``tables`` finds tables; ``front`` extracts the masthead from the first page;
``paragraphs`` joins lines across columns and pages, with ``joining`` for line breaks; ``quality`` raises doubts.
"""
