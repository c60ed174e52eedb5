"""Read a researcher's work from the terminal."""

__version__ = "0.3.0"
