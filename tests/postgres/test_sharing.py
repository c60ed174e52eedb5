"""Members of a team share tags and notes of a library, in one database or three, and find by them."""

import json
from contextlib import closing

import psycopg
import pytest

from paperbrowser.library import locate, store
from paperbrowser.papers import display
from paperbrowser.papers.marks import NO_MARKS
from paperbrowser.papers.model import Paper, with_fields
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.postgres import adding, schema, shared
from paperbrowser.postgres.address import connect
from paperbrowser.postgres.library_catalogue import opened
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.servers import Servers
from paperbrowser.postgres.shared_layer import names_in_library
from paperbrowser.search.query import parse

PREPRINT = Paper(id="looms", title="Looms drift in the wind", arxiv="2101.00001")
PAPERS = (*store.read(locate.sample().path).profile.papers, PREPRINT)
in_one_or_three = pytest.mark.parametrize("addresses", ["library", "three"], indirect=True)
NOWHERE = ("postgresql://ada@localhost:1/papers",)


def name_of(address):
    return psycopg.conninfo.conninfo_to_dict(address)["dbname"]


@pytest.fixture
def addresses(people, request):
    """Return the addresses of a filled library, in which lab and rivals share, for a user."""
    found = request.getfixturevalue(getattr(request, "param", "library"))
    found = found if isinstance(found, tuple) else (found,)
    with Servers(*found) as library:
        adding.add_to_parts(library, "ho", PAPERS)
    for address in found:
        with connect(address) as owner:
            shared.share(owner, "lab")
            shared.share(owner, "rivals")
            schema.allow(owner, "readers")
    return lambda who: tuple(people.address(name_of(address), who) for address in found)


@pytest.fixture
def open_as(addresses):
    catalogues = []

    def opens(who):
        catalogues.append(opened(addresses(who), "papers"))
        catalogues[-1].put_marks(())
        return catalogues[-1]

    yield opens
    for one in catalogues:
        one.close()


def found(catalogue, query):
    one = catalogue.engine.find(parse(query), 100)
    return {catalogue.papers[at].title for at in one.results.positions}, one.total


@in_one_or_three
def test_what_one_member_shares_others_find(open_as, addresses):
    ada = open_as("ada")
    assert ada.sharing.teams == ["lab"]
    two = [*ada.papers[:2]]
    titles = {paper.title for paper in two}
    step = ada.sharing.tag(two, "lab", "Method/MCMC", on=True)
    assert step.words == "tagged Method/MCMC for lab: 2 papers"
    ada.sharing.note(two[0], "lab", "Compare the Größe of fig. 3", ())
    (tag,) = ada.sharing.marks_of(two[1]).shared_tags
    assert display.shared_by(tag) == "you, not sent yet"
    assert ada.sharing.send().sent == 2
    assert not ada.sharing.waits
    bo = open_as("bo")
    for query in ("shared:method", "tag:method/mcmc ", "team:la", "is:shared", "tag:other,meth"):
        assert found(bo, query) == (titles, 2)
    assert found(bo, "-shared:method ")[1] == 49
    assert found(bo, "note:grosse") == ({two[0].title}, 1)
    assert found(bo, "shared:meth ")[1] == found(bo, "team:rivals")[1] == 0
    mine = bo.sharing.marks_of(two[0])
    assert [one.by for one in (*mine.shared_tags, *mine.shared_notes)] == ["ada", "ada"]
    assert bo.sharing.tags_of("lab") == {"Method/MCMC": 2}
    assert [*bo.shared_values()["shared"].offers("me")] == [("Method/MCMC", "2 papers")]
    with closing(ServerEngine(*addresses("bo"))) as engine:  # of papers that no list has shown
        window = engine.find(parse("shared:method"), 1, order=Order(SortKey.DATE)).window
        walked = [paper.title for page in engine.walk(window, 10) for paper in page]
        assert {*walked} == titles
    for who in ("eve", "ron"):
        other = open_as(who)
        assert [one for one in other.marks if one != NO_MARKS] == []
        assert found(other, "is:shared")[1] == found(other, "tag:method")[1] == 0
    # What another takes away goes, and what the first undoes as well.
    assert bo.sharing.tag(two[:1], "lab", "method/mcmc", on=False).change.works
    assert bo.sharing.send().sent == 1
    assert ada.engine.ask_for_shared()
    assert found(ada, "shared:method") == ({two[1].title}, 1)
    ada.sharing.do(step.opposite)
    ada.sharing.send()
    assert found(ada, "shared:method")[1] == 0


def test_notes_are_replaced_and_deleted_by_undoing(open_as):
    ada = open_as("ada")
    paper, sharing = ada.papers[0], ada.sharing
    first = sharing.note(paper, "lab", "First", ())
    second = sharing.note(paper, "lab", "Second", sharing.notes_of(paper, "lab"))
    sharing.send()
    back = sharing.do(second.opposite)
    sharing.send()
    assert [one.text for one in sharing.notes_of(paper, "lab")] == ["First"]
    again = sharing.do(back.opposite)
    assert again.words == "note written for lab: 1 paper"
    sharing.send()
    assert [one.text for one in sharing.notes_of(paper, "lab")] == ["Second"]
    assert first.opposite.words == "note deleted for lab: 1 paper"


def test_what_cannot_be_sent_is_kept_and_sent_once(open_as, monkeypatch):
    ada = open_as("ada")
    paper = ada.papers[0]
    with monkeypatch.context() as away:
        away.setattr(type(ada.engine), "addresses", NOWHERE)
        ada.sharing.note(paper, "lab", "Written on a train", ())
        ada.sharing.tag([paper], "lab", "train", on=True)
        assert "cannot be reached" in ada.sharing.send().away
    assert ada.sharing.waits
    file = ada.sharing._unsent.path
    with file.open("ab") as torn:
        torn.write(b'{"id": "half a li')
    again = open_as("ada")  # the next session
    marks = again.sharing.marks_of(paper)
    assert [one.text for one in (*marks.shared_notes, *marks.shared_tags)] == [
        "Written on a train",
        "train",
    ]
    kept = file.read_bytes()
    assert again.sharing.send().sent == 2
    file.write_bytes(kept)  # as if the session had ended before it took them out
    assert open_as("ada").sharing.send().sent == 2
    shown = open_as("bo").sharing.marks_of(paper)
    assert len((*shown.shared_notes, *shown.shared_tags)) == 2


def test_what_a_server_refuses_is_not_lost(open_as):
    ada = open_as("ada")
    sharing, paper = ada.sharing, ada.papers[0]
    sharing.note(paper, "rivals", "A long thought", ())
    done = sharing.send()
    assert done.sent == 0
    (sentence,) = done.refused
    assert sentence.startswith("the note for rivals was refused and is kept in ")
    assert "no member of rivals" in sentence
    assert sharing.marks_of(paper) == NO_MARKS
    kept = json.loads(sharing._unsent.refused.read_bytes())
    assert kept["text"] == "A long thought"


def test_texts_of_others_cannot_act_on_the_terminal(open_as, addresses):
    paper = open_as("ada").papers[0]
    work, evil = names_in_library(paper)[0], "\x1b[31mred\u202e[bold]"
    for address in addresses("bo"):
        with connect(address) as bo:
            bo.execute(
                "INSERT INTO paperbrowser.shared_tags (work, team, key, tag) VALUES (%s, 'lab', 'k', %s)",
                (work, evil),
            )
            bo.execute(
                "INSERT INTO paperbrowser.shared_notes (work, team, text, folded) VALUES (%s, 'lab', %s, '')",
                (work, evil + "\r\n\x07"),
            )
    ada = open_as("ada")
    marks = ada.marks_at(ada.papers.index(paper))
    for one in (*marks.shared_tags[:1], *marks.shared_notes[:1]):
        assert "red" in one.text
    for one in (*marks.shared_tags, *marks.shared_notes):
        assert not {*one.text} & {*"\x1b\u202e\r\x07"}
    assert marks.shared_tags
    assert marks.shared_notes
    assert all("red" in tag for tag in ada.sharing.tags_of("lab"))


@in_one_or_three
def test_a_work_keeps_its_marks_when_it_gets_a_doi(open_as, addresses, people):
    ada = open_as("ada")
    found(ada, "looms")
    paper = next(one for one in ada.papers if one.arxiv == PREPRINT.arxiv)
    ada.sharing.tag([paper], "lab", "preprint", on=True)
    ada.sharing.send()
    published = with_fields(PREPRINT, doi="10.1000/published")
    with Servers(*addresses("owner")) as library:
        adding.add_to_parts(library, "ho", [*PAPERS[:-1], published])
    bo = open_as("bo")
    found(bo, "looms")
    paper = next(one for one in bo.papers if one.arxiv == PREPRINT.arxiv)
    assert paper.doi
    assert bo.sharing.has_tag(paper, "lab", "preprint")
    bo.sharing.tag([paper], "lab", "preprint", on=False)
    bo.sharing.send()
    assert not bo.sharing.has_tag(paper, "lab", "preprint")
