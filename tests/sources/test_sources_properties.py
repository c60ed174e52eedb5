"""Any answer of a source is read or refused with a FetchError."""

import contextlib
import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import HttpResponse
from paperbrowser.sources.services import source_named

KEYS = (
    "results", "meta", "next_cursor", "count", "id", "display_name", "last_known_institutions", "data", "next",
    "authorId", "name", "affiliations", "hits", "total", "metadata", "control_number", "ids", "schema", "value",
    "positions", "current", "links", "result", "hit", "info", "url", "author", "notes", "note", "@type", "text",
    "expanded-result", "orcid-id", "given-names", "institution-name", "group", "work-summary", "title", "person",
)  # fmt: skip
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("https://dblp.org/pid/x/Y"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


class Answering:
    """In place of a client: always the same answer."""

    def __init__(self, answer):
        self.answer = answer

    def json(self, *_, **__):
        return self.answer

    def xml(self, *_, **__):
        return self.answer


@pytest.mark.parametrize("name", ["openalex", "semanticscholar", "inspire", "orcid", "dblp"])
@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5))
def test_json_of_any_shape(name, answer):
    source, client = source_named(name), Answering(answer)
    for candidate in source.find(client, "Ada Example").people:
        assert candidate.id
        assert candidate.name
    if name != "dblp":
        with contextlib.suppress(FetchError):
            assert source.person(client, "1").source_id
        for page in itertools.islice(source.works(client, "1", since=None), 3):
            assert isinstance(page.papers, tuple)
            assert page.cursor is None or isinstance(page.cursor, str)


@pytest.mark.parametrize("name", ["arxiv", "dblp"])
@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["<feed>", "</feed>", "<entry>", "</entry>", "<title>", "A's articles on arXiv</title>",
                         "<id>http://arxiv.org/abs/2101.00001</id>", "<totalResults>3</totalResults>", "<dblpperson>",
                         "<r><article key='a' mdate='2020'>", "</article></r>", "\xe9", "&", "<!--", "<?xml ?>"]),
        max_size=12,
    )
)  # fmt: skip
def test_xml_of_any_shape(name, parts):
    source, client = source_named(name), Answering("".join(parts).encode())
    for id_ in ("a_b_1", "au:x"):
        with contextlib.suppress(FetchError):
            assert source.person(client, id_).source_id == id_
            list(itertools.islice(source.works(client, id_, since=None), 3))


@settings(deadline=None)
@given(st.text() | st.datetimes().map(str))
def test_any_retry_after_is_a_number_of_seconds_or_none(value):
    found = HttpResponse(429, {"retry-after": value}, b"").retry_after(
        datetime.datetime.now(datetime.UTC)
    )
    assert found is None or 0 <= found < 1e12
