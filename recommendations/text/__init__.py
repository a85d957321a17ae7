"""Pure: words, sentences and differences of texts."""
