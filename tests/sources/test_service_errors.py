"""What users are told when a service says no: its own sentence, and advice that can be followed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.text import has_controls
from paperbrowser.sources import SOURCES, said
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.settings import Access
from tests.sources.site import Reply, as_json

GUARD = b"""<!doctype html><html><head><title>Making sure you're not a bot!</title>
<script id="anubis_challenge" type="application/json">{}</script></head><body></body></html>"""


def refusal(client, source="openalex", *, xml=False):
    with pytest.raises(FetchError) as caught:
        (client.xml if xml else client.json)(source, "/authors", {}, what="author A1")
    return caught.value.code, str(caught.value)


@pytest.fixture
def keyless(settings, clock, site):
    access = {name: Access(site.url) for name in SOURCES}
    with Client(replace(settings, access=access), wait=clock.wait, clock=clock) as client:
        yield client


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"error": "Invalid query", "message": "athor.id is not a field."}', "athor.id is not a field"),
        (b'{"error": "No such field: tilte"}', "No such field: tilte"),
        (b'{"errors": [{"code": 3, "message": "size is above 1000"}]}', "size is above 1000"),
        (b'{"user-message": "Put it in quotes.", "developer-message": "Solr"}', "Put it in quotes"),
        (b"<feed><entry><title>Error</title><summary>unbalanced  (</summary></entry></feed>", "unbalanced ("),
        (b"start must be a number\n", "start must be a number"),
        (b'{"message": "\\u001b[31mred\\u0007"}', "[31mred"),
        (b"<html><body>Bad Request</body></html>", ""), (b"", ""), (b"{", ""), (b"[" * 9999, ""),
        (b'{"message": "no secret-key here"}', "no … here"),
    ],
)  # fmt: skip
def test_the_sentence_of_the_service_is_quoted(client, site, body, sentence):
    site.on["/authors"] = Reply(body, status=400)
    code, told = refusal(client)
    assert code == "request"
    assert ("“" in told) == bool(sentence)
    assert f"(400): “{sentence}”; check what you asked for" in told or not sentence
    assert "\x1b" not in told


@given(st.binary(max_size=300))
def test_any_body_gives_a_line(body):
    line = said.sentence(body)
    assert line == line.strip()
    assert not has_controls(line)


def test_a_long_body_of_an_error_is_not_read_to_its_end(client, site):
    site.on["/authors"] = Reply(b'{"message": "' + b"x" * 5_000_000 + b'"}', status=400)
    code, told = refusal(client)
    assert code == "request"
    assert len(told) < 200


def test_a_withheld_record_says_why(client, site):
    site.on["/authors"] = as_json({"user-message": "The record is locked for now."}, status=409)
    told = "ORCID does not show author A1: “The record is locked for now”; use another source"
    assert refusal(client, "orcid") == ("withheld", told)


@pytest.mark.parametrize("source", ["arxiv", "inspire", "dblp"])
@pytest.mark.parametrize("status", [401, 403, 429])
def test_no_key_is_advised_where_there_is_none(client, site, source, status):
    site.on["/authors"] = Reply(b"{}", status=status)
    assert "key" not in refusal(client, source)[1].lower()


def test_the_budget_of_a_day_names_the_free_key(keyless, site):
    site.on["/authors"] = as_json(
        {"error": "Rate limit exceeded", "message": "The budget of today is spent."},
        status=429,
        headers={"Retry-After": "30000"},
    )
    assert refusal(keyless) == (
        "busy",
        "OpenAlex asks to wait 8 hours: “The budget of today is spent”; get a free key at openalex.org/settings/api and set "
        "PAPERBROWSER_OPENALEX_KEY, or try again then, or use another source",
    )
    assert len(site.asked) == 1


def test_with_a_key_no_key_is_advised(client, site):
    site.on["/authors"] = Reply(b"{}", status=429)
    assert "PAPERBROWSER" not in refusal(client)[1]
    site.on["/authors"] = Reply(b"{}", status=401)
    assert "check the key in config.toml or PAPERBROWSER_OPENALEX_KEY" in refusal(client)[1]


@pytest.mark.parametrize("status", [200, 403, 500, 503])
def test_a_guard_against_programs_is_asked_once(client, site, status):
    site.on["/authors"] = Reply(GUARD, status=status)
    code, told = refusal(client, "dblp", xml=True)
    assert code == "guarded"
    assert told.startswith("DBLP is guarded against programs at present")
    assert len(site.asked) == 1


def test_a_paper_on_anubis_is_no_guard(client, site):
    site.on["/authors"] = as_json({"results": [{"title": "<html> tags in the cult of Anubis"}]})
    assert client.json("openalex", "/authors", {}, what="x")["results"]
