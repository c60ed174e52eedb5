"""Ask web services over HTTP: at their pace, with retries, limits and a way to cancel.

Only this module and `download` use `httpx`. Every request names the program. Retries honour Retry-After. An
answer from another host, of another type or too large is an error.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from paperbrowser import __version__
from paperbrowser.formats.result import StoppedError
from paperbrowser.sources import SOURCES, errors, said
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.settings import SourceSettings

if TYPE_CHECKING:
    import httpx

OnWait = Callable[[str], None]  # called with a sentence about what is waited for
Parameters = Mapping[str, str | int]

_BUSY = frozenset((429, 500, 502, 503, 504))
_CONNECT = 10.0  # seconds
_ERROR_TIME = 5.0  # seconds in which the body of an error is read
_NOTICED = 0.05  # seconds until a cancelled request is noticed
_REDIRECTS = 5
_GUARD_PAGES = (b"anubis", b"within.website", b"challenge-platform", b"_cf_chl_opt")
_REDIRECTING = frozenset((301, 302, 303, 307, 308))


@dataclass(frozen=True, slots=True)
class Limits:
    """How often, how long and how much is asked.

    Attributes:
        tries: of one request.
        first_pause: seconds before the second try; doubled before each further one.
        busy_pause: least seconds before the next try after too many requests; INSPIRE counts for 5 s.
        longest_pause: seconds that are waited at most where the service asks for it.
        largest: bytes of one answer.
        largest_error: bytes that are read of an answer that is an error.
        longest: seconds of one answer.
        timeouts: times the timeout of the settings, after which an answer that comes in drops is given up.
        least_rate: bytes a second at which it may take longer, up to `longest`.
    """

    tries: int = 5
    first_pause: float = 2.0
    busy_pause: float = 5.0
    longest_pause: float = 120.0
    largest: int = 50_000_000
    largest_error: int = 64_000
    longest: float = 300.0
    timeouts: float = 4.0
    least_rate: float = 10_000.0


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """An answer over HTTP.

    Attributes:
        status: the HTTP status.
        headers: by name in lower case.
        body: unpacked; unless the status is 200, its beginning, for what it says.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def says_busy(self) -> bool:
        """Whether arXiv says in the text of a 200 answer that it had too many requests."""
        return self.body[:100].lstrip().startswith(b"Rate exceeded")

    @property
    def is_web_page(self) -> bool:
        """Whether it is a web page, as proxies and firewalls send in place of an answer."""
        return b"<html" in self.body[:1000].lower()

    @property
    def is_guard(self) -> bool:
        """Whether it is a page that tells web browsers from programs, which get no answer."""
        head = self.body[:64_000].lower()
        if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<!doctype html", b"<html")):
            return False
        return any(mark in head for mark in _GUARD_PAGES)

    def retry_after(self, now: datetime | None = None) -> float | None:
        """Return the seconds of `Retry-After`, or None (RFC 9110, 10.2.3: a number or a time)."""
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return float(value[:9])
        from email.utils import parsedate_to_datetime

        with suppress(ValueError, TypeError, IndexError, OverflowError):
            then = parsedate_to_datetime(value)
            then = then if then.tzinfo else then.replace(tzinfo=UTC)
            return max((then - (now or datetime.now(UTC))).total_seconds(), 0.0)
        return None


class LostError(Exception):
    """An answer, or a part of it, that was lost on the way: worth another try."""

    def __init__(self, error: FetchError) -> None:
        super().__init__()
        self.error = error


class Client:
    """Asks the services; to be closed, or used in a `with`. For one thread at a time.

    Args:
        settings: addresses, keys, e-mail, timeout.
        limits: by default `LIMITS`.
        on_wait: is called before each wait that no other function is called for, see `watched`.
        wait: waits some seconds; by default it ends early when `cancelled` is set.
        clock: seconds, from any start.
        chance: a number from 0 to 1, that makes pauses longer.

    Attributes:
        cancelled: ends what is asked, with StoppedError, when it is set.
        settings: see the arguments.
    """

    def __init__(
        self,
        settings: SourceSettings,
        *,
        limits: Limits | None = None,
        on_wait: OnWait | None = None,
        wait: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.cancelled = threading.Event()
        self.settings = settings
        self._limits = limits or LIMITS
        self._wait = wait
        self._clock = clock
        self._chance = chance
        self._on_wait: OnWait = on_wait or _ignore
        self._asked_at: dict[str, float] = {}
        self._http: httpx.Client | None = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        if self._http is not None:
            self._http.close()
            self._http = None

    @contextmanager
    def watched(self, cancelled: threading.Event | None, on_wait: OnWait | None) -> Iterator[None]:
        """Within this block, stop when `cancelled` is set, and call `on_wait` before each wait."""
        before = self.cancelled, self._on_wait
        self.cancelled, self._on_wait = cancelled or self.cancelled, on_wait or before[1]
        try:
            yield
        finally:
            self.cancelled, self._on_wait = before

    @property
    def name(self) -> str:
        """The name of the program, which it gives with each request."""
        email = self.settings.email
        return f"paperbrowser/{__version__}" + (f" (mailto:{email})" if email else "")

    def say_wait(self, sentence: str) -> None:
        """Report, to whoever watches, what is waited for."""
        self._on_wait(sentence)

    def check(self) -> None:
        """Raise StoppedError if `cancelled` is set."""
        if self.cancelled.is_set():
            raise StoppedError

    def json(self, source: str, path: str, parameters: Parameters, *, what: str) -> dict[str, Any]:
        """Return the JSON object that a service answers with.

        Args:
            source: the name of the service.
            path: the path below the address of the service; see `part`.
            parameters: those of the request.
            what: what is asked for, for errors: "author A5023888391".

        Raises:
            FetchError: there is no usable answer.
            StoppedError: `cancelled` was set.
        """
        import json

        answer = self._ask(source, path, parameters, what, "application/json")
        try:
            table = json.loads(answer.body)
        except (ValueError, RecursionError):
            if answer.is_web_page:
                raise errors.web_page(source) from None
            raise errors.damaged(source, "not JSON") from None
        if not isinstance(table, dict):
            raise errors.damaged(source, "not an object")
        return table

    def xml(
        self,
        source: str,
        path: str,
        parameters: Parameters,
        *,
        what: str,
        of_pages: bool = False,
    ) -> bytes:
        """Return the XML document that a service answers with, not parsed.

        Args:
            source: see `json`, for the others too.
            path: the path.
            parameters: those of the request.
            what: what is asked for.
            of_pages: whether the path is one of the pages of people, see `SourceInfo.pages`.
        """
        accept = "application/atom+xml, application/xml;q=0.9"
        answer = self._ask(source, path, parameters, what, accept, of_pages=of_pages)
        if answer.is_web_page:
            raise errors.web_page(source)
        if not answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise errors.damaged(source, "not XML")
        return answer.body

    def page(self, source: str, path: str, *, what: str) -> bytes:
        """Return a web page of a service's site, as it came.

        Args:
            source: see `json`, for the others too.
            path: the path.
            what: what is asked for.
        """
        accept = "text/html, application/xhtml+xml;q=0.9"
        return self._ask(source, path, {}, what, accept, of_pages=True).body

    # Retries

    def _ask(
        self,
        source: str,
        path: str,
        parameters: Parameters,
        what: str,
        accept: str,
        *,
        of_pages: bool = False,
    ) -> HttpResponse:
        url, headers = self._request(source, path, parameters, accept, of_pages=of_pages)
        has_key = SOURCES[source].takes_key and self.settings.access_to(source).key is not None
        limits = self._limits
        pause = limits.first_pause
        for left in range(limits.tries - 1, -1, -1):
            self.keep_pace(source, SOURCES[source].interval)
            try:
                answer = self._answer(source, url, headers)
            except LostError as lost:
                error, asked_for = lost.error, None
            else:
                if answer.is_guard:  # which counts how often it is asked
                    raise errors.guarded(source)
                if answer.status == 200 and not answer.says_busy:
                    return answer
                status = 429 if answer.says_busy else answer.status
                words = "" if answer.is_web_page else self._said(source, answer)
                error = errors.of_status(source, status, what, said=words, has_key=has_key)
                if status not in _BUSY:
                    raise error
                asked_for = answer.retry_after()
                if asked_for is not None and asked_for > limits.longest_pause:
                    raise errors.too_long_a_wait(source, asked_for, said=words, has_key=has_key)
            if not left:
                raise error
            seconds = asked_for or pause * (1 + self._chance() / 2)
            if error.code == "busy":
                seconds = max(seconds, asked_for or limits.busy_pause)
            pause *= 2
            doing = "asks to wait" if asked_for else "does not answer, next try in"
            self._on_wait(f"{SOURCES[source].label} {doing} {errors.time_text(seconds)}")
            self.pause(seconds)
        raise AssertionError("unreachable")  # pragma: no cover

    def _said(self, source: str, answer: HttpResponse) -> str:
        return said.sentence(answer.body, (self.settings.access_to(source).key or "",))

    def keep_pace(self, asked: str, interval: float) -> None:
        """Wait until some seconds have gone by since a service or site was asked last.

        Raises:
            StoppedError: `cancelled` was set.
        """
        asked_at = self._asked_at.get(asked)
        if asked_at is not None:
            early = interval - (self._clock() - asked_at)
            if early > 0:
                self.pause(early)
        self.check()
        self._asked_at[asked] = self._clock()

    def pause(self, seconds: float) -> None:
        """Wait some seconds.

        Raises:
            StoppedError: `cancelled` was set.
        """
        (self._wait or self.cancelled.wait)(seconds)
        self.check()

    # One request

    def _request(
        self, source: str, path: str, parameters: Parameters, accept: str, *, of_pages: bool
    ) -> tuple[str, dict[str, str]]:
        info, access = SOURCES[source], self.settings.access_to(source)
        key = access.key
        headers = {
            "User-Agent": self.name,
            "Accept": accept,
        }
        asked = dict(parameters)
        if key and info.key_parameter:
            asked[info.key_parameter] = key
        if key and info.key_header is not None:
            name, text = info.key_header
            headers[name] = text.format(key)
        query = f"?{urlencode(asked, quote_via=quote)}" if asked else ""
        base = info.pages if of_pages and access.url == info.base else access.url
        return f"{base}{path}{query}", headers

    def _answer(self, source: str, url: str, headers: dict[str, str]) -> HttpResponse:
        """Ask in another thread, so that neither cancelling nor the end of patience waits for the answer."""
        http = self.opened()
        found: list[HttpResponse | BaseException] = []
        there = threading.Event()
        cancelled, limits = self.cancelled, self._limits
        body = bytearray()
        began, patience = time.monotonic(), limits.timeouts * self.settings.timeout

        def ask() -> None:
            try:
                found.append(
                    _followed(http, source, url, headers, body, limits=limits, cancelled=cancelled)
                )
            except BaseException as error:  # noqa: BLE001 - raised below, in the thread that waits
                found.append(error)
            there.set()

        threading.Thread(target=ask, daemon=True, name=f"asks {source}").start()
        while not there.wait(_NOTICED):
            self.check()
            allowed = min(patience + len(body) / limits.least_rate, limits.longest)
            if time.monotonic() - began > allowed:
                self.close()
                raise errors.timed_out(source)
        self.check()
        (answer,) = found
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def opened(self) -> "httpx.Client":
        """Return the connections, made at the first request.

        Raises:
            FetchError: the environment's proxy or certificates cannot be used.
        """
        if self._http is None:
            import logging

            import httpx

            for name in ("httpx", "httpcore"):  # they log addresses, of which keys are a part
                logging.getLogger(name).setLevel(logging.WARNING)
            try:
                self._http = httpx.Client(
                    timeout=httpx.Timeout(
                        self.settings.timeout, connect=min(_CONNECT, self.settings.timeout)
                    )
                )
            except (ValueError, ImportError, OSError):
                # From the environment: a proxy of an unknown form, missing certificates.
                raise FetchError(
                    "the proxy or the certificates of the environment cannot be used",
                    "proxy",
                    "check HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE",
                ) from None
        return self._http


def part(text: str) -> str:
    """Return `text` quoted as one part of a path."""
    return quote(text, safe="")


def _ignore(_: str) -> None:
    pass


def _followed(
    http: "httpx.Client",
    source: str,
    url: str,
    headers: dict[str, str],
    body: bytearray,
    *,
    limits: Limits,
    cancelled: threading.Event,
) -> HttpResponse:
    """Return the answer, its body received into `body`; redirects within the site are followed."""
    import httpx

    base = httpx.URL(url)
    at = base
    for _ in range(_REDIRECTS + 1):
        answer = _received(http, source, at, headers, body, limits=limits, cancelled=cancelled)
        if answer.status not in _REDIRECTING:
            return answer
        try:
            at = at.join(answer.headers.get("location", ""))
        except httpx.InvalidURL:
            raise errors.redirected(source) from None
        # Keys are sent along: only to the same host, and encrypted if the first request was.
        same = (at.scheme, at.host, at.port) == (base.scheme, base.host, base.port)
        if not (same or (at.scheme, at.host, at.port) == ("https", base.host, None)):
            raise errors.redirected(source)
    raise errors.redirected(source)


def _received(
    http: "httpx.Client",
    source: str,
    url: "httpx.URL",
    headers: dict[str, str],
    body: bytearray,
    *,
    limits: Limits,
    cancelled: threading.Event,
) -> HttpResponse:
    import httpx

    name = SOURCES[source].label
    try:
        with http.stream("GET", url, headers=headers) as response:
            if response.status_code not in _REDIRECTING | {200}:
                beginning = _beginning(response, limits.largest_error)
                return HttpResponse(response.status_code, response.headers, beginning)
            if response.status_code == 200:
                for chunk in response.iter_bytes(1 << 16):
                    body += chunk
                    if len(body) > limits.largest:
                        raise errors.too_large(source, limits.largest)
                    if cancelled.is_set():
                        raise StoppedError
            return HttpResponse(response.status_code, response.headers, bytes(body))
    except httpx.TimeoutException:
        raise LostError(errors.timed_out(source)) from None
    except httpx.ConnectError as error:
        if is_of_tls(error):
            raise FetchError(
                f"the connection to {name} is not secure (its certificate is not valid), and not used",
                "tls",
                "check the clock, the proxy and the network",
            ) from None
        what = f"{name} cannot be reached at {url.host}"
        raise FetchError(what, "offline", "check the network connection") from None
    except httpx.DecodingError:
        raise errors.damaged(source, "it cannot be unpacked") from None
    except httpx.ProxyError:
        what = f"the proxy does not reach {name}"
        raise FetchError(what, "proxy", "check HTTPS_PROXY and ALL_PROXY") from None
    except httpx.TransportError:
        raise LostError(errors.damaged(source, "it broke off")) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, RuntimeError):
        what = f"{name} cannot be asked"
        raise FetchError(what, "request", "check its url in config.toml") from None


def _beginning(response: "httpx.Response", most: int) -> bytes:
    """Return the first bytes of an error's body; what cannot be read is left out."""
    import httpx

    found = bytearray()
    until = time.monotonic() + _ERROR_TIME
    with suppress(httpx.HTTPError):
        for chunk in response.iter_bytes(1 << 12):
            found += chunk
            if len(found) >= most or time.monotonic() > until:
                break
    return bytes(found[:most])


def is_of_tls(error: BaseException) -> bool:
    """Return whether a connection failed because it would not be secure."""
    import ssl

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "certificate" in str(error).lower()
