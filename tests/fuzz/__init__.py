"""Documents damaged by chance, in ways that files are damaged and that people attack with."""
