"""The search beside its peers, at sizes that the field may come to: ``make bench-search SIZE=100000``."""
