"""People fetch from dblp: pages of several people, moved pages, guards, what a record says."""

import pytest

from paperbrowser import cli
from paperbrowser.formats.input import Input
from paperbrowser.formats.xml import READER
from paperbrowser.library import store
from paperbrowser.system import paths
from tests.sources.site import Reply, as_json, as_xml

GUARD = (
    b'<!doctype html><html><title>Not a bot?</title><script id="anubis_challenge"></script></html>'
)
NAMESAKES = """<homonyms n="2"><h f="v/Vale:Mo"><person key="homepages/12/345-1">
<author pid="12/345-1">Mo Vale 0001</author><note type="affiliation" label="former">Old Mill</note>
<note type="affiliation">Institute of Yarn</note></person></h>
<h f="v/Vale:Mo"><person key="homepages/12/345-2"><author>Mo Vale 0002</author></person></h></homonyms>"""
SEVERAL = (
    '<person publtype="disambiguation" key="homepages/12/345"><author>Mo Vale</author></person>'
)


def record(title="Yarn.", more="", kind="article", attributes=""):
    return (
        f'<r><{kind} key="journals/y/Vale20" mdate="2021-01-01" {attributes}><author>Mo Vale 0001</author>'
        f"<title>{title}</title><year>2020</year>{more}</{kind}></r>"
    )


def page(*records, pid="12/345-1", person="", name="Mo Vale 0001"):
    return (
        f'<?xml version="1.0"?><dblpperson name="{name}" pid="{pid}" n="{len(records)}">{person}'
        f"{''.join(records)}</dblpperson>"
    )


def read(*records, **options):
    return READER.read(Input.of_text(page(*records, **options)))


def paper(**options):
    (one,) = read(record(**options)).profile.papers
    return one


def stored():
    (path,) = store.files()
    return store.read(path).profile


@pytest.mark.parametrize("papers", [(), (record(),)])
def test_a_page_of_several_people_names_them(configured, capsys, papers):
    several = page(*papers, pid="12/345", person=SEVERAL + NAMESAKES, name="Mo Vale")
    configured.on["/pid/12/345.xml"] = as_xml(several)
    assert cli.main(["fetch", "12/345"]) == 1
    assert capsys.readouterr().err == (
        "paperbrowser: 12/345 is not one person at DBLP, but the papers that it gives to no Mo Vale; "
        "fetch one of 12/345-1 (Mo Vale 0001, Institute of Yarn), 12/345-2 (Mo Vale 0002)\n"
    )
    assert not (paths.data() / "profiles").exists()
    assert len(configured.asked) == 1


def test_an_update_says_that_a_namesake_turned_up(configured, capsys):
    configured.on["/pid/12/345.xml"] = as_xml(page(record(), pid="12/345", name="Mo Vale"))
    assert cli.main(["fetch", "12/345"]) == 0
    configured.on["/pid/12/345.xml"] = as_xml(page(pid="12/345", person=SEVERAL + NAMESAKES))
    assert cli.main(["update"]) == 1
    assert "fetch one of 12/345-1 (Mo Vale 0001" in capsys.readouterr().err
    assert len(stored().papers) == 1


def test_the_person_who_was_a_page_of_several_goes_on_in_the_profile(configured):
    configured.on["/pid/12/345.xml"] = as_xml(page(record(), pid="12/345", name="Mo Vale"))
    configured.on["/pid/12/345-1.xml"] = as_xml(page(record()))
    assert cli.main(["fetch", "12/345"]) == 0
    assert cli.main(["fetch", "12/345-1", "--into", "mo-vale"]) == 0
    assert (stored().source_id, len(stored().papers)) == ("12/345-1", 1)


def test_many_namesakes_are_counted(configured, capsys):
    people = "".join(
        f'<h><person><author pid="1/2-{number}">Bo Li {number:04}</author></person></h>'
        for number in range(1, 358)
    )
    configured.on["/pid/1/2.xml"] = as_xml(page(person=f"{SEVERAL}<homonyms>{people}</homonyms>"))
    assert cli.main(["fetch", "1/2"]) == 1
    assert (
        "1/2-10 (Bo Li 0010) and 347 more, whom a search by name lists\n" in capsys.readouterr().err
    )


def test_a_page_of_one_person_has_namesakes_too(configured):
    configured.on["/pid/12/345-1.xml"] = as_xml(
        page(record(), person=f"<person><author>Mo Vale 0001</author></person>{NAMESAKES}")
    )
    assert cli.main(["fetch", "12/345-1"]) == 0
    assert len(stored().papers) == 1


def test_a_saved_page_of_several_people_is_remarked_on():
    result = read(record(), person=SEVERAL)
    assert [remark.code for remark in result.remarks] == ["ambiguous"]
    assert "several people of one name" in result.remarks[0].message


def test_the_page_of_nobody_in_particular_stands_last(configured, capsys):
    hits = [
        {"info": {"author": name, "url": f"https://dblp.org/pid/{pid}", "notes": {"note": notes}}}
        for name, pid, notes in (
            ("Mo Vale", "12/345", []),
            ("Mo Vale 0001", "12/345-1", [
                {"@type": "affiliation", "@label": "former", "text": "Old Mill"},
                {"@type": "affiliation", "text": "Institute of Yarn"},
            ]),
        )
    ]  # fmt: skip
    configured.on["/search/author/api"] = as_json(
        {"result": {"hits": {"@total": "2", "hit": hits}}}
    )
    assert cli.main(["fetch", "Mo Vale", "--source", "dblp"]) == 2
    assert capsys.readouterr().err.splitlines()[1:] == [
        "  paperbrowser fetch 12/345-1  # Mo Vale 0001, Institute of Yarn", "  paperbrowser fetch 12/345  # Mo Vale",
    ]  # fmt: skip


def test_a_moved_page_is_kept_by_its_id_of_today(configured):
    configured.on["/pid/09/1.xml"] = Reply(status=301, headers={"Location": "/pid/12/345-1.xml"})
    configured.on["/pid/12/345-1.xml"] = as_xml(page(record()))
    for id_ in ("09/1", "12/345-1"):
        assert cli.main(["fetch", id_]) == 0
    assert (stored().source_id, stored().name) == ("12/345-1", "Mo Vale")


def test_a_person_without_papers_keeps_the_name_and_is_asked_for_once(configured, capsys):
    configured.on["/pid/12/345-1.xml"] = as_xml(page())
    assert cli.main(["fetch", "12/345-1"]) == 0
    assert capsys.readouterr().out.startswith("mo-vale: 0 papers")
    assert len(configured.asked) == 1


def test_nobody_is_no_profile(configured, capsys):
    configured.on["/pid/12/345-1.xml"] = as_xml('<?xml version="1.0"?><dblpperson/>')
    assert cli.main(["fetch", "12/345-1"]) == 1
    assert "no person 12/345-1 at DBLP" in capsys.readouterr().err


@pytest.mark.parametrize("status", [200, 500])
def test_behind_a_guard_the_way_by_hand_is_told(configured, capsys, status):
    configured.on["/pid/12/345-1.xml"] = Reply(GUARD, status=status)
    assert cli.main(["fetch", "12/345-1"]) == 1
    told = capsys.readouterr().err
    assert (
        "open https://dblp.org/pid/12/345-1.xml in a web browser, save it, and `paperbrowser import` it"
        in told
    )
    configured.on["/search/author/api"] = Reply(GUARD, status=status)
    assert cli.main(["fetch", "Mo Vale", "--source", "dblp"]) == 1
    assert (
        "open https://dblp.org/search/author?q=Mo%20Vale in a web browser"
        in capsys.readouterr().err
    )
    assert len(configured.asked) == 2


def test_a_page_saved_by_hand_is_the_profile_that_was_fetched(configured, tmp_path):
    configured.on["/pid/12/345-1.xml"] = as_xml(page(record()))
    assert cli.main(["fetch", "12/345-1"]) == 0
    saved = tmp_path / "345-1.xml"
    saved.write_text(page(record(), record("Wool.").replace("Vale20", "Vale21")), encoding="utf-8")
    assert cli.main(["import", str(saved)]) == 0
    assert (len(stored().papers), stored().source_id) == (2, "12/345-1")


def test_a_record_says_more():
    assert paper(attributes='publtype="withdrawn"').retracted == "withdrawn"
    program = paper(
        kind="data", attributes='publtype="software"', more="<ee>https://example.org/code</ee>"
    )
    assert (program.kind, program.code, program.code_url) == (
        "software",
        True,
        "https://example.org/code",
    )
    free = paper(
        more='<ee type="oa">https://doi.org/10.1000/yarn</ee><ee type="oa">https://example.org/y.pdf</ee>'
    )
    assert (free.pdf, free.doi) == ("https://example.org/y.pdf", "10.1000/yarn")
    assert paper(more="<ee>https://example.org/y.pdf</ee>").pdf is None
    book = paper(
        kind="proceedings",
        more="<editor>Ann Reel 0002</editor><series>Threads</series><isbn>1-2</isbn>",
    )
    assert (book.editors, book.series, book.isbn) == (("Ann Reel",), "Threads", "1-2")


def test_a_fetched_paper_is_cited_by_the_key_of_its_record(configured, capsys):
    configured.on["/pid/12/345-1.xml"] = as_xml(page(record()))
    assert cli.main(["fetch", "12/345-1"]) == 0
    (one,) = stored().papers
    assert one.key == "journals/y/Vale20"
    assert cli.main(["export", "mo-vale", "--to", "bibtex"]) == 0
    assert "@article{journals/y/Vale20," in capsys.readouterr().out
