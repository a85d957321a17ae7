"""Words, sentences and differences of texts. Pure functions, no database."""
