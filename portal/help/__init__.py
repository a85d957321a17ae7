"""Help for readers: what is here, how to search and cite, accuracy, accessibility, privacy and contact."""
