"""A list of references says which of them the library has."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.library import store
from paperbrowser.library.held import HeldPapers, held_papers, held_references
from paperbrowser.library.merge.candidates import CandidateIndex
from paperbrowser.library.merge.work import work_of
from paperbrowser.papers.article import Reference
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile, WorkVersion


def keep(name, *papers):
    path = store.folder() / f"{name}.toml"
    store.folder().mkdir(parents=True, exist_ok=True)
    store.write(path, Profile(name=name.title(), papers=with_ids(papers)))
    return path


def test_papers_are_had_by_doi_by_arxiv_id_of_a_version_and_by_title():
    year = PartialDate(2019)
    weaving = keep(
        "wanda",
        Paper(title="Warp and weft", doi="10.5072/WARP"),
        Paper(title="Felt", versions=(WorkVersion(arxiv="1901.00002"),)),
        Paper(title="The colour of madder roots", authors=("Wanda Dyer",), date=year),
        Paper(title="$\\beta$-carotene in yellow yarns", authors=("Wanda Dyer",), date=year),
        Paper(title="Introduction", date=year),
    )
    asked = [
        Paper(title="Warp & Weft.", doi="10.5072/warp"),
        Paper(title="Felt", arxiv="1901.00002"),
        Paper(title="Colour of Madder Roots", authors=("W. Dyer",), date=PartialDate(2020)),
        Paper(title="Beta-carotene", authors=("W. Dyer",), date=year),
        Paper(title="Introduction", date=year),
        Paper(title="Silk"),
    ]
    found = held_papers(asked, {})
    assert {place: one.name for place, one in found.items()} == dict.fromkeys(range(3), "Wanda")
    assert found[0].path == weaving
    assert store.read(weaving).profile.papers[2].id == found[2].paper


def test_the_open_profile_comes_first_and_one_that_does_not_read_has_none():
    own = keep("own", Paper(title="Knots", doi="10.5072/k"))
    keep("another", Paper(title="Knots", doi="10.5072/k"))
    (store.folder() / "broken.toml").write_text("[[papers]\n", encoding="utf-8")
    asked = [Paper(title="Knots", doi="10.5072/k")]
    assert held_papers(asked, {own: store.read(own).profile})[0].path == own


@given(
    titles=st.lists(
        st.lists(
            st.sampled_from(
                [
                    "The",
                    "the",
                    "A",
                    "an",
                    "Weave",
                    "of",
                    "silk",
                    "2nd",
                    "5",
                    "Dye:",
                    "É",
                    "$x$",
                    "-",
                    "yarn",
                ]
            ),
            min_size=3,
            max_size=9,
        ).map(" ".join),
        min_size=1,
        max_size=5,
    )
)
def test_the_quick_look_finds_what_the_thorough_one_finds(titles):
    papers = [Paper(title=f"{title} in cloth", authors=("Ida Weaver",)) for title in titles]
    index = CandidateIndex()
    for place, paper in enumerate(papers):
        index.add(place, work_of(paper))
    asked = [
        Paper(title=f"{title} in cloth: a study", authors=("Ida Weaver",)) for title in titles
    ] + [Paper(title=title.upper() + " in the cloth", authors=("I. Weaver",)) for title in titles]
    for one in asked:
        held = HeldPapers(papers)
        held.look(Path("x"), Profile(name="x", papers=(one,)))
        assert set(held.found) == {index.find(work_of(one)).same} - {None}


def test_references_are_had_by_the_ids_of_any_version_or_a_title_in_their_text():
    keep(
        "wanda",
        Paper(title="Felt", doi="10.5072/felt", versions=(WorkVersion(doi="10.5072/FELT.v1"),)),
        Paper(title="Warp", arxiv="1901.00002"),
        Paper(title="The colour of madder roots"),
        Paper(title="Silk and the worms that spin"),
        Paper(title="Knots"),
    )
    asked = [
        Reference("W. Dyer, Felt (draft)", doi="10.5072/felt.v1"),
        Reference("Warp, preprint", doi="10.48550/arXiv.1901.00002"),
        Reference("W. Dyer: The Colour of Madder Roots. Loom 3, 2019"),
        Reference("Knots, 2019"),
        Reference("B. Spinner, silk and the worms that spin, J. Loom"),
    ]
    own = store.folder() / "own.toml"
    first = Profile(name="Own", papers=with_ids([Paper(title="Felt", doi="10.5072/felt.v1")]))
    found = held_references(asked, {own: first})
    assert {place: one.name for place, one in found.items()} == {
        0: "Own", 1: "Wanda", 2: "Wanda", 4: "Wanda",
    }  # fmt: skip
