"""The modules that ask the services, imported when needed: all six take as long as the table of them.

Each is returned as a `Source`, so that mypy checks that it has all functions, with these parameters.
"""

from collections.abc import Callable

from paperbrowser.sources.protocol import SharedSource, Source


def _openalex() -> Source:
    from paperbrowser.sources import openalex

    return openalex


def _semantic_scholar() -> Source:
    from paperbrowser.sources import semantic_scholar

    return semantic_scholar


def _arxiv() -> Source:
    from paperbrowser.sources import arxiv

    return arxiv


def _inspire() -> Source:
    from paperbrowser.sources import inspire

    return inspire


def _dblp() -> Source:
    from paperbrowser.sources import dblp

    return dblp


def _orcid() -> Source:
    from paperbrowser.sources import orcid

    return orcid


_BY_NAME: dict[str, Callable[[], Source]] = {
    "openalex": _openalex,
    "semanticscholar": _semantic_scholar,
    "arxiv": _arxiv,
    "inspire": _inspire,
    "dblp": _dblp,
    "orcid": _orcid,
}


def add(name: str, source: Source) -> None:
    """Add a service of another package."""
    _BY_NAME[name] = lambda: source


def source_named(name: str) -> Source:
    """Import the module of a service of `SOURCES`."""
    return _BY_NAME[name]()


def shared_source(name: str) -> SharedSource:
    """Import the module of a service that may be asked for several people together."""
    if name == "openalex":
        from paperbrowser.sources import openalex

        return openalex
    raise KeyError(name)
