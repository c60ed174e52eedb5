"""The HTTP client: pace, retries, limits, errors and cancelling."""

import datetime
import socket
import threading
import time
from email.utils import format_datetime

import pytest

from paperbrowser import __version__
from paperbrowser.formats.result import StoppedError
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, HttpResponse, Limits
from paperbrowser.sources.settings import Access, SourceSettings
from tests.sources.site import Reply, as_json

GOOD = as_json({"results": []})


def ask(client, source="openalex", path="/authors", **parameters):
    return client.json(source, path, parameters, what="author A1")


def refused(client, **options):
    with pytest.raises(FetchError) as caught:
        ask(client, **options)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert "secret" not in sentence
    assert "Traceback" not in sentence
    return caught.value.code, sentence


def test_each_source_gets_program_email_and_key_in_its_own_way(client, site):
    site.on["/authors"] = GOOD
    assert ask(client, search="Ada & Co") == {"results": []}
    ask(client, "semanticscholar")
    ask(client, "orcid")
    ask(client, "dblp")
    openalex, scholar, orcid, dblp = site.asked
    assert openalex.headers["user-agent"] == f"paperbrowser/{__version__} (mailto:ada@example.org)"
    assert openalex.query == {
        "search": "Ada & Co",
        "api_key": "secret-key",
    }
    assert scholar.headers["x-api-key"] == "secret-key"
    assert orcid.headers["authorization"] == "Bearer secret-key"
    assert "secret-key" not in str(dblp)


def test_each_source_is_asked_at_its_own_pace(client, site, clock):
    site.on["/authors"] = GOOD
    ask(client, "arxiv")
    ask(client, "inspire")
    clock.now += 1
    ask(client, "arxiv")
    assert clock.waits == [2.0]


def test_retry_after_is_honoured(client, site, clock):
    busy = Reply(status=429, headers={"Retry-After": "30"})
    site.on["/authors"] = [busy, GOOD]
    told = []
    with client.watched(None, told.append):
        ask(client)
    assert clock.waits == [30.0]
    assert told == ["OpenAlex asks to wait 30 s"]


def test_retry_after_may_be_a_time():
    now = datetime.datetime(2026, 1, 2, 12, 0, tzinfo=datetime.UTC)
    then = format_datetime(now + datetime.timedelta(seconds=40), usegmt=True)
    assert HttpResponse(503, {"retry-after": then}, b"").retry_after(now) == 40
    past = format_datetime(now - datetime.timedelta(seconds=40), usegmt=True)
    assert HttpResponse(503, {"retry-after": past}, b"").retry_after(now) == 0
    for nonsense in ("", "soon", "-1", "1e99", "Wed, 99 Foo 2026", "٣"):
        assert HttpResponse(503, {"retry-after": nonsense}, b"").retry_after(now) is None
    assert HttpResponse(503, {"retry-after": "9" * 400}, b"").retry_after(now) == 999_999_999


def test_a_wait_of_hours_is_an_error(client, site, clock):
    site.on["/authors"] = Reply(status=429, headers={"Retry-After": "7200"})
    assert refused(client) == (
        "busy", "OpenAlex asks to wait 2 hours; try again then, or use another source",
    )  # fmt: skip
    assert clock.waits == []
    assert len(site.asked) == 1


def test_a_short_failure_is_retried(client, site, clock):
    site.on["/authors"] = [Reply(status=500), Reply(status=503), GOOD]
    assert ask(client) == {"results": []}
    assert clock.waits == [2.0, 4.0]


def test_a_source_that_keeps_failing_is_an_error_after_five_tries(client, site, clock):
    site.on["/authors"] = Reply(status=500)
    code, sentence = refused(client)
    assert code == "server"
    assert "OpenAlex has a server error (500)" in sentence
    assert clock.waits == [2.0, 4.0, 8.0, 16.0]
    assert len(site.asked) == 5


def test_pauses_are_lengthened_at_random(settings, site, clock):
    site.on["/authors"] = [Reply(status=500), Reply(status=500), GOOD]
    with Client(settings, wait=clock.wait, clock=clock, chance=lambda: 1.0) as client:
        ask(client)
    assert clock.waits == [3.0, 6.0]


def test_after_too_many_requests_the_pause_is_at_least_five_seconds(client, site, clock):
    site.on["/authors"] = [Reply(status=429), GOOD]
    ask(client, "inspire")
    assert clock.waits == [5.0]


@pytest.mark.parametrize(
    ("status", "code", "part"),
    [
        (404, "not-found", "no author A1 at OpenAlex"),
        (401, "refused", "PAPERBROWSER_OPENALEX_KEY"),
        (403, "refused", "check the key"),
        (400, "request", "update paperbrowser"),
        (418, "request", "(418)"),
    ],
)
def test_a_refusal_is_not_retried(client, site, status, code, part):
    site.on["/authors"] = Reply(status=status, body=b"{}")
    found, sentence = refused(client)
    assert found == code
    assert part in sentence
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "body", [b'{"results": [', b"", b"[1]", b"null", b"\xff\xfe{", b"[" * 100_000]
)
def test_broken_json_is_an_error(client, site, body):
    site.on["/authors"] = Reply(body)
    code, sentence = refused(client)
    assert code == "damaged"
    assert "OpenAlex gave a damaged answer" in sentence


def test_a_web_page_in_place_of_an_answer_is_an_error(client, site):
    page = b"<!doctype html>\n<html><body>Log in to the hotel</body></html>"
    site.on["/authors"] = Reply(page, headers={"Content-Type": "text/html"})
    code, sentence = refused(client)
    assert code == "damaged"
    assert "log in to the network" in sentence
    with pytest.raises(FetchError, match="log in to the network"):
        client.xml("arxiv", "/authors", {}, what="x")


def test_an_answer_that_is_not_xml_is_an_error(client, site):
    site.on["/authors"] = Reply(b"{}")
    with pytest.raises(FetchError, match="not XML"):
        client.xml("arxiv", "/authors", {}, what="x")


def test_arxiv_says_in_the_text_that_it_is_busy(client, site, clock):
    site.on["/authors"] = [Reply(b"Rate exceeded."), Reply(b"<feed/>")]
    assert client.xml("arxiv", "/authors", {}, what="x") == b"<feed/>"
    assert clock.waits[0] == 5.0


def test_a_body_that_breaks_off_is_retried(client, site, clock):
    cut = Reply(b'{"results": []}', missing=10)
    site.on["/authors"] = [cut, GOOD]
    assert ask(client) == {"results": []}
    assert clock.waits == [2.0]
    site.on["/authors"] = cut
    assert refused(client)[0] == "damaged"


def test_a_timeout_is_an_error(site, clock):
    site.on["/authors"] = Reply(slow=True)
    settings = SourceSettings(None, 0.02, {"openalex": Access(site.url)})
    with Client(settings, wait=clock.wait, clock=clock) as client:
        code, sentence = refused(client)
    assert code == "timeout"
    assert "longer timeout" in sentence


@pytest.mark.parametrize("part", ["header", "body"])
def test_an_answer_that_drips_is_given_up_as_a_whole(part, site, clock):
    site.on["/authors"] = Reply(drips=part)
    settings = SourceSettings(None, 0.1, {"openalex": Access(site.url)})
    with Client(settings, wait=clock.wait, clock=clock) as client:
        began = time.monotonic()
        code, sentence = refused(client)
        assert time.monotonic() - began < 2
        assert code == "timeout"
        assert "does not answer in time" in sentence
        assert site.count("/authors") == 1
        site.on["/authors"] = GOOD
        assert ask(client) == {"results": []}


def test_a_failed_try_is_said_at_once(site, settings, clock):
    site.on["/authors"] = [Reply(status=503), GOOD]
    said = []
    with Client(settings, on_wait=said.append, wait=clock.wait, clock=clock) as client:
        ask(client)
    (sentence,) = said
    assert sentence.startswith("OpenAlex does not answer, next try in ")


def test_an_address_without_a_server(clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        settings = SourceSettings(None, 1.0, {"openalex": Access(url, "secret-key")})
        with Client(settings, wait=clock.wait, clock=clock) as client:
            code, sentence = refused(client)
    assert code == "offline"
    assert "cannot be reached at 127.0.0.1; check the network connection" in sentence
    assert clock.waits == []


def test_an_unknown_host(clock, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    settings = SourceSettings(None, 1.0, {"openalex": Access("http://nobody.invalid")})
    with Client(settings, wait=clock.wait, clock=clock) as client:
        assert refused(client)[0] == "offline"


def test_a_server_without_encryption_is_not_asked(site, clock):
    url = site.url.replace("http:", "https:")
    with Client(SourceSettings(None, 1.0, {"openalex": Access(url)}), wait=clock.wait) as client:
        code, sentence = refused(client)
    assert code == "tls"
    assert "not secure" in sentence


def test_an_invalid_proxy_is_an_error(monkeypatch, settings):
    monkeypatch.setenv("ALL_PROXY", "gopher://example.org")
    with Client(settings) as client:
        assert refused(client)[0] == "proxy"


def test_a_redirect_within_the_site_is_followed(client, site):
    site.on["/authors"] = Reply(status=301, headers={"Location": "/moved?x=1"})
    site.on["/moved"] = GOOD
    assert ask(client) == {"results": []}


@pytest.mark.parametrize(
    "location",
    [
        "https://evil.example/authors",
        "//evil.example/",
        "ftp://127.0.0.1/",
        "http://127.0.0.1:1/",
        "http://[",
        "",
    ],
)
def test_a_redirect_to_another_site_is_not_followed(client, site, location):
    site.on["/authors"] = Reply(status=302, headers={"Location": location})
    code, sentence = refused(client)
    assert code == "redirect"
    assert "evil" not in sentence


@pytest.fixture
def narrow(settings, clock):
    """A client that reads answers of at most 2 MB."""
    limits = Limits(largest=2_000_000)
    with Client(settings, limits=limits, wait=clock.wait, clock=clock) as client:
        yield client


def test_a_body_without_end_is_not_read(narrow, site):
    site.on["/authors"] = Reply(b'{"x": "' + b"x" * 3_000_000 + b'"}')
    assert refused(narrow) == (
        "too-large", "OpenAlex answers with more than 2 MB; use another source",
    )  # fmt: skip


def test_a_small_body_that_unpacks_without_end_is_not_read(narrow, site):
    import gzip

    site.on["/authors"] = Reply(
        gzip.compress(bytes(9_000_000)), headers={"Content-Encoding": "gzip"}
    )
    assert refused(narrow)[0] == "too-large"
    site.on["/authors"] = Reply(b"no gzip", headers={"Content-Encoding": "gzip"})
    assert refused(narrow)[0] == "damaged"


def test_cancelling_does_not_wait_for_the_answer(settings, site):
    asked = threading.Event()

    def never(_):
        asked.set()
        return Reply(slow=True)

    site.on["/authors"] = never
    cancelled = threading.Event()
    found = []

    def fetch():
        with Client(settings) as client, client.watched(cancelled, None):
            try:
                ask(client)
            except StoppedError as error:
                found.append(error)

    thread = threading.Thread(target=fetch)
    thread.start()
    assert asked.wait(5)
    cancelled.set()
    thread.join(0.4)  # the answer would be waited for longer
    assert not thread.is_alive()
    assert found


def test_cancelling_ends_a_pause(settings, site):
    site.on["/authors"] = Reply(status=429, headers={"Retry-After": "100"})
    cancelled = threading.Event()
    with (
        Client(settings) as client,
        client.watched(cancelled, lambda _: cancelled.set()),
        pytest.raises(StoppedError),
    ):
        ask(client)
    assert len(site.asked) == 1
