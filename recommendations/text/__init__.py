"""Split texts into words and sentences, and compare them. Pure functions, no database."""
