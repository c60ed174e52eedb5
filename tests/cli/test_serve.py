"""The browser on a web page, as a web browser on this machine gets it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

aiohttp = pytest.importorskip("aiohttp")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def served():
    port = free_port()
    command = [sys.executable, "-m", "paperbrowser", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    line = process.stdout.readline()
    yield process, port, line
    process.terminate()
    with process.stdout:
        process.stdout.read()  # until it and what it started have closed it
    process.wait(10)


def page(port, patience=20):
    end = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise


async def test_a_page_shows_the_same_screen_and_takes_keys(served):
    _, port, line = served
    assert f"http://127.0.0.1:{port}" in line
    assert "paperbrowser" in page(port)
    drawn = b""
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"http://127.0.0.1:{port}/ws?width=100&height=30") as socket_,
    ):
        keys = iter([("Emergent Transfer", "/"), ("put back", "emulater"), ("Field Level", None)])
        wanted, key = next(keys)
        async for message in socket_:
            if isinstance(message.data, bytes):
                drawn += message.data
            if wanted.encode() in drawn:
                if key is None:
                    break
                await socket_.send_str(json.dumps(["stdin", key]))
                wanted, key = next(keys)
                drawn = b""
    assert b"Field Level" in drawn


def test_without_the_extra_it_says_what_to_install(tmp_path):
    (tmp_path / "textual_serve.py").write_text("raise ImportError\n")
    done = subprocess.run(
        [sys.executable, "-m", "paperbrowser", "serve"], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 1
    assert "pip install 'paperbrowser[web]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_port_is_a_wrong_command():
    done = subprocess.run(
        [sys.executable, "-m", "paperbrowser", "serve", "--port", "0"], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 2
    assert "--port 0" in done.stderr
