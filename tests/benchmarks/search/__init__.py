"""Benchmark the search against other engines, at sizes that the collection may reach: ``make bench-search
SIZE=100000``."""
