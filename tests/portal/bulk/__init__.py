"""Tests of the files with all public data."""
