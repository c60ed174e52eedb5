"""Settings of the user: config.toml and the table of keys, read and checked, never written."""
