"""The sites that texts are fetched from are on this machine."""

from tests.sources.conftest import clock, configured, own_environment, site

__all__ = ["clock", "configured", "own_environment", "site"]
