"""Fixtures for tests that fetch: a web service on this machine, and settings that name it."""

from tests.sources.conftest import configured, own_environment, site

__all__ = ["configured", "own_environment", "site"]
