"""Check a draft: the page, the API and the files. A draft is read and checked within its request, and never stored."""
