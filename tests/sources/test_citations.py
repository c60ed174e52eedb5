"""A reader asks what a paper cites and who cites it; no limit and no failure is shown as an empty list."""

import contextlib
import datetime
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.formats.result import StoppedError
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.sources.citations.answer import AskedWork
from paperbrowser.sources.citations.ask import ask
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, Limits
from paperbrowser.sources.settings import Access
from paperbrowser.system import paths
from tests.sources.site import Reply, as_json

TODAY = datetime.date(2026, 5, 4)
LOOM = Paper(
    title="Looms that remember their cloth",
    authors=("Ida Weaver",),
    date=PartialDate(2020),
    doi="10.5072/loom.1",
)


def work(number, **fields):
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.5072/cloth.{number}",
        "title": f"Cloth number {number} and its threads",
        "publication_year": 1990 + number % 30,
        "cited_by_count": number,
        "authorships": [{"author": {"display_name": f"Bo Spinner{number}"}}],
        "abstract_inverted_index": {"Threads": [0], "cross": [1]},
    } | fields


class OpenAlexWorks:
    """OpenAlex with one paper, its references and the papers citing it, by the documented filters."""

    def __init__(self, site, *, references=(), citing=(), per_page=100, own=None):
        self.site, self.citing, self.per_page = site, list(citing), per_page
        self.by_id = {f"W{one}": work(one) for one in references}
        self.own = own or work(
            1,
            doi="https://doi.org/10.5072/loom.1",
            title=LOOM.title,
            cited_by_count=len(self.citing),
        )
        site.on["/works"] = self.list_works
        ids = [f"https://openalex.org/{one}" for one in self.by_id]
        site.on["/works/W1"] = as_json({"id": self.own["id"], "referenced_works": ids})

    def list_works(self, asked):
        name, _, value = asked.query["filter"].partition(":")
        values = value.split("|")
        assert len(values) <= 100
        if name == "doi":
            found = [self.own] if "10.5072/loom.1" in values else []
        elif name == "openalex":
            found = [self.by_id[one] for one in values if one in self.by_id]
        elif name == "cites":
            return self.page(asked)
        else:
            found = []
        return as_json({"meta": {"count": len(found)}, "results": found})

    def page(self, asked):
        start = 0 if asked.query["cursor"] == "*" else int(asked.query["cursor"])
        more = start + self.per_page < len(self.citing)
        return as_json(
            {
                "meta": {
                    "count": len(self.citing),
                    "next_cursor": str(start + self.per_page) if more else None,
                },
                "results": [work(one) for one in self.citing[start : start + self.per_page]],
            }
        )


def filters(site):
    return [asked.query.get("filter", asked.path) for asked in site.asked]


def asked_of(client, paper=LOOM, direction="references", **options):
    return ask(
        AskedWork(paper), direction, client=client, today=options.pop("today", TODAY), **options
    )


# OpenAlex


def test_references_are_fetched_a_hundred_at_a_time(client, site):
    OpenAlexWorks(site, references=range(2, 252))
    answer = asked_of(client)
    assert answer.complete
    assert answer.source == "openalex"
    assert [one.id for one in answer.works] == [f"W{number}" for number in range(2, 252)]
    assert answer.works[0].paper.title == "Cloth number 2 and its threads"
    assert answer.works[0].paper.abstract == "Threads cross"
    assert answer.sentences == ("250 references, from OpenAlex",)
    assert [one.count("|") + 1 for one in filters(site) if one.startswith("openalex:")] == [
        100,
        100,
        50,
    ]


def test_citing_papers_come_page_by_page_the_most_cited_first(client, site):
    OpenAlexWorks(site, citing=range(900, 700, -1))
    answer = asked_of(client, direction="citing")
    assert len(answer.works) == 200
    assert answer.complete
    assert answer.sentences == ("200 citing papers, from OpenAlex",)
    assert site.asked[-1].query["sort"] == "cited_by_count:desc"


def test_a_list_cut_at_the_limit_says_so_and_goes_on_there(client, site):
    OpenAlexWorks(site, citing=range(3120))
    answer = asked_of(client, direction="citing")
    assert (len(answer.works), answer.complete) == (400, False)
    assert answer.sentences == ("400 of 3,120 citing papers, from OpenAlex",)
    before = len(site.asked)
    more = asked_of(client, direction="citing", limit=800)
    assert len(more.works) == 800
    assert len(site.asked) == before + 4


def test_too_many_requests_in_the_middle_are_no_end_of_the_list(client, site):
    many = OpenAlexWorks(site, citing=range(3120))
    busy = Reply(status=429, headers={"Retry-After": "3600"})
    site.on["/works"] = lambda asked: (
        busy if asked.query.get("cursor") == "400" else many.list_works(asked)
    )
    answer = asked_of(client, direction="citing", limit=1000)
    assert len(answer.works) == 400
    assert not answer.complete
    (said,) = answer.sentences
    assert said.startswith(
        "OpenAlex stopped after 400 of 3,120 citing papers: OpenAlex asks to wait 60 minutes"
    )
    site.on["/works"] = many.list_works
    again = asked_of(client, direction="citing", limit=1000)
    assert len(again.works) == 1000
    assert again.failure is None


def test_a_short_wait_is_waited_for(client, site, clock):
    some = OpenAlexWorks(site, references=[2, 3])
    replies = iter([Reply(status=429, headers={"Retry-After": "7"})])
    site.on["/works"] = lambda asked: next(replies, None) or some.list_works(asked)
    said = []
    answer = asked_of(client, progress=lambda *step: said.append(step[2]))
    assert len(answer.works) == 2
    assert 7.0 in clock.waits
    assert "OpenAlex asks to wait 7 s" in said


def test_references_that_are_gone_are_counted(client, site):
    some = OpenAlexWorks(site, references=range(2, 12))
    del some.by_id["W5"], some.by_id["W9"]
    answer = asked_of(client)
    assert answer.sentences == (
        "8 of 10 references, from OpenAlex; OpenAlex has no facts of 2 more",
    )
    assert answer.complete


def test_a_merged_reference_comes_under_its_new_id(client, site):
    some = OpenAlexWorks(site, references=[2, 3])
    some.by_id["W3"] = work(77)
    assert [one.id for one in asked_of(client).works] == ["W2", "W77"]


def test_a_merged_work_is_followed_to_its_new_id(client, site):
    OpenAlexWorks(site, references=[2])
    plain = site.on["/works/W1"]
    site.on["/works/W1"] = lambda asked: (
        plain if "referenced_works" in asked.query.get("select", "") else as_json(work(1))
    )
    site.on["/works/W8"] = Reply(status=301, headers={"Location": "/works/W1?select=id"})
    paper = Paper(title="Looms", url="https://openalex.org/W8")
    assert [one.id for one in asked_of(client, paper).works] == ["W2"]
    asked_of(client, paper, direction="citing")
    assert filters(site)[-1] == "cites:W1"


def test_a_work_that_was_deleted_is_unknown_and_no_failure(client, site):
    asked = AskedWork(Paper(title="Looms"), "openalex", "W5")
    answer = ask(asked, "references", client=client, today=TODAY)
    assert answer.complete
    assert answer.sentences[0] == "OpenAlex does not have this paper"


def test_an_answer_of_many_megabytes_gives_way_to_the_other_service(settings, clock, site):
    site.on["/works"] = as_json({"results": [work(number) for number in range(2000)]})
    semantic_scholar(site, [s2(1)])
    with Client(settings, limits=Limits(largest=100_000), wait=clock.wait, clock=clock) as client:
        answer = asked_of(client)
    assert len(answer.works) == 1
    assert "OpenAlex answers with more than" in answer.sentences[1]


def test_an_arxiv_paper_is_found_by_its_page(client, site):
    some = OpenAlexWorks(site, references=[2])

    def reply(asked):
        if asked.query["filter"].startswith(
            "locations.landing_page_url:http://arxiv.org/abs/2001.00001|"
        ):
            return as_json({"results": [work(4, title="Of bees"), some.own]})
        return some.list_works(asked)

    site.on["/works"] = reply
    paper = Paper(title=LOOM.title, arxiv="2001.00001")
    assert [one.id for one in asked_of(client, paper).works] == ["W2"]


def test_a_paper_without_identifiers_is_found_by_title_year_and_author(client, site):
    some = OpenAlexWorks(site, references=[2])
    other = work(4, title=LOOM.title, publication_year=1950)
    namesake = work(5, title=LOOM.title, publication_year=2020)
    own = some.own | {
        "publication_year": 2021,
        "authorships": [{"author": {"display_name": "I. Weaver"}}],
    }

    def reply(asked):
        if asked.query["filter"].startswith("title.search:"):
            assert asked.query["filter"] == "title.search:Looms that remember their cloth"
            return as_json({"results": [other, namesake, own]})
        return some.list_works(asked)

    site.on["/works"] = reply
    paper = Paper(title=LOOM.title, authors=LOOM.authors, date=LOOM.date)
    assert [one.id for one in asked_of(client, paper).works] == ["W2"]


def test_a_doi_with_a_comma_is_asked_for_alone(client, site):
    some = OpenAlexWorks(site, references=[2])
    site.on["/works/doi:10.5072/a,b"] = as_json(some.own)
    paper = Paper(title="Looms", doi="10.5072/a,b")
    assert [one.id for one in asked_of(client, paper).works] == ["W2"]


def test_all_versions_of_a_work_are_asked_about(client, site):
    OpenAlexWorks(site, references=[2])
    paper = Paper(
        title="Looms",
        doi="10.5072/loom.1",
        arxiv="2001.00001",
        versions=(WorkVersion(doi="10.5072/talk"),),
    )
    asked_of(client, paper)
    assert filters(site)[0] == "doi:10.5072/loom.1|10.48550/arxiv.2001.00001|10.5072/talk"


# Semantic Scholar, where OpenAlex has none


def s2(number, **fields):
    return {"paperId": f"{number:040x}", "title": f"Dyes of kind {number}", "year": 2001} | fields


def semantic_scholar(
    site, rows, *, direction="references", name="DOI:10.5072/loom.1", per_page=100, count=None
):
    wrapper = "citedPaper" if direction == "references" else "citingPaper"
    known = {"paperId": "a" * 40, "title": LOOM.title}
    known["referenceCount" if direction == "references" else "citationCount"] = (
        len(rows) if count is None else count
    )
    site.on[f"/paper/{name}"] = as_json(known)

    def reply(asked):
        start, limit = int(asked.query["offset"]), min(int(asked.query["limit"]), per_page)
        table = {"offset": start, "data": [{wrapper: row} for row in rows[start : start + limit]]}
        if start + limit < len(rows):
            table["next"] = start + limit
        return as_json(table)

    path = "references" if direction == "references" else "citations"
    site.on[f"/paper/{'a' * 40}/{path}"] = reply


def test_semantic_scholar_is_asked_where_openalex_does_not_have_the_paper(client, site):
    site.on["/works"] = as_json({"results": []})
    semantic_scholar(site, [s2(number) for number in range(250)])
    answer = asked_of(client)
    assert len(answer.works) == 250
    assert answer.complete
    assert answer.sentences == (
        "250 references, from Semantic Scholar",
        "OpenAlex does not have this paper",
    )


def test_semantic_scholar_is_asked_where_openalex_knows_none(client, site):
    OpenAlexWorks(site)
    semantic_scholar(site, [s2(1)], direction="citing")
    answer = asked_of(client, direction="citing")
    assert answer.sentences == (
        "1 citing paper, from Semantic Scholar",
        "OpenAlex knows no papers that cite this one",
    )


def test_rows_without_ids_titles_or_in_another_shape(client, site):
    site.on["/works"] = as_json({"results": []})
    rows = [
        s2(1, paperId=None, title="A dye that nobody numbered"),
        s2(2, paperId=None, title=None),
        s2(3, title=None),
        s2(4),
        s2(4),
        None,
        {"title": 7},
        "text",
    ]
    semantic_scholar(site, rows)
    answer = asked_of(client)
    assert [one.paper.title for one in answer.works] == [
        "A dye that nobody numbered",
        f"{3:040x}",
        "Dyes of kind 4",
    ]
    assert "Semantic Scholar has no facts of" in answer.sentences[0]


def test_a_list_that_publishers_keep_back_is_not_an_empty_one(client, site):
    site.on["/works"] = as_json({"results": []})
    semantic_scholar(site, [], count=41)
    site.on[f"/paper/{'a' * 40}/references"] = as_json({"offset": 0, "data": None})
    answer = asked_of(client)
    assert answer.works == ()
    assert answer.sentences[-1] == (
        "Semantic Scholar counts 41 references of this paper, and lists none of them"
    )


def test_a_list_without_a_count_that_a_publisher_keeps_back_is_not_an_empty_one(client, site):
    OpenAlexWorks(site)
    semantic_scholar(site, [])
    notice = {"openAccessPdf": {"disclaimer": "elided by the publisher: {'references'}"}}
    site.on[f"/paper/{'a' * 40}/references"] = as_json({"data": None, "citingPaperInfo": notice})
    assert asked_of(client).sentences == (
        "OpenAlex knows no references of this paper",
        "Semantic Scholar does not show the references of this paper: a publisher keeps them back",
    )


def test_an_answer_that_is_too_large_is_asked_for_in_parts(client, site):
    site.on["/works"] = as_json({"results": []})
    semantic_scholar(site, [s2(number) for number in range(60)])
    whole = site.on[f"/paper/{'a' * 40}/references"]
    site.on[f"/paper/{'a' * 40}/references"] = lambda asked: (
        Reply(b'{"error": "Response would exceed maximum size"}', 400)
        if int(asked.query["limit"]) > 30
        else whole(asked)
    )
    assert len(asked_of(client).works) == 60


def test_a_title_is_matched_by_semantic_scholar_too(client, site):
    site.on["/works"] = as_json({"results": []})
    semantic_scholar(site, [s2(1)])
    site.on["/paper/search/match"] = as_json(
        {
            "data": [
                {
                    "paperId": "a" * 40,
                    "title": LOOM.title.upper(),
                    "year": 2021,
                    "referenceCount": 1,
                }
            ]
        }
    )
    paper = Paper(title=LOOM.title, date=LOOM.date)
    assert len(asked_of(client, paper).works) == 1
    site.on["/paper/search/match"] = as_json({"data": [{"paperId": "a" * 40, "title": "Looms"}]})
    other = asked_of(client, paper, again=True)
    assert other.sentences == (
        "OpenAlex does not have this paper",
        "Semantic Scholar does not have this paper",
    )


# Nothing is never shown for something else


def test_none_unknown_and_not_asked_are_three_things(client, site):
    OpenAlexWorks(site)
    answer = asked_of(client)
    assert answer.complete
    assert answer.sentences == (
        "OpenAlex knows no references of this paper",
        "Semantic Scholar does not have this paper",
    )


def test_no_network_is_said(settings, clock, site):
    closed = {name: Access("http://127.0.0.1:9") for name in settings.access}
    with Client(replace(settings, access=closed), wait=clock.wait, clock=clock) as client:
        answer = asked_of(client)
    assert not answer.complete
    assert answer.failure is not None
    assert answer.failure.code == "offline"
    assert answer.sentences[0] == (
        "OpenAlex cannot be reached at 127.0.0.1; check the network connection"
    )
    OpenAlexWorks(site, references=[2])
    with Client(settings, wait=clock.wait, clock=clock) as client:
        assert len(asked_of(client).works) == 1  # a failure is not kept


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=429),
        Reply(status=500),
        Reply(b'{"results": [{"id": "https://open'),
        as_json([]),
        as_json({"results": {"a": 1}}),
        as_json({"message": "no list"}),
        Reply(b"<html>log in</html>"),
        as_json({"results": []}, missing=100),
    ],
)
def test_a_service_that_fails_gives_way_to_the_other_and_is_named(client, site, reply):
    site.on["/works"] = reply
    semantic_scholar(site, [s2(1)])
    answer = asked_of(client)
    assert len(answer.works) == 1
    assert "OpenAlex" in answer.sentences[1]
    site.on["/paper/DOI:10.5072/loom.1"] = reply
    neither = asked_of(client, again=True)
    assert not neither.works
    assert not neither.complete
    assert len(neither.sentences) == 2
    assert not any("knows no" in one or "does not have" in one for one in neither.sentences)


@pytest.mark.parametrize("listed", [None, "W2", {"a": 1}])
def test_references_of_a_wrong_type_are_damaged(client, site, listed):
    OpenAlexWorks(site, references=[2])
    site.on["/works/W1"] = as_json({"id": "https://openalex.org/W1", "referenced_works": listed})
    answer = asked_of(client)
    assert answer.failure is not None
    assert "damaged" in answer.sentences[0]


def test_ids_of_a_wrong_type_are_left_out(client, site):
    OpenAlexWorks(site, references=[2])
    site.on["/works/W1"] = as_json(
        {
            "referenced_works": [
                7,
                None,
                "https://openalex.org/A5",
                "https://openalex.org/w2",
                "W2|W3",
            ]
        }
    )
    assert [one.id for one in asked_of(client).works] == ["W2"]


def test_pages_without_end_are_stopped(client, site):
    OpenAlexWorks(site)
    results = [work(2)]
    first = as_json({"results": [work(1, doi="https://doi.org/10.5072/loom.1")]})
    site.on["/works"] = lambda asked: (
        first
        if asked.query["filter"].startswith("doi")
        else as_json({"meta": {"next_cursor": "again"}, "results": results})
    )
    answer = asked_of(client, direction="citing")
    assert len(answer.works) == 1
    assert "again and again" in answer.sentences[0]


_IDS = st.sampled_from(["https://openalex.org/W1", "W2", "a" * 40, "", None, 7])
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-5, 2500), st.text(max_size=8), _IDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                ["id", "results", "data", "meta", "next_cursor", "count", "next", "offset", "title",
                 "referenced_works", "citedPaper", "citingPaper", "paperId", "authorships", "ids"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)  # fmt: skip
_ANSWERS = st.dictionaries(
    st.sampled_from(
        ["id", "results", "data", "meta", "next", "offset", "referenced_works", "paperId"]
    ),
    _VALUES,
    max_size=6,
)


class Says:
    """A client whose services answer anything, and then fail."""

    def __init__(self, said):
        self.said = list(said)

    def json(self, *_, **__):
        if not self.said:
            raise FetchError("that is all", "server")
        return self.said.pop(0)

    def watched(self, *_):
        return contextlib.nullcontext()

    def check(self):
        pass


@given(said=st.lists(_ANSWERS, max_size=6), direction=st.sampled_from(["references", "citing"]))
def test_whatever_services_answer_is_an_answer(said, direction):
    answer = ask(AskedWork(LOOM), direction, client=Says(said), today=TODAY, again=True)
    assert answer.sentences
    assert answer.works or answer.complete or answer.failure is not None
    assert len({one.id for one in answer.works if one.id}) == sum(
        bool(one.id) for one in answer.works
    )


# The cache


def test_an_answer_is_kept_for_seven_days(client, site):
    OpenAlexWorks(site, references=[2, 3])
    first = asked_of(client)
    count = len(site.asked)
    assert asked_of(client, today=TODAY + datetime.timedelta(6)) == first
    assert len(site.asked) == count
    asked_of(client, today=TODAY + datetime.timedelta(7))
    assert len(site.asked) > count
    count = len(site.asked)
    asked_of(client, again=True)
    assert len(site.asked) > count


def test_that_a_service_knows_none_is_kept_too(client, site):
    OpenAlexWorks(site)
    first = asked_of(client)
    count = len(site.asked)
    assert asked_of(client) == first
    assert len(site.asked) == count


@pytest.mark.parametrize("damage", [b"", b"00000000\n{}", b"no checksum", None])
def test_a_damaged_file_is_fetched_again(client, site, damage):
    OpenAlexWorks(site, references=[2, 3])
    asked_of(client)
    (kept,) = (paths.cache() / "citations").iterdir()
    content = kept.read_bytes()
    kept.write_bytes(content[:-5] + b"xxxxx" if damage is None else damage)
    count = len(site.asked)
    assert len(asked_of(client).works) == 2
    assert len(site.asked) > count
    assert kept.read_bytes() == content


def test_a_question_that_was_stopped_goes_on_from_its_pages(client, site):
    OpenAlexWorks(site, citing=range(1000))
    stop = threading.Event()

    def progress(papers, *_):
        if papers >= 300:
            stop.set()

    with pytest.raises(StoppedError):
        asked_of(client, direction="citing", limit=1000, progress=progress, cancelled=stop)
    count = len(site.asked)
    assert len(asked_of(client, direction="citing", limit=1000).works) == 1000
    assert len(site.asked) == count + 7
