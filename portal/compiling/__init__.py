"""Compilations as people ask for them: at once where they are short, by the worker where they are long."""
