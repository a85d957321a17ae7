"""Compilations as Word files. The package is written here part by part: footnotes, a table of contents whose page
numbers are right when it is opened, languages and directions are all said in the parts themselves."""
