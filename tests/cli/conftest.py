"""The sources that the command line may fetch from are on this machine."""

from tests.sources.conftest import configured, own_environment, site

__all__ = ["configured", "own_environment", "site"]
