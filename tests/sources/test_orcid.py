"""People fetch from ORCID: authors of works, names of many parts, records that were closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser import cli
from paperbrowser.library import store
from paperbrowser.sources import orcid
from tests.sources.site import Reply, as_json

MILO, OLD = "0000-0002-1825-0097", "0000-0001-5109-3700"
FIELDS = ("given-and-family-names", "credit-name", "other-names")


def record(id_=MILO, given="Milo", family="Hatch Stone"):
    name = {"given-names": {"value": given}, "family-name": {"value": family}}
    return {"orcid-identifier": {"path": id_}, "person": {"name": name if family else None}}


def summary(number, title="On Kites", **more):
    return {
        "put-code": number,
        "title": {"title": {"value": title}},
        "type": "journal-article",
        **more,
    }


def contributor(name, role=None):
    return {"credit-name": {"value": name}, "contributor-attributes": {"contributor-role": role}}


def whole(number, *contributors, **more):
    return {
        "work": {**summary(number), "contributors": {"contributor": list(contributors)}, **more}
    }


def listed(*groups):
    return as_json({"group": [{"work-summary": list(group)} for group in groups]})


@pytest.fixture
def milo(configured):
    configured.on[f"/{MILO}/record"] = as_json(record())
    return configured


def fetched(*options):
    assert cli.main(["fetch", MILO, "--source", "orcid", *options]) == 0
    (path,) = store.files()
    return store.read(path).profile


def test_papers_have_authors_citation_and_description(milo):
    bibtex = "@article{k, title={Other}, author={Nobody}, volume={7}, number={2}, pages={3--9}, year=2001}"
    milo.on[f"/{MILO}/works"] = listed([summary(4), summary(9)], [summary(5, "Strings")])
    milo.on[f"/{MILO}/works/4,9,5"] = as_json({
        "bulk": [
            whole(4, **{"short-description": "Kites fly."}),
            whole(9, contributor("Hatch Stone, Milo", "author"), contributor("Bea Vane"), contributor("Bea Vane"),
                  contributor("Carl Reel", "EDITOR"),
                  citation={"citation-type": "bibtex", "citation-value": bibtex}),
            {"error": {"response-code": 404, "put-code": 5}},
        ]
    })  # fmt: skip
    kites, strings = fetched().papers
    assert (kites.title, kites.authors, kites.editors) == (
        "On Kites", ("Milo Hatch Stone", "Bea Vane"), ("Carl Reel",)
    )  # fmt: skip
    assert (kites.volume, kites.number, kites.pages, kites.summary) == (
        "7",
        "2",
        "3-9",
        "Kites fly.",
    )
    assert (strings.title, strings.authors) == ("Strings", ())


def test_works_are_asked_for_a_hundred_at_a_time(milo):
    milo.on[f"/{MILO}/works"] = listed(*([summary(n, f"Kite {n}")] for n in range(1, 251)))

    def bulk(asked):
        codes = asked.path.rpartition("/")[2].split(",")
        return as_json(
            {"bulk": [whole(int(code), contributor(f"Ann N{code}"), title=None) for code in codes]}
        )

    for start in (1, 101, 201):
        codes = ",".join(map(str, range(start, min(start + 100, 251))))
        milo.on[f"/{MILO}/works/{codes}"] = bulk
    papers = fetched().papers
    assert len(papers) == 250
    assert papers[249].authors == ("Ann N250",)
    assert len(milo.asked) == 5


def test_works_that_are_gone_since_leave_their_summaries(milo):
    milo.on[f"/{MILO}/works"] = listed([summary(4)])
    assert [paper.title for paper in fetched().papers] == ["On Kites"]


def test_a_list_without_authors_is_not_kept_where_the_service_fails(milo, capsys):
    milo.on[f"/{MILO}/works"] = listed([summary(4)])
    milo.on[f"/{MILO}/works/4"] = Reply(status=500)
    assert cli.main(["fetch", MILO, "--source", "orcid"]) == 1
    assert "server error" in capsys.readouterr().err
    assert not store.files()


@pytest.mark.parametrize("citation", [{}, "x", {"citation-type": "bibtex", "citation-value": "@article{"}, {"citation-type": "ris", "citation-value": "TY"}])  # fmt: skip
def test_a_citation_that_tells_nothing_is_left_out(milo, citation):
    milo.on[f"/{MILO}/works"] = listed([summary(4)])
    milo.on[f"/{MILO}/works/4"] = as_json(
        {"bulk": [whole(4, contributor("Bea Vane"), citation=citation)]}
    )
    (paper,) = fetched().papers
    assert (paper.authors, paper.volume) == (("Bea Vane",), None)


def test_a_closed_record_is_kept_by_the_id_of_today(milo):
    milo.on[f"/{OLD}/record"] = Reply(status=301, headers={"Location": f"/{MILO}/record"})
    milo.on[f"/{MILO}/works"] = listed([summary(4)])
    assert cli.main(["fetch", OLD, "--source", "orcid"]) == 0
    profile = fetched()
    assert (profile.source_id, profile.orcid, profile.name) == (MILO, MILO, "Milo Hatch Stone")


def test_a_record_without_a_public_name_keeps_its_id(milo):
    milo.on[f"/{OLD}/record"] = Reply(status=301, headers={"Location": f"/{MILO}/record"})
    milo.on[f"/{MILO}/record"] = as_json(record(family=""))
    milo.on[f"/{MILO}/works"] = listed()
    assert cli.main(["fetch", OLD, "--source", "orcid"]) == 0
    profile = fetched()
    assert (profile.name, profile.source_id, profile.orcid) == (MILO, MILO, MILO)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Guus van Tassel", ["Guus", "van", "Tassel"]),
        ("María García López", ["María", "García", "López"]),
        ("Stone, Milo H.", ["Stone", "Milo"]),
        ("J.-P. O'Hara-Lund", ["O'Hara-Lund"]),
        ('M. "Mo) OR x:(*', ["Mo", "OR"]),
        ("J. K.", ["J.", "K."]),
        ("李 明", ["李", "明"]),
        ("李 小明", ["李", "小明"]),
    ],
)
def test_a_name_is_looked_for_by_its_words_in_all_names(milo, name, words):
    milo.on["/expanded-search/"] = as_json({"expanded-result": None, "num-found": 0})
    assert cli.main(["fetch", name, "--source", "orcid"]) == 1
    terms = " AND ".join(f'"{word}"' for word in words)
    assert milo.asked[-1].query["q"] == " OR ".join(f"{field}:({terms})" for field in FIELDS)


@given(st.text(max_size=60))
def test_no_name_breaks_the_query(name):
    query = orcid._query(name)
    assert query.count('"') % 2 == 0
    assert query.count("(") == query.count(")") == (3 if query else 0)
    assert "\\" not in query


def test_people_of_a_name_show_all_their_institutions(milo, capsys):
    rows = [
        {"orcid-id": MILO, "given-names": "Milo", "family-names": "Stone", "institution-name": ["Air", "Wind"]},
        {"orcid-id": OLD, "given-names": "Milo", "family-names": "Stone", "institution-name": []},
    ]  # fmt: skip
    milo.on["/expanded-search/"] = as_json({"expanded-result": rows, "num-found": 60})
    assert cli.main(["fetch", "Milo Stone", "--source", "orcid"]) == 2
    told = capsys.readouterr().err
    assert "the first 2 of 60 people" in told
    assert "# Milo Stone, Air; Wind\n" in told
