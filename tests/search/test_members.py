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


def same_as_built_at_once():
    """Open all profiles, compare the answers with those of one index, and return the answers."""
    reading = gather.read(everyone())
    papers, since = reading.profile.papers, reading.profile.since
    index = cache.index_for(papers, everyone().path, members=reading.members)
    answers = found(index, since)
    assert answers == found(SearchIndex.build(papers), since)
    assert all(answers[: QUERIES.index("id:shared") + 1])
    return answers


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
