"""What comes back when a source is asked, and what it says besides the data."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer over HTTP.

    Attributes:
        headers: found by name in lower case.
        body: unpacked; empty unless the status is 200.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def says_busy(self) -> bool:
        """Whether arXiv says so in the way it does at times, without the status for it."""
        return self.body[:100].lstrip().startswith(b"Rate exceeded")

    @property
    def is_web_page(self) -> bool:
        """Whether it is meant for a browser: what proxies and firewalls say in place of the source."""
        return b"<html" in self.body[:1000].lower()

    def retry_after(self, now: datetime | None = None) -> float | None:
        """Seconds that `Retry-After` asks for (RFC 9110, 10.2.3: a number, or a time of day), or None."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        from email.utils import parsedate_to_datetime

        with suppress(ValueError, TypeError, IndexError, OverflowError):
            then = parsedate_to_datetime(value)
            then = then if then.tzinfo else then.replace(tzinfo=UTC)
            return max((then - (now or datetime.now(UTC))).total_seconds(), 0.0)
        return None
