"""Randomly damaged documents, in ways that occur by accident or in attacks."""
