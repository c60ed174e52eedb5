"""Downloads from a site on this machine: cut off, resumed, replaced meanwhile, refused, endless, too large."""

import threading

import pytest

from paperbrowser.formats.result import StoppedError
from paperbrowser.sources import download
from paperbrowser.sources.download import _PARTS, Downloader, DownloadLimits
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, HttpResponse
from paperbrowser.sources.settings import SourceSettings
from tests.sources.site import Reply

DATA = bytes(range(256)) * 400


@pytest.fixture
def own(clock):
    with Client(SourceSettings(timeout=0.5), wait=clock.wait, clock=clock) as client:
        yield client


def got(client, url, progress=None, packed=False, **limits):
    loader = Downloader(client, DownloadLimits(**limits))
    return loader.get(url, what="the PDF", accept="*/*", packed=packed, progress=progress)


def in_ranges(data, etag='"one"', cuts=()):
    """Answer as a server does that knows ranges; the first answers are cut off after some bytes."""
    cuts = [*cuts]

    def reply(asked):
        start = 0
        headers = {"ETag": etag} if etag.startswith('"') else {"Last-Modified": etag}
        wanted = asked.headers.get("range")
        if wanted and asked.headers.get("if-range") == etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        body = data[start:]
        sent = cuts.pop(0) if cuts else len(body)
        return Reply(body[:sent], 206 if start else 200, headers, missing=len(body) - sent)

    return reply


@pytest.mark.parametrize("name", ['"one"', "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_download_that_was_cut_off_goes_on_there(site, own, name):
    site.on["/a.pdf"] = in_ranges(DATA, name, cuts=[70_000, 10_000])
    seen = []
    data = got(own, f"{site.url}/a.pdf", lambda came, total: seen.append((came, total)))
    assert data == DATA
    assert [one.headers.get("range") for one in site.asked] == [
        None,
        "bytes=70000-",
        "bytes=80000-",
    ]
    assert not list(_PARTS.named("").parent.glob("*"))


def test_the_next_run_goes_on_where_the_last_one_was_cut_off(site, own):
    site.on["/a.pdf"] = in_ranges(DATA, cuts=[70_000])
    with pytest.raises(FetchError, match="broke off"):
        got(own, f"{site.url}/a.pdf", tries=1)
    assert got(own, f"{site.url}/a.pdf", tries=1) == DATA
    assert site.asked[1].headers["range"] == "bytes=70000-"
    assert site.asked[1].headers["if-range"] == '"one"'


def test_another_version_of_the_file_is_fetched_whole(site, own):
    site.on["/a.pdf"] = [in_ranges(DATA, cuts=[70_000]), in_ranges(DATA[::-1], '"two"')]
    assert got(own, f"{site.url}/a.pdf") == DATA[::-1]


@pytest.mark.parametrize(
    "wrong",
    [
        Reply(status=416),
        Reply(b"x", 206, {"Content-Range": "bytes 3-3/4", "ETag": '"one"'}),
        Reply(b"x", 206, {"Content-Range": f"bytes 70000-70000/{len(DATA)}", "ETag": '"two"'}),
        Reply(b"x", 206),
    ],
)
def test_a_wrong_part_is_dropped(site, own, wrong):
    site.on["/a.pdf"] = [in_ranges(DATA, cuts=[70_000]), wrong, in_ranges(DATA)]
    assert got(own, f"{site.url}/a.pdf") == DATA
    assert "range" not in site.asked[2].headers


def test_a_file_without_a_version_is_never_put_together(site, own):
    site.on["/a.pdf"] = [Reply(DATA[:100], missing=50), Reply(DATA)]
    assert got(own, f"{site.url}/a.pdf") == DATA
    assert "range" not in site.asked[1].headers


def test_a_damaged_part_is_not_used(site, own):
    url = f"{site.url}/a.pdf"
    part = _PARTS.named(url)
    part.parent.mkdir(parents=True)
    for content in (b"\xff", b"[]\nxyz", b'{"url": "http://other/", "validator": "1"}\nxyz', b"7"):
        part.write_bytes(content)
        site.on["/a.pdf"] = Reply(DATA)
        assert got(own, url) == DATA


def test_what_is_too_large_is_not_fetched(site, own):
    site.on["/a.pdf"] = Reply(DATA)
    with pytest.raises(FetchError, match=r"more than 0\.1 MB"):
        got(own, f"{site.url}/a.pdf", largest=100_000)


def test_a_packed_bomb_is_bounded(site, own):
    import gzip

    bomb = gzip.compress(b"0" * 3_000_000)
    site.on["/a"] = Reply(bomb, headers={"Content-Encoding": "gzip", "ETag": '"b"'})
    with pytest.raises(FetchError, match="more than 1 MB"):
        got(own, f"{site.url}/a", packed=True, largest=1_000_000)
    assert got(own, f"{site.url}/a", packed=True) == b"0" * 3_000_000


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (404, "does not have the PDF (404)"),
        (403, "refuses the PDF (403); it may not be open to all"),
        (429, "too many requests"),
        (503, "server error (503)"),
        (418, "does not give the PDF (418)"),
    ],
)
def test_each_status_has_a_sentence(site, own, status, said):
    site.on["/a.pdf"] = Reply(status=status)
    with pytest.raises(FetchError) as failed:
        got(own, f"{site.url}/a.pdf")
    assert said in str(failed.value)
    assert site.count("/a.pdf") == (3 if status == 503 else 1)


def test_a_wait_that_is_asked_for_is_kept_or_said(site, own, clock):
    busy = Reply(status=429, headers={"Retry-After": "7"})
    site.on["/a.pdf"] = [busy, Reply(DATA)]
    assert got(own, f"{site.url}/a.pdf") == DATA
    assert 7 in clock.waits
    site.on["/b.pdf"] = Reply(status=429, headers={"Retry-After": "7200"})
    with pytest.raises(FetchError, match="asks to wait 2 hours"):
        got(own, f"{site.url}/b.pdf")


def test_one_site_is_asked_at_a_pace(site, own, clock):
    loader = Downloader(own, DownloadLimits(interval=5.0))
    site.on["/a"] = Reply(DATA)
    for _ in range(3):
        loader.get(f"{site.url}/a", what="it", accept="*/*")
    assert clock.waits == [5.0, 5.0]


def test_redirects_are_followed_but_not_for_ever(site, own):
    site.on["/a"] = Reply(status=302, headers={"Location": "/b"})
    site.on["/b"] = Reply(DATA)
    assert got(own, f"{site.url}/a") == DATA
    site.on["/b"] = Reply(status=302, headers={"Location": "/a"})
    with pytest.raises(FetchError, match="redirects without end"):
        got(own, f"{site.url}/a")
    for to in ("file:///etc/passwd", "ftp://example.org/a", "http://x:y@example.org/"):
        site.on["/b"] = Reply(status=302, headers={"Location": to})
        with pytest.raises(FetchError, match="not one of the web"):
            got(own, f"{site.url}/a")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://a:b@127.0.0.1/", "x", "http://[/"])
def test_only_addresses_of_the_web_are_asked(own, url):
    with pytest.raises(FetchError, match="not one of the web"):
        got(own, url)


@pytest.mark.parametrize("drips", ["header", "body"])
def test_drops_are_not_waited_for_without_end(site, own, drips):
    site.on["/a.pdf"] = Reply(drips=drips)
    with pytest.raises(FetchError, match="in time"):
        got(own, f"{site.url}/a.pdf", timeouts=0.4, least_rate=1e9)


def test_cancelling_ends_a_download_at_once(site, own):
    site.on["/a.pdf"] = Reply(slow=True)
    threading.Timer(0.1, own.cancelled.set).start()
    with pytest.raises(StoppedError):
        got(own, f"{site.url}/a.pdf")


def test_a_site_that_is_not_there_is_named(own):
    with pytest.raises(FetchError, match=r"127\.0\.0\.1:9 cannot be reached"):
        got(own, "http://127.0.0.1:9/a.pdf")


def test_arxiv_is_asked_at_its_own_pace(own):
    loader = Downloader(own)
    assert loader._interval("arxiv.org") == loader._interval("export.arxiv.org") == 3.0
    assert loader._interval("example.org") == 1.0


def test_no_redirect_leads_from_outside_to_this_network(own, monkeypatch):
    replies = {
        "https://example.org/a": (302, {"location": "http://example.org/a"}),
        "https://example.org/b": (302, {"location": "https://192.168.0.1/b"}),
    }

    def received(self, at):
        status, headers = replies[str(at)]
        return HttpResponse(status, headers, b"")

    monkeypatch.setattr(download._Receiving, "_received", received)
    with pytest.raises(FetchError, match="not secure"):
        got(own, "https://example.org/a")
    with pytest.raises(FetchError, match="an address of this network"):
        got(own, "https://example.org/b")
