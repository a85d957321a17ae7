"""Write compilations as Word files, with footnotes, languages, text directions, and a table of contents whose page
numbers are correct when the file is opened."""
