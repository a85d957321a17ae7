"""Compilations as PDF files for print, set by Typst."""
