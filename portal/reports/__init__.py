"""Readers report errors in what is published; editors answer and close the reports."""
