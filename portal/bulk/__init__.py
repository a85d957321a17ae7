"""All public data as files at ``/data/``, written every night: CSV, JSON Lines, Parquet and SQLite."""
