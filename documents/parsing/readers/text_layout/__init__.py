"""The pages of a text dump, as converters of PDF files print them: form feeds between pages, notes in plain digits."""
