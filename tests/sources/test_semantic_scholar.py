"""People fetch from Semantic Scholar: large answers, merged people, what is new only."""

import datetime

import pytest

from paperbrowser import cli
from paperbrowser.formats.json import semantic_scholar
from paperbrowser.library import store
from paperbrowser.system import paths
from tests.sources.site import Reply, as_json

LINA = {"authorId": "77", "name": "Lina Weaver", "paperCount": 2, "hIndex": 1}
TOO_LARGE = {"error": "Response would exceed maximum size. Make use of limit and offset."}


def paper(number, **more):
    return {"paperId": f"p{number}", "title": f"On Loom {number}", "year": 2020, **more}


def stored(name="lina-weaver"):
    return store.read(paths.data() / "profiles" / f"{name}.toml").profile


@pytest.fixture
def lina(configured):
    configured.on["/author/77"] = as_json(LINA)
    configured.on["/author/77/papers"] = as_json({"offset": 0, "data": [paper(1), paper(2)]})
    return configured


def test_an_answer_that_is_too_large_is_asked_for_in_parts(lina):
    def reply(asked):
        offset, limit = int(asked.query["offset"]), int(asked.query["limit"])
        if limit > 30:
            return as_json(TOO_LARGE, status=400)
        data = [paper(number) for number in range(offset, min(offset + limit, 40))]
        return as_json({"data": data, **({"next": offset + limit} if offset + limit < 40 else {})})

    lina.on["/author/77/papers"] = reply
    assert cli.main(["fetch", "77", "--source", "semanticscholar"]) == 0
    assert len(stored().papers) == 40
    limits = [asked.query["limit"] for asked in lina.asked if "limit" in asked.query]
    assert limits == ["100", "50", "25", "25"]


def test_a_field_that_the_service_has_no_more_is_left_out(lina):
    def reply(asked):
        if "tldr" in asked.query["fields"].split(","):
            return as_json({"error": "Unrecognized or unsupported fields: [tldr]"}, status=400)
        return as_json({"data": [paper(1)]})

    lina.on["/author/77/papers"] = reply
    assert cli.main(["fetch", "77", "--source", "semanticscholar"]) == 0
    assert len(stored().papers) == 1
    assert lina.count("/author/77/papers") == 2


@pytest.mark.parametrize("said", [{"error": "Unrecognized or unsupported fields: [x]"}, TOO_LARGE])
def test_a_refusal_that_stays_is_an_error(lina, capsys, said):
    lina.on["/author/77/papers"] = as_json(said, status=400)
    assert cli.main(["fetch", "77", "--source", "semanticscholar"]) == 1
    assert said["error"][:30] in capsys.readouterr().err
    assert lina.count("/author/77/papers") < 9
    assert not (paths.data() / "profiles").exists()


def test_a_merged_person_is_kept_by_the_id_of_today(lina):
    lina.on["/author/12"] = as_json(LINA)
    for id_ in ("12", "77"):
        assert cli.main(["fetch", id_, "--source", "semanticscholar"]) == 0
    assert stored().source_id == "77"
    assert len(store.files()) == 1


def test_an_update_asks_for_what_is_new(lina):
    assert cli.main(["fetch", "77", "--source", "semanticscholar"]) == 0
    assert "publicationDateOrYear" not in lina.asked[-1].query
    lina.on["/author/77/papers"] = as_json({"data": [paper(3)]})
    assert cli.main(["update"]) == 0
    since = datetime.date.today() - datetime.timedelta(days=400)
    assert lina.asked[-1].query["publicationDateOrYear"] == f"{since}:"
    assert len(stored().papers) == 3


def test_nobody_is_no_profile(configured, capsys):
    configured.on["/author/5"] = as_json({"authorId": None, "name": None})
    configured.on["/author/5/papers"] = as_json({"offset": 0, "data": []})
    assert cli.main(["fetch", "5", "--source", "semanticscholar"]) == 1
    assert "no author 5 at Semantic Scholar" in capsys.readouterr().err
    assert not (paths.data() / "profiles").exists()


def test_people_of_a_name_come_with_their_orcid_id(configured, capsys):
    known = {**LINA, "externalIds": {"ORCID": ["0000-0002-1825-0097"], "DBLP": ["Lina Weaver"]}}
    configured.on["/author/search"] = as_json(
        {"total": 2, "data": [known, {**LINA, "authorId": "78"}]}
    )
    assert cli.main(["fetch", "Lina Weaver", "--source", "semanticscholar"]) == 2
    assert "# Lina Weaver, 2 papers, ORCID 0000-0002-1825-0097" in capsys.readouterr().err
    fields = configured.asked[-1].query["fields"]
    assert not {"homepage", "hIndex", "citationCount"} & set(fields.split(","))


def test_a_paper_has_its_pdf_topics_summary_and_pages():
    read = semantic_scholar.paper_of(
        paper(
            1,
            journal={"name": "Looms", "volume": "4", "pages": "\n  82 - 86"},
            openAccessPdf={"url": "https://example.org/loom.pdf", "status": "GOLD"},
            s2FieldsOfStudy=[
                {"category": "History", "source": "external"},
                {"category": "Engineering", "source": "s2-fos-model"},
                {"category": "History", "source": "s2-fos-model"},
            ],
            tldr={"model": "tldr@v2", "text": "Looms weave."},
        ),
        lambda _: None,
    )
    assert (read.pages, read.pdf, read.summary) == (
        "82-86",
        "https://example.org/loom.pdf",
        "Looms weave.",
    )
    assert read.keywords == ("History", "Engineering")


@pytest.mark.parametrize(
    ("given", "pages"),
    [("164 - 164", "164"), ("e7 – e9", "e7-e9"), ("1-14", "1-14"), ("117", "117"), ("", None), ("1, 4 - 9", "1, 4 - 9")],
)  # fmt: skip
def test_pages(given, pages):
    assert (
        semantic_scholar.paper_of(paper(1, journal={"pages": given}), lambda _: None).pages == pages
    )


def test_a_server_error_is_no_question_of_size(lina, capsys):
    lina.on["/author/77/papers"] = Reply(status=403)
    assert cli.main(["fetch", "77", "--source", "semanticscholar"]) == 1
    assert lina.count("/author/77/papers") == 1
