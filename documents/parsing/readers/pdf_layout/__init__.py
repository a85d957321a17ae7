"""From the characters of a PDF to its printed paragraphs, one module a step.

``document``, ``characters`` and ``typeface`` (the only modules that know pdfminer) give words with position and
look; ``lines`` sets them
into lines; ``margins`` takes running heads and feet off; ``notes`` takes notes off the page foot; ``tables``
finds tables; ``front`` takes the masthead off the first page; ``paragraphs`` joins lines over columns and
pages, with ``joining`` deciding what happens at a line's end; ``quality`` doubts the text layer.
"""
