"""Benchmark the search against its peers, at sizes it may grow to: ``make bench-search SIZE=100000``."""
