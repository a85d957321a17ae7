"""The portal in JSON, for programs: what its pages show, by the same search, read-only and open to everybody."""
