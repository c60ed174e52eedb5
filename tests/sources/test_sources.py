"""The requests to each source, and the people and papers read from its answers."""

import datetime

import pytest

from paperbrowser.papers.model import Profile
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.protocol import Candidate
from paperbrowser.sources.services import source_named
from tests.sources.site import Reply, as_json, as_xml, author, work, works

ORCID = "0000-0002-1825-0097"


def all_of(client, source, id_, **options):
    pages = list(source_named(source).works(client, id_, since=None, **options))
    return [paper.title for page in pages for paper in page.papers], pages


def test_openalex(client, site):
    site.on["/authors"] = as_json(
        {
            "meta": {"count": 2},
            "results": [author(), author("A2000", "Ada B. Example", 1), {"id": None}],
        }
    )
    module = source_named("openalex")
    assert module.find(client, "Ada Example").people == [
        Candidate("openalex", "A5000000001", "Ada Example", "Institute of Examples", 5, "https://openalex.org/A5000000001", ORCID),
        Candidate("openalex", "A2000", "Ada B. Example", "Institute of Examples", 1, "https://openalex.org/A2000"),
    ]  # fmt: skip
    assert site.asked[-1].query["search"] == "Ada Example"
    site.on[f"/authors/orcid:{ORCID}"] = as_json(author())
    person = module.person(client, ORCID)
    assert (person.name, person.source_id, person.claimed, person.h_index) == (
        "Ada Example",
        "A5000000001",
        5,
        17,
    )
    assert (person.orcid, person.citations) == (ORCID, 1234)
    site.on["/works"] = works(range(5))
    titles, pages = all_of(client, "openalex", "A5000000001")
    assert len(titles) == 5
    assert [(page.total, page.cursor) for page in pages] == [(5, "c2"), (5, "c4"), (5, None)]
    assert site.asked[-1].query["filter"] == "author.id:A5000000001"
    assert pages[0].papers[0].doi == "10.1234/example.0"
    assert pages[0].papers[0].abstract == "We compute"
    assert len(all_of(client, "openalex", "A5000000001", cursor="c4")[0]) == 1
    list(module.works(client, "A1", since=datetime.date(2024, 12, 31)))
    assert site.asked[-1].query["filter"] == "author.id:A1,from_publication_date:2023-11-27"


def test_semantic_scholar(client, site):
    person = {
        "authorId": "205",
        "name": "Ada Example",
        "affiliations": ["Institute"],
        "paperCount": 3,
        "hIndex": 2,
    }
    site.on["/author/search"] = as_json(
        {"total": 1, "offset": 0, "data": [person, {"name": "No id"}]}
    )
    module = source_named("semanticscholar")
    assert module.find(client, "Ada Example").people == [
        Candidate("semanticscholar", "205", "Ada Example", "Institute", 3)
    ]
    site.on["/author/205"] = as_json(person)
    assert module.person(client, "205") == Profile(
        name="Ada Example", affiliation="Institute", claimed=3, h_index=2, source="semanticscholar", source_id="205"
    )  # fmt: skip
    titles = iter([["One", "Two"], ["Three"]])

    def reply(asked):
        offset = int(asked.query["offset"])
        papers = [{"paperId": title, "title": title, "year": 2020} for title in next(titles)]
        return as_json({"offset": offset, "data": papers, **({"next": 2} if offset == 0 else {})})

    site.on["/author/205/papers"] = reply
    assert all_of(client, "semanticscholar", "205")[0] == ["One", "Two", "Three"]
    assert "publicationDate" in site.asked[-1].query["fields"]
    assert site.asked[-1].query["offset"] == "2"


def feed(*titles, total=None, extra=""):
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2101.0000{number}v1</id><title>{title}</title>"
        f"<published>202{number}-01-02T00:00:00Z</published><summary>We.</summary>"
        "<author><name>Ada Example</name></author></entry>"
        for number, title in enumerate(titles)
    )
    return as_xml(
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>ArXiv Query</title>{extra}"
        '<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"{len(titles) if total is None else total}</opensearch:totalResults>{entries}</feed>"
    )


def test_arxiv(client, site):
    module = source_named("arxiv")
    site.on["/api/query"] = feed("One", total=3)
    assert module.find(client, 'Ada "Example').people == [
        Candidate("arxiv", 'au:"Ada Example"', "Ada Example", None, 3)
    ]
    assert site.asked[-1].query["search_query"] == 'au:"Ada Example"'
    site.on["/api/query"] = feed()
    assert module.find(client, "Nobody").people == []
    assert module.person(client, 'au:"Example, Ada"').name == "Ada Example"
    # A page that comes empty is asked for again.
    site.on["/api/query"] = [
        feed("One", "Two", total=103),
        feed(total=103),
        feed("Three", total=103),
    ]
    titles, pages = all_of(client, "arxiv", 'au:"Ada Example"')
    assert titles == ["One", "Two", "Three"]
    assert pages[0].cursor == "100"
    assert pages[0].papers[0].arxiv == "2101.00000"
    assert site.asked[-1].query["sortBy"] == "submittedDate"
    site.on["/api/query"] = feed(total=103)
    with pytest.raises(FetchError, match="a page without papers"):
        all_of(client, "arxiv", 'au:"Ada Example"')


def test_arxiv_of_an_author_id(client, site):
    site.on["/a/example_a_1.atom"] = as_xml(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ada Example\'s articles on arXiv</title>'
        "<entry><id>http://arxiv.org/abs/2101.00001v1</id><title>One</title><summary>We.</summary>"
        "<published>2021-01-02T00:00:00-05:00</published><author><name>Ada Example</name></author></entry></feed>"
    )
    person = source_named("arxiv").person(client, "example_a_1")
    assert (person.name, person.source_id) == ("Ada Example", "example_a_1")
    assert [paper.title for paper in person.papers] == ["One"]
    assert all_of(client, "arxiv", "example_a_1")[0] == ["One"]


def test_arxiv_has_several_authors_and_what_they_remark(client, site):
    entry = (
        "<entry><id>http://arxiv.org/abs/2101.00001v3</id><title>Looms</title><published>2021-01-02T00:00:00Z</published>"
        "<summary>We weave. {summary}</summary><author><name>Ada Example</name>"
        '<arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Institute</arxiv:affiliation></author>'
        "<author><name>Carl Other</name></author>"
        '<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{comment}</arxiv:comment>'
        '<link href="http://arxiv.org/abs/2101.00001v3" rel="alternate" type="text/html"/>'
        '<link title="pdf" href="http://arxiv.org/pdf/2101.00001v3" rel="related" type="application/pdf"/>'
        '<category term="cs.DM"/><category term="math.CO"/></entry>'
    )
    body = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
    on = "/a/example_a_1.atom"
    site.on[on] = as_xml(
        body.format(entry.format(summary="", comment="9 pages; code at github.com/ada/loom."))
    )
    (paper,) = source_named("arxiv").person(client, "example_a_1").papers
    assert paper.authors == ("Ada Example", "Carl Other")
    assert paper.affiliations == ("Institute",)
    assert (paper.url, paper.pdf) == (
        "https://arxiv.org/abs/2101.00001",
        "http://arxiv.org/pdf/2101.00001",
    )
    assert (paper.code, paper.code_url) == (True, "https://github.com/ada/loom")
    assert (paper.category, paper.keywords) == ("cs.DM", ("cs.DM", "math.CO"))
    assert (paper.note, paper.retracted) == ("9 pages; code at github.com/ada/loom.", None)
    withdrawn = entry.format(summary="", comment="This paper has been withdrawn by the authors")
    site.on[on] = as_xml(body.format(withdrawn))
    (paper,) = source_named("arxiv").person(client, "example_a_1").papers
    assert (paper.retracted, paper.pdf) == ("withdrawn", None)


@pytest.mark.parametrize("status", [400, 404])
def test_arxiv_does_not_know_an_author_id(client, site, status):
    site.on["/a/nobody_x_1.atom"] = Reply(b"Author nobody_x_1 not found", status=status)
    with pytest.raises(FetchError, match="no author id nobody_x_1 at arXiv; check the id"):
        source_named("arxiv").person(client, "nobody_x_1")


@pytest.mark.parametrize("status", [200, 400])
def test_arxiv_says_what_is_wrong_with_a_question(client, site, status):
    feed_ = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>https://arxiv.org/api/errors#brackets</id>'
        "<title>Error</title><summary>a bracket is missing</summary></entry></feed>"
    )
    site.on["/api/query"] = as_xml(feed_, status=status)
    with pytest.raises(FetchError, match="“a bracket is missing”; check what you asked for"):
        all_of(client, "arxiv", "au:((")


@pytest.mark.parametrize(
    "body",
    [
        "<feed/>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/api/errors#x</id></entry></feed>',
        "<feed><entry>",
    ],
)
def test_an_error_of_arxiv_is_an_error_here(client, site, body):
    site.on["/api/query"] = as_xml(body)
    with pytest.raises(FetchError):
        source_named("arxiv").find(client, "Ada")


def record(bai="A.Example.1"):
    ids = [{"schema": "ORCID", "value": ORCID}] + (
        [{"schema": "INSPIRE BAI", "value": bai}] if bai else []
    )
    return {
        "id": "1023",
        "metadata": {
            "control_number": 1023, "ids": ids, "name": {"value": "Example, Ada", "preferred_name": "Ada Example"},
            "positions": [{"institution": "Old"}, {"institution": "Institute", "current": True}],
        },
    }  # fmt: skip


def hit(number, title):
    return {
        "metadata": {"control_number": number, "titles": [{"title": title}], "citation_count": 3}
    }


def test_inspire(client, site):
    site.on["/authors"] = as_json({"hits": {"total": 2, "hits": [record(), record(bai=None), {}]}})
    module = source_named("inspire")
    url = "https://inspirehep.net/authors/1023"
    assert module.find(client, "Ada Example").people == [
        Candidate("inspire", "A.Example.1", "Ada Example", "Institute", None, url),
        Candidate("inspire", "1023", "Ada Example", "Institute", None, url),
    ]
    assert module.person(client, "A.Example.1").source_id == "A.Example.1"
    assert site.asked[-1].query["q"] == 'ids.value:"A.Example.1"'
    site.on["/literature"] = as_json({"hits": {"total": 4, "hits": []}})
    assert module.person(client, "B.Other.7") == Profile(name="B Other", source_id="B.Other.7")
    site.on["/literature"] = as_json({"hits": {"total": 0, "hits": []}})
    with pytest.raises(FetchError, match=r"no author B\.Other\.7 at INSPIRE"):
        module.person(client, "B.Other.7")
    site.on["/authors/1023"] = as_json(record())
    site.on[f"/orcid/{ORCID}"] = as_json(record())
    assert module.person(client, "1023").source_id == "A.Example.1"
    assert module.person(client, ORCID).name == "Ada Example"
    site.on["/literature"] = [
        as_json(
            {
                "hits": {"total": 3, "hits": [hit(1, "One"), hit(2, "Two")]},
                "links": {"next": "https://x"},
            }
        ),
        as_json({"hits": {"total": 3, "hits": [hit(3, "Three")]}, "links": {}}),
    ]
    titles, pages = all_of(client, "inspire", "A.Example.1")
    assert titles == ["One", "Two", "Three"]
    assert [(page.total, page.cursor) for page in pages] == [(3, "2"), (3, None)]
    assert site.asked[-1].query["q"] == "a A.Example.1"
    assert site.asked[-1].query["sort"] == "mostrecent"
    assert site.asked[-1].query["page"] == "2"


def test_dblp(client, site):
    def person(name, url, **more):
        return {"info": {"author": name, "url": url, **more}}

    notes = {"note": {"@type": "affiliation", "text": "Institute"}}
    hits = [
        person("Ada Example 0001", "https://dblp.org/pid/05/7780-1", notes=notes),
        person(
            "Ada Example",
            "https://dblp.org/pid/e/AdaExample",
            notes={"note": [{"@type": "award", "text": "x"}]},
        ),
        person("Nobody", "https://dblp.org/search"),
    ]
    site.on["/search/author/api"] = as_json({"result": {"hits": {"@total": "3", "hit": hits}}})
    module = source_named("dblp")
    assert [(one.id, one.name, one.affiliation) for one in module.find(client, "Ada").people] == [
        ("05/7780-1", "Ada Example 0001", "Institute"), ("e/AdaExample", "Ada Example", None),
    ]  # fmt: skip
    site.on["/search/author/api"] = as_json({"result": {"hits": {"@total": "0"}}})
    assert module.find(client, "Ada").people == []
    document = (
        '<?xml version="1.0"?><dblpperson name="Ada Example 0001" pid="05/7780-1" n="2">'
        '<person key="homepages/05/7780-1"><author>Ada Example 0001</author></person>'
        '<r><article key="journals/x/E20" mdate="2021-01-01"><author>Ada Example 0001</author>'
        "<title>One.</title><year>2020</year></article></r>"
        '<r><inproceedings key="conf/x/E21" mdate="2021-01-01"><author>Ada Example 0001</author>'
        "<title>Two.</title><year>2021</year></inproceedings></r></dblpperson>"
    )
    site.on["/pid/05/7780-1.xml"] = as_xml(document)
    found = module.person(client, "05/7780-1")
    assert (found.name, found.claimed, found.source_id) == ("Ada Example", 2, "05/7780-1")
    assert all_of(client, "dblp", "05/7780-1")[0] == ["One", "Two"]
    site.on["/pid/05/7780-1.xml"] = as_xml(document[:-40])
    with pytest.raises(FetchError, match="cut off"):
        module.person(client, "05/7780-1")


def test_orcid(client, site):
    row = {
        "orcid-id": ORCID,
        "given-names": "Ada",
        "family-names": "Example",
        "institution-name": ["Institute"],
    }
    site.on["/expanded-search/"] = as_json({"expanded-result": [row], "num-found": 1})
    module = source_named("orcid")
    assert module.find(client, 'Ada B. "Example').people == [
        Candidate("orcid", ORCID, "Ada Example", "Institute", None, f"https://orcid.org/{ORCID}")
    ]
    words = '("Ada" AND "Example")'
    fields = ("given-and-family-names", "credit-name", "other-names")
    assert site.asked[-1].query["q"] == " OR ".join(f"{field}:{words}" for field in fields)
    assert site.asked[-1].headers["accept"] == "application/json"
    site.on["/expanded-search/"] = as_json({"expanded-result": None, "num-found": 0})
    assert module.find(client, "Ada").people == []
    name = {"given-names": {"value": "Ada"}, "family-name": {"value": "Example"}}
    site.on[f"/{ORCID}/record"] = as_json(
        {"orcid-identifier": {"path": ORCID}, "person": {"name": name}}
    )
    assert module.person(client, ORCID).name == "Ada Example"
    summary = {
        "put-code": 1,
        "title": {"title": {"value": "One"}},
        "publication-date": {"year": {"value": "2020"}},
    }
    site.on[f"/{ORCID}/works"] = as_json(
        {"group": [{"work-summary": [summary]}, {"work-summary": []}]}
    )
    titles, (page,) = all_of(client, "orcid", ORCID)
    assert titles == ["One"]
    assert page.cursor is None


@pytest.mark.parametrize("source", ["openalex", "semanticscholar", "inspire", "dblp", "orcid"])
@pytest.mark.parametrize(
    "answer",
    [
        {}, {"results": None, "data": 3, "hits": [], "result": "x", "group": {}}, {"error": "x"},
        {"results": [None, 3, "x", [], {}], "data": [{}], "hits": {"hits": [{"metadata": None}], "total": "x"}},
        {"meta": {"count": -1, "next_cursor": 7}, "results": [{"id": 3, "display_name": []}]},
        {"result": {"hits": {"hit": {"info": {"author": {}, "url": 3, "notes": "x"}}}}, "links": 3},
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_gives_no_people_and_no_papers(client, site, source, answer):
    module = source_named(source)
    site.answer = _always(site, answer)
    assert module.find(client, "Ada Example").people == []
    if source != "dblp":  # which answers in XML
        assert module.person(client, "1").source_id == "1"
        pages = []
        for page in module.works(client, "1", since=None):
            pages.append(page)
            if len(pages) == 3:
                break
        assert not any(page.papers for page in pages)


def _always(site, answer):
    reply = as_json(answer)

    def always(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        handler.wfile.write(reply.body)

    return always


def test_an_unknown_id_is_an_error(client, site):
    for source, id_ in (
        ("openalex", "A1"),
        ("dblp", "h/Nobody"),
        ("orcid", ORCID),
        ("arxiv", "a_b_1"),
    ):
        with pytest.raises(FetchError, match=f"no .*{id_} at ") as caught:
            source_named(source).person(client, id_)
        assert caught.value.code == "not-found"


def test_fixtures_are_what_they_seem():
    assert work(3)["publication_date"] == "2021-05-31"
    assert Reply().status == 200
