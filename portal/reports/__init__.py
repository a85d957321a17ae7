"""Readers report errors in published texts; editors answer and close the reports."""
