"""Asks sources over the network, politely: who is asking, how often, how long, how much.

The one module that knows `httpx`. Nothing is asked without saying which program asks; each source is
asked at its own pace; who asks for patience gets it; what answers must be the source, in its format and
of a size that can be.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from paperbrowser import __version__
from paperbrowser.sources import errors
from paperbrowser.sources.answer import Answer
from paperbrowser.sources.errors import FetchError, StoppedError
from paperbrowser.sources.settings import LABELS, SourceSettings

if TYPE_CHECKING:
    import httpx

__all__ = ["Client", "FetchError", "StoppedError"]

Tell = Callable[[str], None]
Parameters = Mapping[str, str | int]

# Seconds between two questions, as the sources ask for: https://info.arxiv.org/help/api/tou.html (3 s),
# https://github.com/inspirehep/rest-api-doc (15 in 5 s), https://www.semanticscholar.org/product/api (1 s
# with a key), https://dblp.org/faq/1474706.html (1 s or more).
_INTERVALS = {
    "openalex": 0.2,
    "semanticscholar": 1.0,
    "arxiv": 3.0,
    "inspire": 0.4,
    "dblp": 1.0,
    "orcid": 0.2,
}
_BUSY = frozenset((429, 500, 502, 503, 504))
_TRIES = 5  # of one question
_FIRST_PAUSE = 2.0  # seconds before the second try; doubled before each further one
_LEAST_WHEN_BUSY = (
    5.0  # seconds, if it is because of too many questions: INSPIRE counts for so long
)
_LONGEST_PAUSE = 120.0  # seconds that are waited if the source asks for it
_LARGEST = 50_000_000  # bytes of one answer
_LONGEST = 300.0  # seconds of one answer, which may come in drops
_CONNECT = 10.0
_NOTICED = 0.05  # seconds until it is noticed that nobody wants the answer any more
_REDIRECTS = 5
_REDIRECTING = frozenset((301, 302, 303, 307, 308))


class _Lost(Exception):  # noqa: N818 - never leaves this module
    """An answer that got lost on the way: worth another try."""

    def __init__(self, error: FetchError) -> None:
        super().__init__()
        self.error = error


class Client:
    """Asks; to be closed, or used in a `with`. May be used by one thread at a time.

    Args:
        settings: addresses, keys, e-mail, patience.
        wait: waits some seconds, or less long if `cancelled` is set; by default it does.
        clock: seconds, from any start.
        chance: a number from 0 to 1.
    """

    def __init__(
        self,
        settings: SourceSettings,
        *,
        wait: Callable[[float], object] | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.cancelled = threading.Event()
        self._settings = settings
        self._wait = wait
        self._clock = clock
        self._chance = chance
        self._tell: Tell = _silent
        self._asked_at: dict[str, float] = {}
        self._http: httpx.Client | None = None

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        if self._http is not None:
            self._http.close()
            self._http = None

    @contextmanager
    def watched(self, cancelled: threading.Event | None, tell: Tell | None) -> Iterator[None]:
        """Within, stop as soon as `cancelled` is set, and `tell` what is waited for."""
        before = self.cancelled, self._tell
        self.cancelled, self._tell = cancelled or self.cancelled, tell or _silent
        try:
            yield
        finally:
            self.cancelled, self._tell = before

    def check(self) -> None:
        """Raise `StoppedError` if nobody wants to know any more."""
        if self.cancelled.is_set():
            raise StoppedError

    def json(self, source: str, path: str, parameters: Parameters, *, what: str) -> dict[str, Any]:
        """The object that a source answers with.

        Args:
            source: whom to ask.
            path: below the address of the source, safe as it is: see `part`.
            parameters: of the question.
            what: what is asked for, for the sentence that says there is none: "author A5023888391".

        Raises:
            FetchError: there is no such answer.
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

    def xml(self, source: str, path: str, parameters: Parameters, *, what: str) -> bytes:
        """The document that a source answers with, not parsed yet; see `json`."""
        answer = self._ask(
            source, path, parameters, what, "application/atom+xml, application/xml;q=0.9"
        )
        if answer.is_web_page:
            raise errors.web_page(source)
        if not answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            raise errors.damaged(source, "not XML")
        return answer.body

    # Patience

    def _ask(
        self, source: str, path: str, parameters: Parameters, what: str, accept: str
    ) -> Answer:
        url, headers = self._question(source, path, parameters, accept)
        pause = _FIRST_PAUSE
        for left in range(_TRIES - 1, -1, -1):
            self._keep_pace(source)
            try:
                answer = self._answer(source, url, headers)
            except _Lost as lost:
                error, asked_for = lost.error, None
            else:
                if answer.status == 200 and not answer.says_busy:
                    return answer
                error = errors.of_status(
                    source, 429 if answer.status == 200 else answer.status, what
                )
                if answer.status not in _BUSY | {200}:
                    raise error
                asked_for = answer.retry_after()
            if asked_for is not None and asked_for > _LONGEST_PAUSE:
                raise errors.too_long_a_wait(source, asked_for)
            if not left:
                raise error
            seconds = asked_for or pause * (1 + self._chance() / 2)
            if error.code == "busy":
                seconds = max(seconds, asked_for or _LEAST_WHEN_BUSY)
            pause *= 2
            if asked_for:
                self._tell(f"{LABELS[source]} asks to wait {errors.time_text(seconds)}")
            else:
                self._tell(
                    f"{LABELS[source]} does not answer, asked again in {errors.time_text(seconds)}"
                )
            self._pause(seconds)
        raise AssertionError("unreachable")  # pragma: no cover

    def _keep_pace(self, source: str) -> None:
        asked_at = self._asked_at.get(source)
        if asked_at is not None:
            early = _INTERVALS[source] - (self._clock() - asked_at)
            if early > 0:
                self._pause(early)
        self.check()
        self._asked_at[source] = self._clock()

    def _pause(self, seconds: float) -> None:
        (self._wait or self.cancelled.wait)(seconds)
        self.check()

    # One question, one answer

    def _question(
        self, source: str, path: str, parameters: Parameters, accept: str
    ) -> tuple[str, dict[str, str]]:
        access = self._settings.access[source]
        email, key = self._settings.email, access.key
        headers = {
            "User-Agent": f"paperbrowser/{__version__}" + (f" (mailto:{email})" if email else ""),
            "Accept": accept,
        }
        told = dict(parameters)
        if source == "openalex":
            told |= {"mailto": email} if email else {}
            told |= {"api_key": key} if key else {}
        elif source == "semanticscholar" and key:
            headers["x-api-key"] = key
        elif source == "orcid" and key:
            headers["Authorization"] = f"Bearer {key}"
        query = f"?{urlencode(told, quote_via=quote)}" if told else ""
        return f"{access.url}{path}{query}", headers

    def _answer(self, source: str, url: str, headers: dict[str, str]) -> Answer:
        """Ask in another thread, so that nobody waits for an answer that is not wanted any more."""
        http = self._opened()
        found: list[Answer | BaseException] = []
        there = threading.Event()
        cancelled = self.cancelled

        def ask() -> None:
            try:
                found.append(_followed(http, source, url, headers, cancelled))
            except BaseException as error:  # noqa: BLE001 - raised below, where someone waits for it
                found.append(error)
            there.set()

        threading.Thread(target=ask, daemon=True, name=f"asks {source}").start()
        while not there.wait(_NOTICED):
            self.check()
        self.check()
        (answer,) = found
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def _opened(self) -> "httpx.Client":
        if self._http is None:
            import logging

            import httpx

            for name in ("httpx", "httpcore"):  # they log addresses, of which keys are a part
                logging.getLogger(name).setLevel(logging.WARNING)
            try:
                self._http = httpx.Client(
                    timeout=httpx.Timeout(
                        self._settings.timeout, connect=min(_CONNECT, self._settings.timeout)
                    )
                )
            except (ValueError, ImportError, OSError):
                # Of the environment: a proxy in no known form, certificates that are not there.
                raise FetchError(
                    "the proxy or the certificates that the environment names cannot be used; check "
                    "HTTPS_PROXY, ALL_PROXY and SSL_CERT_FILE",
                    "proxy",
                ) from None
        return self._http


def part(text: str) -> str:
    """`text` as one part of a path."""
    return quote(text, safe="")


def _silent(_: str) -> None:
    pass


def _followed(
    http: "httpx.Client",
    source: str,
    url: str,
    headers: dict[str, str],
    cancelled: threading.Event,
) -> Answer:
    """The answer, redirects within the site followed."""
    import httpx

    base = httpx.URL(url)
    at = base
    for _ in range(_REDIRECTS + 1):
        answer = _received(http, source, at, headers, cancelled)
        if answer.status not in _REDIRECTING:
            return answer
        try:
            at = at.join(answer.headers.get("location", ""))
        except httpx.InvalidURL:
            raise errors.redirected(source) from None
        # Keys go along, and what comes back is believed: only to the same site, and not unencrypted.
        same = (at.scheme, at.host, at.port) == (base.scheme, base.host, base.port)
        if not (same or (at.scheme, at.host, at.port) == ("https", base.host, None)):
            raise errors.redirected(source)
    raise errors.redirected(source)


def _received(
    http: "httpx.Client",
    source: str,
    url: "httpx.URL",
    headers: dict[str, str],
    cancelled: threading.Event,
) -> Answer:
    import httpx

    name = LABELS[source]
    end = time.monotonic() + _LONGEST
    try:
        with http.stream("GET", url, headers=headers) as response:
            body = bytearray()
            if response.status_code == 200:
                for chunk in response.iter_bytes(1 << 16):
                    body += chunk
                    if len(body) > _LARGEST:
                        raise errors.too_large(source, _LARGEST)
                    if time.monotonic() > end:
                        raise httpx.ReadTimeout("too slow")
                    if cancelled.is_set():
                        raise StoppedError
            return Answer(response.status_code, response.headers, bytes(body))
    except httpx.TimeoutException:
        raise _Lost(
            FetchError(
                f"{name} does not answer in time; try again later, or set a longer timeout in "
                "[sources] of config.toml",
                "timeout",
            )
        ) from None
    except httpx.ConnectError as error:
        if _is_of_tls(error):
            raise FetchError(
                f"the connection to {name} is not secure, so it is not used (its certificate does not "
                "fit); check the clock, the proxy and the network",
                "tls",
            ) from None
        raise FetchError(
            f"{name} cannot be reached at {url.host}; check the network connection", "offline"
        ) from None
    except httpx.DecodingError:
        raise errors.damaged(source, "it does not unpack") from None
    except httpx.ProxyError:
        raise FetchError(
            f"the proxy does not lead to {name}; check HTTPS_PROXY and ALL_PROXY", "proxy"
        ) from None
    except httpx.TransportError:
        raise _Lost(errors.damaged(source, "it broke off")) from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, RuntimeError):
        raise FetchError(
            f"{name} cannot be asked; check its url in config.toml", "request"
        ) from None


def _is_of_tls(error: BaseException) -> bool:
    import ssl

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "certificate" in str(error).lower()
