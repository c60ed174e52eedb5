"""A library in PostgreSQL, on a server of the tests."""
