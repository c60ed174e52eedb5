"""The screen on a web page: for the user of this machine, and for no one else."""

import asyncio
import contextlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from paperbrowser.cli.serve import Guard
from tests.slow import first_quick

aiohttp = pytest.importorskip("aiohttp")

TOKEN = "a token of the test"
SIZE = {"width": "100", "height": "30"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Served:
    """A running `paperbrowser serve`, and the address that it printed."""

    def __init__(self, *options, **environment):
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "paperbrowser", "serve", "--port", str(self.port), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        line = self.process.stdout.readline()
        self.address = line.split()[0] if line else ""
        self.token = self.address.partition("?token=")[2]
        self.base = f"http://127.0.0.1:{self.port}"
        self.path, self.cookie = "", ""

    def enter(self, **headers):
        """Go in with the printed address, and keep path and cookie of the page."""
        status, answer, _ = self.get(f"/?token={self.token}", **headers)
        if status == 303:
            self.path = answer["Location"]
            self.cookie = (answer["Set-Cookie"] or "").partition(";")[0]
        return status

    def get(self, path="/", **headers):
        """Return status, headers and body of a request with these headers and no others."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest("GET", path, skip_host=True)
        for name, value in {"Host": f"127.0.0.1:{self.port}", **headers}.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        with contextlib.closing(connection):
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")

    def close(self):
        self.process.terminate()
        self.process.communicate(timeout=20)


@pytest.fixture
def served():
    served = Served()
    yield served
    served.close()


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as session:
        yield session


async def opened(session, served, *, width=100, height=30, **headers):
    served.enter()
    address = f"{served.base}{served.path}ws?width={width}&height={height}&token={served.token}"
    return await session.ws_connect(address, headers=headers)


async def until(page, text):
    """Read what is drawn until `text` is in it."""
    drawn = b""
    async for message in page:
        if isinstance(message.data, bytes):
            drawn += message.data
            if text.encode() in drawn:
                return drawn
    raise AssertionError(f"the page was closed before it had {text!r}")


async def test_the_page_shows_the_screen_and_takes_keys(served, session):
    page = await opened(session, served, Origin=served.base)
    await until(page, "Emergent Transfer")
    await page.send_str(json.dumps(["stdin", "/"]))
    await until(page, "put back")
    await page.send_str(json.dumps(["stdin", "emulater"]))
    await until(page, "Field Level")
    await page.send_str(json.dumps(["resize", {"width": 80, "height": 24}]))
    await until(page, "Field Level")
    await page.close()


def test_the_printed_address_opens_the_page_and_a_cookie_keeps_it_open(served):
    assert len(served.token) >= 32
    assert served.get("/")[0] == 403
    status, headers, _ = served.get(f"/?token={served.token}")
    assert status == 303
    cookie, path = headers["Set-Cookie"], headers["Location"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert f"Path={path}" in cookie  # a server on another port of this machine is not sent it
    assert len(path) > 16
    assert served.token not in cookie + path
    assert served.get(path)[0] == 403
    status, _, body = served.get(path, Cookie=cookie.partition(";")[0])
    assert status == 200
    assert served.token not in body
    name = cookie.partition("=")[0]
    assert served.get(path, Cookie=f"{name}=wrong")[0] == 403
    assert served.get(path, Cookie=f"{name}={served.token}")[0] == 403
    assert served.get("/?token=")[0] == 403
    assert served.get("/?token=%ff%00")[0] == 403
    assert served.get(f"{path}ws", Cookie=cookie.partition(";")[0])[0] == 426


def test_another_page_or_host_is_refused_even_with_the_token(served):
    token = f"/?token={served.token}"
    for headers in (
        {"Host": f"evil.example:{served.port}"},
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": f"127.0.0.1:{served.port + 1}"},
        {"Host": f"127.0.0.1.evil.example:{served.port}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://127.0.0.1:{served.port}"},
        {"Origin": f"http://127.0.0.1:{served.port}.evil.example"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
    ):
        status, _, body = served.get(token, **headers)
        assert status == 403, headers
        assert body.count("\n") == 1
    assert served.get(token, Host=f"localhost:{served.port}")[0] == 303
    served.enter()
    script = f"{served.path}textual.js"
    assert served.get(script, Cookie=served.cookie)[0] == 200
    assert served.get(script, Cookie=served.cookie, Host="evil.example")[0] == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Host": "evil.example"}, {"Origin": "null"}],
    ids=str,
)
async def test_a_foreign_page_gets_no_screen(served, session, headers):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await opened(session, served, **headers)
    assert refused.value.status == 403


async def test_without_the_token_there_is_no_screen(served, session):
    served.enter()
    for query in ("", "&token=", "&token=wrong"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(f"{served.base}{served.path}ws?width=80&height=24{query}")
        assert refused.value.status == 403


@pytest.mark.parametrize(
    ("width", "height"),
    [(100_000, 100_000), (1001, 30), (80, 501), (0, 24), (-5, 24), ("1e3", 24), ("", 24)],
)
async def test_a_size_beyond_reason_is_refused(served, session, width, height):
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await opened(session, served, width=width, height=height)
    assert refused.value.status == 400


@pytest.mark.slow
async def test_messages_that_are_none_end_the_page_and_not_the_server(served, session):
    for text in ("no JSON", "[]", "7", '{"stdin": 1}', "[" * 100_000):
        page = await opened(session, served)
        await until(page, "Emergent Transfer")
        await page.send_str(text)
        async with asyncio.timeout(20):
            async for _ in page:
                pass
        assert page.close_code == 1003
    page = await opened(session, served)
    await page.send_str(json.dumps(["resize", {"width": 10**9, "height": 10**9}]))
    await page.send_str(json.dumps(["resize", {"width": "x"}]))
    await page.send_str(json.dumps(["unheard of", 1]))
    await until(page, "Emergent Transfer")
    await page.close()


def children(process):
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process.pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [int(pid) for pid in listed.stdout.split()]


@pytest.mark.skipif(shutil.which("ps") is None, reason="looks at processes with ps")
@pytest.mark.parametrize(
    "how", first_quick([signal.SIGTERM, signal.SIGINT, signal.SIGKILL]), ids=str
)
async def test_screens_end_with_the_server(session, how):
    served = Served()
    try:
        page = await opened(session, served)
        await until(page, "Emergent Transfer")
        (screen,) = children(served.process)
        served.process.send_signal(how)
        served.process.wait(20)
        async with asyncio.timeout(20):
            while os.path.exists(f"/proc/{screen}") and _state(screen) != "Z":  # noqa: PTH110
                await asyncio.sleep(
                    0.05
                )  # it is no child of this process, so nothing reports its end
        if how != signal.SIGKILL:
            assert served.process.returncode == 0
            assert "Traceback" not in served.process.stderr.read()
    finally:
        served.close()


def _state(pid):
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
        return file.read().rpartition(")")[2].split()[0]
    return "Z"


@pytest.mark.slow
async def test_a_page_too_many_is_refused(served, session):
    pages = [await opened(session, served) for _ in range(8)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await opened(session, served)
    assert refused.value.status == 503
    await pages[0].close()
    async with asyncio.timeout(30):
        while True:
            try:
                page = await opened(session, served)
            except aiohttp.WSServerHandshakeError:
                continue
            break
    await page.close()


def test_nothing_is_loaded_from_elsewhere(served):
    served.enter()
    _, headers, body = served.get(served.path, Cookie=served.cookie)
    assert re.findall(r"(?:https?:)?//[\w.-]+", body) == ["//127.0.0.1"]  # its WebSocket
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    for name in re.findall(r'(?:src|href)="([\w.]+)"', body):
        assert served.get(served.path + name, Cookie=served.cookie)[0] == 200
    assert "url(" in served.get(f"{served.path}page.css", Cookie=served.cookie)[2]


@pytest.mark.parametrize(
    "request_",
    first_quick(
        [
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET http://[::1/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"GET /" + b"\x1b]0;owned\x07" * 2000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -7\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nqq\r\n",
        ]
    ),
)
def test_what_is_no_request_leaves_the_terminal_of_the_server_alone(request_):
    served = Served()
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as one:
        one.sendall(request_)
        assert b"400" in one.recv(100)
    served.process.terminate()
    out, said = served.process.communicate(timeout=20)
    assert out + said == ""


def test_a_token_of_ones_own():
    served = Served(PAPERBROWSER_TOKEN=TOKEN)
    try:
        assert served.address.endswith("?token=a%20token%20of%20the%20test")
        assert served.get("/?token=a%20token%20of%20the%20test")[0] == 303
        assert served.get("/")[0] == 403
    finally:
        served.close()


def test_without_a_token_only_with_a_warning():
    served = Served("--no-token")
    try:
        assert "?" not in served.address
        status, headers, _ = served.get("/")
        assert status == 303
        assert served.get(headers["Location"])[0] == 200
        assert served.get("/", Origin="http://evil.example")[0] == 403
        assert served.get("/", Host="evil.example")[0] == 403
    finally:
        served.process.terminate()
        _, errors = served.process.communicate(timeout=20)
    assert "without a token every user" in errors


def test_a_port_that_is_taken_is_said_before_anything_is_announced():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = serve("--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"paperbrowser: port {port} is taken; choose another with --port N\n"


def serve(*options, **environment):
    return subprocess.run(
        [sys.executable, "-m", "paperbrowser", "serve", *options],
        capture_output=True, text=True, check=False, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip


def test_without_the_extra_it_says_what_to_install(tmp_path):
    (tmp_path / "textual_serve.py").write_text("raise ImportError\n")
    done = serve(PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "pip install 'paperbrowser[web]'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--port", "0"], "--port 0"),
        (["--port", "99999"], "--port 99999"),
        (["--token", "short"], "at least 12"),
        (["--token", "no\x1bescapes-in-a-token"], "ASCII"),
        (["--token", TOKEN, "--no-token"], "exclude"),
    ],
)
def test_wrong_options_are_a_wrong_command(options, why):
    done = serve(*options)
    assert done.returncode == 2
    assert why in done.stderr
    assert "\x1b" not in done.stderr


def test_host_names_without_a_port_are_those_of_port_80():
    assert Guard(80, None).refusal({"Host": "localhost"}, {}) == ""
    assert Guard(8080, None).refusal({"Host": "localhost"}, {})


# In a web browser


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
async def test_chromium_shows_it_and_asks_no_other_host(served, session, tmp_path):
    browser = subprocess.Popen(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={tmp_path}", "--remote-debugging-port=0", "about:blank"),
        ],
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        for line in browser.stderr:
            if found := re.search(r"listening on ws://(\S+?)/", line):
                break
        async with session.get(f"http://{found[1]}/json/list") as answer:
            target = next(t for t in await answer.json(content_type=None) if t["type"] == "page")
        async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as tools:
            asked, shown = await _visit(tools, served.address)
    finally:
        browser.kill()
        browser.communicate()
    assert {re.match(r"\w+://([^/?]+)|data:", url)[0] for url in asked} <= {
        served.base, served.base.replace("http", "ws"), "data:",
    }  # fmt: skip
    assert shown["body"] == "-loaded -first-byte"
    assert shown["address"].startswith(f"{served.base}/")
    assert "token" not in shown["address"]


async def _visit(tools, address):
    """Open `address`; return every address that the page asked for, and what became of the page."""
    number = 0
    asked = []

    async def send(method, **params):
        nonlocal number
        number += 1
        await tools.send_str(json.dumps({"id": number, "method": method, "params": params}))

    await send("Network.enable")
    await send("Page.enable")
    await send("Page.navigate", url=address)
    wanted = "({body: document.body.className, address: location.href})"
    async with asyncio.timeout(60):
        async for message in tools:
            event = json.loads(message.data)
            if event.get("method") == "Network.requestWillBeSent":
                asked.append(event["params"]["request"]["url"])
            if event.get("method") == "Network.webSocketCreated":
                asked.append(event["params"]["url"])
            if event.get("method") == "Network.webSocketFrameReceived":
                await send("Runtime.evaluate", expression=wanted, returnByValue=True)
            value = event.get("result", {}).get("result", {}).get("value", {})
            if "-first-byte" in value.get("body", ""):
                return asked, value
    raise AssertionError("the page was closed")
