"""The index of several profiles that are open as one: kept in parts, joined, as good as one of all papers."""

import datetime
import random
from dataclasses import replace

import pytest

from paperbrowser.library import gather, store
from paperbrowser.library.locate import everyone
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search import SearchIndex, cache, query
from paperbrowser.search.index.build import build
from paperbrowser.system import paths
from tests.stored import save_profile

TOPICS = [
    "kelp",
    "tides",
    "reef-building",
    "dunes",
    "lagoon",
    "salt-marsh",
    "mangrove",
    "estuary",
    "plankton",
    "tide",
]
PEOPLE = ("Ada Example", "Bo Other", "Cy Third")
QUERIES = (
    "kelp", "tids", "reef build", '"salt marsh"', "author:other", "of:bo", "of:cy kelp", "-of:ada", "is:new",
    "year:2021", "cites:>3", "venue:algae", "-kelp", "id:shared", "doi:10.5072/3", "lagoondunes", "has:abstract",
    "kelp -title:tides", "of:ada,cy", "has:cites tide",
)  # fmt: skip


def profile(name, seed):
    """A profile with papers of its own, and some that others have too, perhaps with other facts and words."""
    rnd = random.Random(seed)
    papers = []
    for number in range(30):
        title = " ".join(rnd.choices(TOPICS, k=4))
        shared = number < 8
        papers.append(
            Paper(
                title=f"Shared {number}" if shared else title,
                authors=(name,) if not shared or number % 2 else ("Ada Example",),
                abstract="" if shared and rnd.random() < 0.5 else f"Of {rnd.choice(TOPICS)}.",
                date=PartialDate(2019 + number % 4),
                doi=f"10.5072/{number}" if shared else None,
                citations=rnd.choice([None, 2, 5]),
                venue=rnd.choice([None, "Algae and Seas"]),
                added=datetime.date(2026, 6, rnd.choice([1, 20])),
                id="shared" if number == 9 else "",
            )
        )
    return Profile(name=name, papers=with_ids(papers), since=datetime.date(2026, 6, 10))


@pytest.fixture
def files():
    """Return the files of three profiles."""
    return [save_profile(profile(name, seed)) for seed, name in enumerate(PEOPLE)]


def parts():
    return {path.name: path.stat().st_mtime_ns for path in (paths.cache() / "indexes").iterdir()}


def found(index, since):
    return [
        [*zip(of.positions.tolist(), of.scores.tolist(), strict=True)]
        for of in (index.find(query.parse(text, since)) for text in QUERIES)
    ]


def answers_as_built_at_once():
    """Open all profiles, compare the answers with those of one index, and return the answers."""
    reading = gather.read(everyone())
    papers, since = reading.profile.papers, reading.profile.since
    index = cache.index_for(papers, everyone().path, members=reading.members)
    answers = found(index, since)
    assert answers == found(SearchIndex.build(papers), since)
    return answers


def same_as_built_at_once():
    """The same; the queries find something."""
    answers = answers_as_built_at_once()
    assert all(answers[: QUERIES.index("id:shared") + 1])
    return answers


def changed(papers, rnd):
    """Return papers with some changed, left out, twice, new, or in another place."""
    every = []
    for paper in papers:
        match rnd.randrange(12):
            case 0:
                every.append(replace(paper, title=" ".join(rnd.choices(TOPICS, k=3))))
            case 1:
                every.append(replace(paper, abstract=f"Of {rnd.choice(TOPICS)} again."))
            case 2:
                every.append(replace(paper, authors=(rnd.choice(PEOPLE), "Di Fourth")))
            case 3:
                every.append(replace(paper, citations=9, venue="Dunes"))
            case 4:
                every += [paper, replace(paper, doi=None, date=PartialDate(2018))]
            case 5:
                pass
            case _:
                every.append(paper)
    if rnd.random() < 0.3:
        rnd.shuffle(every)
    if rnd.random() < 0.3:
        every += profile("Ada Example", rnd.random()).papers
    return with_ids([replace(paper, id="") for paper in every])


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_answers_are_those_of_a_new_index(files, seed):
    rnd = random.Random(seed)
    answers_as_built_at_once()
    for _ in range(3):
        for path in rnd.sample(files, rnd.choice([1, 1, 1, 2])):
            known = store.read(path).profile
            with store.writing():
                store.write(path, replace(known, papers=changed(known.papers, rnd)))
        answers_as_built_at_once()


def test_of_a_changed_profile_only_papers_with_new_words_are_indexed_before_the_answer(
    files, monkeypatch
):
    same_as_built_at_once()
    known = store.read(files[1]).profile
    moved = [replace(paper, citations=7) for paper in (*known.papers[:20], *known.papers[:19:-1])]
    moved[15] = replace(moved[15], title="Kelp kelp zebra")
    with store.writing():
        store.write(files[1], replace(known, papers=tuple(moved)))
    indexed = []
    monkeypatch.setattr(
        cache, "build", lambda papers: indexed.append(papers) or build(papers), raising=True
    )
    left = []
    reading = gather.read(everyone())
    cache.index_for(
        reading.profile.papers, everyone().path, members=reading.members, later=left.append
    )
    assert [[paper.title for paper in papers] for papers in indexed] == [["Kelp kelp zebra"]]
    before = parts()
    for work in left:
        work()
    assert len([name for name, written in parts().items() if before.get(name) != written]) == 2
    assert same_as_built_at_once()


def test_what_is_found_in_several_profiles_is_what_one_index_finds(files):
    same_as_built_at_once()


def test_each_profile_keeps_its_part_and_only_a_changed_one_is_indexed_anew(files):
    first = same_as_built_at_once()
    before = parts()
    assert len(before) == 4
    assert same_as_built_at_once() == first
    assert parts() == before
    known = store.read(files[1]).profile
    titled = replace(known.papers[20], title="Kelp kelp zebra")
    with store.writing():
        store.write(files[1], replace(known, papers=(*known.papers[:20], titled)))
    assert same_as_built_at_once() != first
    assert (
        len([name for name, written in parts().items() if before.get(name) != written]) == 2
    )  # its own, and the joined one
    files[0].unlink()
    same_as_built_at_once()


def test_what_was_read_before_its_file_changed_is_not_kept_as_the_file(files):
    reading = gather.read(everyone())
    former = store.read(files[1]).profile
    save_profile(replace(former, papers=former.papers[:-1]))
    cache.index_for(reading.profile.papers, everyone().path, members=reading.members)
    answers_as_built_at_once()
    answers_as_built_at_once()


def test_a_damaged_part_is_made_again(files):
    first = same_as_built_at_once()
    for path in (paths.cache() / "indexes").iterdir():
        path.write_bytes(path.read_bytes()[:-100])
    assert same_as_built_at_once() == first


def test_without_a_cache_the_parts_are_in_memory(files, own_folders):
    (own_folders / "cache").write_text("in the way")
    same_as_built_at_once()


def test_the_part_of_a_large_profile_is_its_own_index(files, monkeypatch):
    same_as_built_at_once()
    before = parts()
    monkeypatch.setattr(cache, "KEPT_FROM", 1)
    alone = store.read(files[0]).profile
    index = cache.index_for(alone.papers, files[0])
    assert found(index, alone.since) == found(SearchIndex.build(alone.papers), alone.since)
    assert parts() == before
