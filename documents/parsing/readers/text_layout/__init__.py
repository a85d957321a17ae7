"""Read the pages of a text dump, as PDF converters print them: form feeds between pages, notes in plain digits."""
