"""Read documents in separate processes.

What people send may hang, crash or flood whatever reads it. So the parser and the extraction run in a child process
with limits; a document that goes over one is refused with the reason, and who asked lives on.

- :mod:`~portal.reading.limits`: how much reading one document may cost
- :mod:`~portal.reading.child`: the child process; knows no Django and no database
- :mod:`~portal.reading.process`: one child, seen from the parent
- :mod:`~portal.reading.readers`: as many children as are asked at once, kept warm
- :mod:`~portal.reading.document`: what a child does: parse, extract
- :mod:`~portal.reading.pictures`: what another child does: draw a page
- :mod:`~portal.reading.recognition`: a text layer for scans, where OCRmyPDF and Tesseract are installed
"""
