"""Read documents in separate processes.

Uploaded files may hang, crash or overload the process that reads them. Therefore the parser and the extraction run in a
child process with limits. A document that exceeds a limit is rejected with a reason, and the parent process survives.

- :mod:`~portal.reading.limits`: the resources that reading one document may use
- :mod:`~portal.reading.child`: the child process, without Django or a database
- :mod:`~portal.reading.process`: a child, from the parent's side
- :mod:`~portal.reading.readers`: a pool of children, kept warm
- :mod:`~portal.reading.document`: the work of a child: parse and extract
- :mod:`~portal.reading.pictures`: the work of another child: draw a page
- :mod:`~portal.reading.recognition`: a text layer for scans, if OCRmyPDF and Tesseract are installed
"""
