"""Services of other packages: rows that their entry points `paperbrowser.sources` give.

Looked up only for a name that is none of ours. What goes wrong in such a package is an error of one sentence.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from paperbrowser.formats.plugins import Plugins, plugins, reason
from paperbrowser.formats.result import StoppedError
from paperbrowser.papers.model import Profile
from paperbrowser.sources import SOURCES, SourceInfo, services
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.protocol import People, Source, WorksPage


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A service of another package: what is known of it, and the functions that ask it."""

    info: SourceInfo
    source: Source


def rows() -> Plugins:
    """Return the services of other packages, and a sentence for each that is broken."""
    return plugins("paperbrowser.sources", SourceRow)


def is_known(name: str) -> bool:
    """Return whether there is a service of this name, and add it to `SOURCES` if another package has it."""
    if name in SOURCES:
        return True
    for _, row in rows().rows:
        if isinstance(row, SourceRow) and row.info.name == name:
            SOURCES[name] = row.info
            services.add(name, _Guarded(row))
            return True
    return False


class _Guarded:
    """A service whose errors are those of ours, whatever it raises."""

    def __init__(self, row: SourceRow) -> None:
        self._row = row

    def find(self, client: Client, name: str) -> People:
        try:
            return self._row.source.find(client, name)
        except (FetchError, StoppedError):
            raise
        except Exception as error:  # noqa: BLE001 - of another package
            raise self._failed(error) from None

    def person(self, client: Client, id_: str) -> Profile:
        try:
            return self._row.source.person(client, id_)
        except (FetchError, StoppedError):
            raise
        except Exception as error:  # noqa: BLE001
            raise self._failed(error) from None

    def works(
        self, client: Client, id_: str, *, since: datetime.date | None, cursor: str | None = None
    ) -> Iterator[WorksPage]:
        try:
            yield from self._row.source.works(client, id_, since=since, cursor=cursor)
        except (FetchError, StoppedError):
            raise
        except Exception as error:  # noqa: BLE001
            raise self._failed(error) from None

    def _failed(self, error: Exception) -> FetchError:
        what = f"the plug-in for {self._row.info.label} failed ({reason(error)})"
        return FetchError(what, "plug-in", "update the package that it is from")
