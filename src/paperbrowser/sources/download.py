"""Download files from any site over HTTP: bounded in size and time, resumed where they were cut off.

The part that has come is kept in the cache folder until all is there. It is resumed only where the site says
that the rest belongs to the same file (RFC 9110, 13.1.5: If-Range); otherwise the file is fetched again.
"""

import contextlib
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from paperbrowser.formats.result import StoppedError
from paperbrowser.papers.links import is_web_link
from paperbrowser.sources import SOURCES
from paperbrowser.sources.errors import FetchError, time_text
from paperbrowser.sources.http import Client, HttpResponse, LostError, is_of_tls
from paperbrowser.system import locks
from paperbrowser.system.cache_files import CacheFiles

if TYPE_CHECKING:
    import httpx

OnReceived = Callable[[int, int | None], None]
"""Called with the bytes that have come and those of the whole, if they are known; it may raise to cancel."""

_PARTS = CacheFiles("downloads", "part", version=1, kept=5, most_bytes=200_000_000)
_REDIRECTS = 8
_REDIRECTING = frozenset((301, 302, 303, 307, 308))
_NOTICED = 0.05  # seconds until a cancelled download is noticed
_LONGEST_HEAD = 10_000  # bytes of the first line of a part
_CONTENT_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """How often, how long and how much is downloaded.

    Attributes:
        largest: bytes of a file.
        tries: of one file, each going on where the last one was cut off.
        first_pause: seconds before the second try; doubled before each further one.
        longest_pause: seconds that are waited at most where the site asks for it.
        longest: seconds of one try.
        timeouts: times the timeout of the settings, after which a try ends that brings in drops.
        least_rate: bytes a second at which it may take longer, up to `longest`.
        interval: seconds between two requests to one site; a source's own interval counts more.
    """

    largest: int = 100_000_000
    tries: int = 3
    first_pause: float = 2.0
    longest_pause: float = 60.0
    longest: float = 900.0
    timeouts: float = 4.0
    least_rate: float = 10_000.0
    interval: float = 1.0


DOWNLOAD_LIMITS = DownloadLimits()


class Downloader:
    """Downloads files, one at a time.

    Args:
        client: has the connections, the settings and the event that cancels.
        limits: by default `DOWNLOAD_LIMITS`.
    """

    def __init__(self, client: Client, limits: DownloadLimits | None = None) -> None:
        self._client = client
        self._limits = limits or DOWNLOAD_LIMITS

    def get(
        self,
        url: str,
        *,
        what: str,
        accept: str,
        packed: bool = False,
        progress: OnReceived | None = None,
    ) -> bytes:
        """Return a file.

        Args:
            url: its address.
            what: it is, for errors: "the PDF of 2101.00007".
            accept: the types that are wanted, for the site.
            packed: whether it may come packed, which is quicker for texts; it is not resumed then.
            progress: see `OnReceived`.

        Raises:
            FetchError: it cannot be had.
            StoppedError: it was cancelled; what has come is kept.
        """
        _check(url)
        part = _Part(url)
        try:
            with locks.locked(part.path, patience=0):
                return self._file(url, part, what, accept, packed=packed, progress=progress)
        except TimeoutError:
            what = f"another paperbrowser is fetching {what}"
            raise FetchError(what, "locked", "try again when it is done") from None
        except OSError as error:
            what = f"{part.path}: {error.strerror or error}"
            raise FetchError(what, "disk", "check the cache folder") from None

    def _file(
        self,
        url: str,
        part: "_Part",
        what: str,
        accept: str,
        *,
        packed: bool,
        progress: OnReceived | None,
    ) -> bytes:
        pause = self._limits.first_pause
        host = site(url)
        part.look()
        for left in range(self._limits.tries - 1, -1, -1):
            if part.is_whole:
                return part.taken()
            self._client.keep_pace(host, self._interval(host))
            try:
                answer = self._answer(url, part, accept, packed=packed, progress=progress)
            except LostError as lost:
                error, asked_for = lost.error, None
            else:
                if answer is None:
                    return part.taken()
                error, asked_for = _refused(host, answer, what), answer.retry_after()
                if answer.status not in {429, 500, 502, 503, 504}:
                    raise error
                if asked_for is None and answer.status == 429:
                    raise error
                if asked_for is not None and asked_for > self._limits.longest_pause:
                    error.what += f" and asks to wait {time_text(asked_for)}"
                    raise error
            if not left:
                raise error
            seconds = pause if asked_for is None else asked_for
            pause *= 2
            if seconds:
                self._client.say_wait(f"{host} does not answer, next try in {time_text(seconds)}")
            self._client.pause(seconds)
        raise AssertionError("unreachable")  # pragma: no cover

    def _interval(self, host: str) -> float:
        of_arxiv = host in {site(SOURCES["arxiv"].pages), site(SOURCES["arxiv"].base)}
        own = SOURCES["arxiv"].interval if of_arxiv else 0.0
        return max(own, self._limits.interval)

    def _answer(
        self,
        url: str,
        part: "_Part",
        accept: str,
        *,
        packed: bool,
        progress: OnReceived | None,
    ) -> HttpResponse | None:
        """Receive a file in another thread, so that neither cancelling nor the end of patience waits for it.

        Returns:
            None when the file is whole; an answer that is not the file.
        """
        client, limits = self._client, self._limits
        headers = {
            "User-Agent": client.name,
            "Accept": accept,
            "Accept-Encoding": "gzip, deflate" if packed else "identity",
        }
        request = _Receiving(client.opened(), url, headers, part, limits)
        threading.Thread(target=request.run, daemon=True, name=f"downloads {site(url)}").start()
        began, patience = time.monotonic(), limits.timeouts * client.settings.timeout
        shown = -1
        try:
            while not request.ended.wait(_NOTICED):
                client.check()
                if progress is not None and request.came != shown:
                    shown = request.came
                    progress(part.size, part.total)
                allowed = min(patience + request.came / limits.least_rate, limits.longest)
                if time.monotonic() - began > allowed:
                    raise FetchError(
                        f"{site(url)} does not answer in time",
                        "timeout",
                        "try again later, which goes on where this stopped"
                        if part.size
                        else "try again later",
                    )
        except BaseException:
            request.stop.set()
            client.close()
            # It may be in the middle of writing what has come.
            request.ended.wait(1.0)
            raise
        client.check()
        return request.result()


class _Part:
    """The part of a file that has come, in the cache folder: a line of JSON about it, then its bytes."""

    def __init__(self, url: str) -> None:
        self.path = _PARTS.named(url)
        self.size = 0  # bytes that have come
        self.total: int | None = None
        self.validator = ""  # the name that the site gives this version of the file
        self._head = 0  # bytes of the first line
        self._url = url

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.total is not None and self.size == self.total

    def look(self) -> None:
        """Find out what there is of the file; what does not read is dropped."""
        try:
            with self.path.open("rb") as file:
                head = file.readline(_LONGEST_HEAD)
                table = json.loads(head)
                size = file.seek(0, 2) - len(head)
            if table["url"] == self._url and table["validator"]:
                total = table["total"]
                self.validator = str(table["validator"])
                self.total = total if type(total) is int else None
                self._head, self.size = len(head), size
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self.drop()

    def begin(self, validator: str, total: int | None) -> BinaryIO:
        """Return the file to write the first bytes to."""
        with contextlib.suppress(OSError):
            _PARTS.prune()
        self.validator, self.total, self.size = validator, total, 0
        table = {"url": self._url, "validator": validator, "total": total}
        head = f"{json.dumps(table)}\n".encode()
        self._head = len(head)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("wb", buffering=0)
        file.write(head)
        return file

    def go_on(self) -> BinaryIO:
        """Return the file to write further bytes to."""
        return self.path.open("ab", buffering=0)

    def drop(self) -> None:
        """Forget what has come."""
        self.size, self.total, self.validator = 0, None, ""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def taken(self) -> bytes:
        """Return the whole file, which is kept no longer."""
        with self.path.open("rb") as file:
            file.seek(self._head)
            data = file.read()
        self.drop()
        return data


class _Receiving:
    """One request for a file or the rest of it, answered in a thread of its own.

    Attributes:
        came: bytes that this request brought.
        stop: set to end it.
        ended: set when it is over.
    """

    def __init__(
        self,
        http: "httpx.Client",
        url: str,
        headers: Mapping[str, str],
        part: _Part,
        limits: DownloadLimits,
    ) -> None:
        self.came = 0
        self.stop, self.ended = threading.Event(), threading.Event()
        self._http = http
        self._url = url
        self._headers = dict(headers)
        self._part = part
        self._limits = limits
        self._found: HttpResponse | BaseException | None = None

    def run(self) -> None:
        """Ask, follow redirects, and write what comes."""
        try:
            self._found = self._followed()
        except BaseException as error:  # noqa: BLE001 - raised in `result`, in the thread that waits
            self._found = error
        self.ended.set()

    def result(self) -> HttpResponse | None:
        """Return what `run` found, or raise what it raised."""
        if isinstance(self._found, BaseException):
            raise self._found
        return self._found

    def _followed(self) -> HttpResponse | None:
        import httpx

        at = httpx.URL(self._url)
        part = self._part
        if part.size and part.validator:
            self._headers |= {"Range": f"bytes={part.size}-", "If-Range": part.validator}
        for _ in range(_REDIRECTS + 1):
            answer = self._received(at)
            if answer is None or answer.status not in _REDIRECTING:
                return answer
            try:
                to = at.join(answer.headers.get("location", ""))
            except httpx.InvalidURL:
                break
            _check(str(to))
            if at.scheme == "https" and to.scheme != "https":
                what = f"{site(self._url)} leads to an address that is not secure"
                raise FetchError(what, "redirect", "open it in a web browser")
            if _is_inside(to.host) and not _is_inside(at.host):
                what = f"{site(self._url)} leads to an address of this network"
                raise FetchError(what, "redirect", "open it in a web browser")
            at = to
        what = f"{site(self._url)} redirects without end"
        raise FetchError(what, "redirect", "open it in a web browser")

    def _received(self, at: "httpx.URL") -> HttpResponse | None:
        import httpx

        host = site(str(at))
        try:
            with self._http.stream("GET", at, headers=self._headers) as response:
                if response.status_code not in {200, 206, 416}:
                    return HttpResponse(response.status_code, response.headers, b"")
                with self._target(response, host) as file:
                    chunks = (
                        response.iter_bytes()
                        if response.headers.get("content-encoding")
                        else response.iter_raw()
                    )
                    self._write(chunks, file, host)
        except httpx.ConnectError as error:
            if is_of_tls(error):
                what = f"the connection to {host} is not secure (its certificate is not valid)"
                raise FetchError(
                    what, "tls", "check the clock, the proxy and the network"
                ) from None
            what = f"{host} cannot be reached"
            raise FetchError(what, "offline", "check the network connection") from None
        except httpx.TimeoutException:
            raise LostError(
                FetchError(f"{host} does not answer in time", "timeout", "try again later")
            ) from None
        except httpx.ProxyError:
            what = f"the proxy does not reach {host}"
            raise FetchError(what, "proxy", "check HTTPS_PROXY and ALL_PROXY") from None
        except (httpx.TransportError, httpx.DecodingError, httpx.StreamError, RuntimeError):
            raise LostError(
                FetchError(f"the answer of {host} broke off", "cut", "try again later")
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            what = f"{host} cannot be asked"
            raise FetchError(what, "request", "check the address") from None
        self._part.total = self._part.size
        return None

    def _target(self, response: "httpx.Response", host: str) -> BinaryIO:
        """Return the file to write the answer to: a new one, or the part that it goes on with."""
        part, headers = self._part, response.headers
        if response.status_code == 200:
            packed = "content-encoding" in headers
            length = headers.get("content-length", "")
            total = int(length) if length.isascii() and length[:15].isdigit() else None
            if total is not None and total > self._limits.largest:
                raise _too_large(host, self._limits.largest)
            etag = headers.get("etag", "")
            validator = etag if etag.startswith('"') else headers.get("last-modified", "")
            return part.begin("" if packed else validator[:1000], None if packed else total)
        found = _CONTENT_RANGE.fullmatch(headers.get("content-range", ""))
        by = "etag" if part.validator.startswith('"') else "last-modified"
        goes_on = (
            response.status_code == 206
            and found is not None
            and int(found[1]) == part.size > 0
            and (part.total is None or found[3] in {"*", str(part.total)})
            and headers.get(by, part.validator) == part.validator
        )
        if not goes_on:  # another version, or all of it was there before
            part.drop()
            self._headers.pop("Range", None)
            raise LostError(
                FetchError(f"{host} has another version of the file", "cut", "try again")
            )
        return part.go_on()

    def _write(self, chunks: Iterator[bytes], file: BinaryIO, host: str) -> None:
        part = self._part
        for chunk in chunks:
            if part.size + len(chunk) > self._limits.largest:
                part.drop()
                raise _too_large(host, self._limits.largest)
            file.write(chunk)
            part.size += len(chunk)
            self.came += len(chunk)
            if self.stop.is_set():
                raise StoppedError


def site(url: str) -> str:
    """Return the site of an address, with its port where it names one: "arxiv.org"."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")
    except ValueError:
        return url


def _check(url: str) -> None:
    """Raise FetchError for what is no plain address of the web."""
    try:
        parts = urlsplit(url)
        plain = is_web_link(url) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        plain = False
    if not plain:
        raise FetchError("the address is not one of the web (http or https)", "request")


def _is_inside(host: str) -> bool:
    """Return whether a host is this machine, or an address of its own network."""
    with contextlib.suppress(ValueError):
        address = ip_address(host.strip("[]"))
        return not address.is_global
    return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


def _refused(host: str, answer: HttpResponse, what: str) -> FetchError:
    """Return the error for a status that brings no file."""
    status = answer.status
    if status in {404, 410}:
        return FetchError(f"{host} does not have {what} ({status})", "not-found")
    if status in {401, 402, 403, 451}:
        advice = "it may not be open to all; a web browser may get it"
        return FetchError(f"{host} refuses {what} ({status})", "refused", advice)
    if status == 429:
        advice = "try again in some minutes"
        return FetchError(
            f"{host} has had too many requests from this network ({status})", "busy", advice
        )
    if status >= 500:
        return FetchError(f"{host} has a server error ({status})", "server", "try again later")
    return FetchError(f"{host} does not give {what} ({status})", "request")


def _too_large(host: str, largest: int) -> FetchError:
    what = f"the file at {host} has more than {largest / 1_000_000:,.3g} MB"
    return FetchError(what, "too-large", "`paperbrowser get --largest MB` allows more")
