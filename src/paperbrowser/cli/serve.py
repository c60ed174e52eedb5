"""`paperbrowser serve`: the same screen in a web browser, for the user of this machine alone.

A page of this server can read every file that the user can read, so it asks for three things before it
answers: a `Host` of this machine and port (against DNS rebinding), an `Origin` of its own (against other web
pages), and a token that only the user has seen (against other users of the machine). See docs/serve.md.

The screen runs in a process of its own for each page, started with Textual's web driver, whose packets are:
one byte for the type (D data, M JSON, P packed), four bytes for the length (big endian), then the payload.
The page's script and font are those of the package textual-serve.
"""

import asyncio
import contextlib
import errno
import hmac
import json
import logging
import os
import secrets
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperbrowser.cli.output import print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.system import paths

if TYPE_CHECKING:
    from aiohttp import web

_MISSING = (
    "the web page needs a package that is not installed; "
    "install it with: pip install 'paperbrowser[web]'"
)
_ADDRESS = "127.0.0.1"
_PORT = 8000
_PORTS_TRIED = 20  # from the default on, unless a port was asked for
_TOKEN_BYTES = 24
_SHORTEST_TOKEN = 12  # characters of a token that the user chooses
_MOST_COLUMNS, _MOST_ROWS = 1000, 500
_MOST_PAGES = 8  # open at once; each is a process of some 60 MB
_LARGEST_MESSAGE = 1 << 20  # bytes from a page; a paste of a book
_GRACE = 5.0  # seconds that a screen may take to save its place
_FILES = Path(__file__).parent / "web"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{host}; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)


def run(arguments: list[str]) -> int:
    """Serve until Ctrl+C or SIGTERM; return the exit code."""
    parser = Parser(
        "paperbrowser serve",
        description="Show the browser on a web page, for the user of this machine.",
        epilog="The address that is printed holds a token; whoever has it can read your files.",
    )
    parser.add_argument("source", nargs="?", metavar="PROFILE|FILE", help="what to open")
    parser.add_argument(
        "--port", type=int, metavar="N", help=f"default: {_PORT}, or the next that is free"
    )
    parser.add_argument(
        "--token", metavar="TOKEN", help="a token of your own; PAPERBROWSER_TOKEN is safer"
    )
    parser.add_argument(
        "--no-token", action="store_true", help="let every user and program of this machine in"
    )
    chosen = parser.parse_args(arguments)
    if chosen.port is not None and not 0 < chosen.port < 65536:
        parser.error(f"--port {chosen.port} must be a number from 1 to 65535")
    if chosen.source == "-":
        parser.error("a page has no standard input; name a profile or file")
    token = (
        chosen.token if chosen.token is not None else os.environ.get("PAPERBROWSER_TOKEN") or None
    )
    if chosen.no_token and chosen.token is not None:
        parser.error("--token and --no-token exclude each other")
    if chosen.no_token:
        token = None
    elif token is None:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    elif len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable():
        parser.error(
            f"--token or PAPERBROWSER_TOKEN must have at least {_SHORTEST_TOKEN} ASCII characters; "
            "leave it out to get one"
        )
    paths.data()  # raises where the screens could not start
    if os.name != "posix":
        say("the web page needs Linux, macOS or another system of the Unix family")
        return 1
    try:
        import aiohttp  # noqa: F401
        import textual_serve
    except ImportError:
        say(_MISSING)
        return 1
    static = Path(textual_serve.__file__).parent / "static"
    listening = _listen(chosen.port)
    if isinstance(listening, str):
        say(listening)
        return 1
    port = listening.getsockname()[1]
    address = f"http://{_ADDRESS}:{port}/" + (f"?token={_quoted(token)}" if token else "")
    if token is None:
        say("without a token every user and every program of this machine can read your files")
    print_line(f"{address} shows the browser; Ctrl+C ends it")
    sys.stdout.flush()
    source = [] if chosen.source is None else [chosen.source]
    command = [sys.executable, "-m", "paperbrowser", *source]
    asyncio.run(_serve(PageServer(command, Guard(port, token), static), listening))
    return 0


def _quoted(token: str) -> str:
    from urllib.parse import quote

    return quote(token, safe="")


def _listen(port: int | None) -> "socket.socket | str":
    """Return a socket that listens on this machine alone, or a sentence that says why there is none."""
    ports = [port] if port is not None else range(_PORT, _PORT + _PORTS_TRIED)
    for one in ports:
        try:
            return socket.create_server((_ADDRESS, one), backlog=64)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            if not taken or port is not None:
                why = "is taken" if taken else f"cannot be used ({error.strerror})"
                return f"port {one} {why}; choose another with --port N"
    return f"ports {_PORT} to {_PORT + _PORTS_TRIED - 1} are taken; choose another with --port N"


@dataclass(frozen=True, slots=True)
class Guard:
    """The checks that a request must pass.

    Attributes:
        port: the port of the server.
        token: what only the user knows; None to ask for none.
        session: the value of the cookie that the page gets in exchange for the token.
        path: the path of the page, which cannot be guessed: a browser sends cookies to every port of a
            host, and another user's server there would get one whose path is "/".
    """

    port: int
    token: str | None
    session: str = field(default_factory=lambda: secrets.token_urlsafe(_TOKEN_BYTES))
    path: str = field(default_factory=lambda: f"/{secrets.token_hex(8)}/")

    @property
    def hosts(self) -> frozenset[str]:
        """The values of `Host` that mean this server."""
        names = ("127.0.0.1", "localhost")
        without_port = names if self.port == 80 else ()
        return frozenset([*(f"{name}:{self.port}" for name in names), *without_port])

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers share cookies between the ports of a host."""
        return f"paperbrowser-{self.port}"

    def refusal(self, headers: Mapping[str, str], query: Mapping[str, str]) -> str:
        """Return why a request is refused, in a sentence; "" when it may pass.

        Args:
            headers: of the request; names in any case, as aiohttp's are.
            query: of the request's address.
        """
        host = headers.get("Host", "").lower()
        if host not in self.hosts:
            return "This address is not the one that paperbrowser printed."
        origin = headers.get("Origin")
        if origin is not None and origin.lower() not in {f"http://{name}" for name in self.hosts}:
            return "Another web page asked for this; paperbrowser answers its own page only."
        site = headers.get("Sec-Fetch-Site", "none")
        if site not in {"none", "same-origin"} and headers.get("Sec-Fetch-Mode") != "navigate":
            return "Another web page asked for this; paperbrowser answers its own page only."
        if self.token is None or self._knows_token(query) or self._has_cookie(headers):
            return ""
        return "Open the address that paperbrowser printed in the terminal: it holds a token."

    def _knows_token(self, query: Mapping[str, str]) -> bool:
        return self.token is not None and _same(query.get("token", ""), self.token)

    def _has_cookie(self, headers: Mapping[str, str]) -> bool:
        pairs = (pair.partition("=") for pair in headers.get("Cookie", "").split(";"))
        return any(
            name.strip() == self.cookie and _same(value.strip(), self.session)
            for name, _, value in pairs
        )


def _same(given: str, wanted: str) -> bool:
    """Whether two texts are the same, in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class PageServer:
    """The web server: the page with its script and font, and a WebSocket to a screen for each open page."""

    def __init__(self, command: list[str], guard: Guard, static: Path) -> None:
        """Serve what `command` draws to those whom `guard` lets in; `static` has script and font."""
        self._command = command
        self._static = static
        self._guard = guard
        self._pages: set[PageProcess] = set()

    def application(self) -> "web.Application":
        """Return the aiohttp application."""
        from aiohttp import web

        path = self._guard.path
        files = {
            "page.css": _FILES / "page.css",
            "page.js": _FILES / "page.js",
            "textual.js": self._static / "js" / "textual.js",
            "xterm.css": self._static / "css" / "xterm.css",
            "font.ttf": self._static / "fonts" / "RobotoMono-VariableFont_wght.ttf",
        }
        app = web.Application(middlewares=[self._guarded()], client_max_size=1 << 16)
        app.add_routes(
            [
                web.get("/", self._enter),
                web.get(path, self._index),
                web.get(f"{path}ws", self._websocket),
                *(web.get(path + name, self._file(file)) for name, file in files.items()),
            ]
        )
        app.on_shutdown.append(self._end_pages)
        return app

    def _guarded(self) -> Any:
        from aiohttp import web

        @web.middleware
        async def guarded(
            request: web.Request,
            handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
        ) -> web.StreamResponse:
            if refusal := self._guard.refusal(request.headers, request.query):
                return web.Response(status=403, text=f"{refusal}\n")
            answer = await handler(request)
            if not answer.prepared:
                host = request.headers["Host"]
                answer.headers["Content-Security-Policy"] = _POLICY.format(host=host)
                answer.headers["Referrer-Policy"] = "no-referrer"
                answer.headers["X-Content-Type-Options"] = "nosniff"
                answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
                answer.headers.setdefault("Cache-Control", "no-store")
            return answer

        return guarded

    async def _enter(self, _request: "web.Request") -> "web.StreamResponse":
        """Exchange the token for a cookie, and lead to the page, whose address holds no token."""
        from aiohttp import web

        guard = self._guard
        answer = web.Response(status=303, headers={"Location": guard.path})
        if guard.token is not None:
            answer.set_cookie(
                guard.cookie, guard.session, httponly=True, samesite="Strict", path=guard.path
            )
        return answer

    async def _index(self, request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        text = (_FILES / "page.html").read_text(encoding="utf-8")
        address = f"ws://{request.headers['Host']}{self._guard.path}ws"
        text = text.replace("{socket}", address)
        return web.Response(text=text, content_type="text/html", charset="utf-8")

    def _file(self, path: Path) -> "Callable[[web.Request], Awaitable[web.StreamResponse]]":
        from aiohttp import web

        async def answer(_request: web.Request) -> web.StreamResponse:
            return web.FileResponse(path)

        return answer

    async def _websocket(self, request: "web.Request") -> "web.StreamResponse":
        from aiohttp import web

        size = _size(request.query.get("width", "80"), request.query.get("height", "24"))
        if size is None:
            return web.Response(
                status=400,
                text=f"The size must be from 1x1 to {_MOST_COLUMNS}x{_MOST_ROWS}.\n",
            )
        if len(self._pages) >= _MOST_PAGES:
            return web.Response(
                status=503, text=f"{_MOST_PAGES} pages are open; close one of them.\n"
            )
        page = web.WebSocketResponse(heartbeat=15, max_msg_size=_LARGEST_MESSAGE)
        if not page.can_prepare(request):
            return web.Response(status=426, text="This address is for WebSockets.\n")
        process = PageProcess(page)
        self._pages.add(process)  # before the first wait, so that the limit holds
        try:
            await page.prepare(request)
            await process.start(self._command, *size)
            await _forward(page, process)
        finally:
            await process.end()
            self._pages.discard(process)
            await page.close()
        return page

    async def _end_pages(self, _app: "web.Application") -> None:
        await asyncio.gather(*(page.end() for page in list(self._pages)), return_exceptions=True)


def _size(width: object, height: object) -> tuple[int, int] | None:
    """Return a size in cells as numbers; None if it is not one that a screen can have."""
    try:
        columns, rows = int(str(width)), int(str(height))
    except ValueError:
        return None
    return (columns, rows) if 0 < columns <= _MOST_COLUMNS and 0 < rows <= _MOST_ROWS else None


async def _forward(page: "web.WebSocketResponse", process: "PageProcess") -> None:
    """Hand what the page sends to the screen, until one of them ends; a malformed message ends the page."""
    from aiohttp import WSMsgType

    async for message in page:
        if message.type is not WSMsgType.TEXT:
            continue
        try:
            match json.loads(message.data):
                case ["stdin", str(text)]:
                    await process.send(b"D", text.encode("utf-8", "replace"))
                case ["resize", {"width": width, "height": height}]:
                    if (size := _size(width, height)) is not None:
                        await process.send_meta("resize", width=size[0], height=size[1])
                case ["ping", str(data)]:
                    await page.send_json(["pong", data[:64]])
                case ["focus" | "blur" as change]:
                    await process.send_meta(change)
                case [str(), *_]:  # of another version of the page's script
                    pass
                case _:
                    raise TypeError
        except (ValueError, TypeError, RecursionError):
            await page.close(code=1003, message=b"not a message of this page")
            return
        except (ConnectionError, RuntimeError):  # the screen has ended
            return


class PageProcess:
    """A process that draws the screen of one page."""

    def __init__(self, page: "web.WebSocketResponse") -> None:
        """Draw on `page`."""
        self._page = page
        self._process: asyncio.subprocess.Process | None = None
        self._drawing: asyncio.Task[None] | None = None
        self._lifeline: int | None = None
        self._ending = False

    async def start(self, command: list[str], width: int, height: int) -> None:
        """Start `command` on a screen of `width` by `height` cells."""
        # Closed with this process, however it ends: then the screen ends too.
        theirs, ours = os.pipe()
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PAPERBROWSER_TOKEN"},
            "TEXTUAL_DRIVER": "textual.drivers.web_driver:WebDriver",
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TEXTUAL_FPS": "60",
            "TERM_PROGRAM": "textual",
            "COLUMNS": str(width),
            "ROWS": str(height),
            "PAPERBROWSER_LIFELINE": str(theirs),
        }
        self._lifeline = ours
        try:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment,
                pass_fds=(theirs,),
                start_new_session=True,
                limit=1 << 20,
            )
        finally:
            os.close(theirs)
        self._drawing = asyncio.create_task(self._draw())

    async def send(self, kind: bytes, payload: bytes) -> None:
        """Send a packet to the screen."""
        assert self._process is not None and self._process.stdin is not None  # noqa: PT018, S101
        self._process.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        await self._process.stdin.drain()

    async def send_meta(self, kind: str, **facts: object) -> None:
        """Send a message about the page, such as its size, to the screen."""
        await self.send(b"M", json.dumps({"type": kind, **facts}).encode())

    async def _draw(self) -> None:
        """Send to the page what the screen draws, until one of them ends."""
        assert self._process is not None and self._process.stdout is not None  # noqa: PT018, S101
        stdout = self._process.stdout
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, ValueError):
            await stdout.readuntil(b"__GANGLION__\n")
            while True:
                head = await stdout.readexactly(5)
                payload = await stdout.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == b"D":
                    await self._page.send_bytes(payload)
                elif head[:1] == b"M":
                    facts = json.loads(payload)
                    if facts.get("type") == "open_url" and _is_web(facts.get("url")):
                        await self._page.send_json(
                            ["open_url", {"url": facts["url"], "new_tab": True}]
                        )
                    elif facts.get("type") == "exit":
                        break
        await self._page.close()

    async def end(self) -> None:
        """End the screen: ask, wait, then kill it with all that it started."""
        process = self._process
        if self._ending:
            return
        self._ending = True
        if process is None:
            self._close_lifeline()
            return
        try:
            async with asyncio.timeout(_GRACE):
                with contextlib.suppress(ConnectionError, RuntimeError):
                    await self.send_meta("quit")
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 1)
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            self._close_lifeline()
            if self._drawing is not None:
                self._drawing.cancel()

    def _close_lifeline(self) -> None:
        if self._lifeline is not None:
            os.close(self._lifeline)


def _is_web(url: object) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://"))


class _Failures(logging.Handler):
    """A sentence for each fault of the server; nothing for malformed requests, which anybody can send."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say what failed, without the traceback and without a word of the request."""
        from aiohttp.http_exceptions import HttpProcessingError

        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, HttpProcessingError):
            say(f"a request was not answered ({type(error).__name__}); load the page again")


async def _serve(server: PageServer, listening: socket.socket) -> None:
    from aiohttp import web

    failures = logging.Logger("paperbrowser.serve", logging.ERROR)  # known to nobody else
    failures.addHandler(_Failures())
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(one, ended.set)
    runner = web.AppRunner(
        server.application(), access_log=None, logger=failures, shutdown_timeout=_GRACE + 2
    )
    await runner.setup()
    await web.SockSite(runner, listening).start()
    try:
        await ended.wait()
    finally:
        await runner.cleanup()
