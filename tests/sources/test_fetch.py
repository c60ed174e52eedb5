"""Fetching a person: complete or without effect, resumed after an interruption."""

import datetime
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as thoroughness
from hypothesis import strategies as st

from paperbrowser.formats.result import ReadError, StoppedError
from paperbrowser.library import importing, store
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources import fetch as fetching
from paperbrowser.sources import resume
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.protocol import WorksPage
from paperbrowser.sources.resume import KeptPages
from paperbrowser.system import paths
from tests.sources.site import Reply, as_json, author, work, works
from tests.stored import save_profile

ADA = "A5000000001"
DAY = datetime.date(2026, 10, 12)


@pytest.fixture
def ada(site):
    site.on[f"/authors/{ADA}"] = as_json(author())
    site.on["/works"] = works(range(5))
    return site


def fetch(client, **options):
    return fetching.fetch("openalex", ADA, client=client, **{"today": DAY, **options})


def files():
    """Return all files of data and cache with their content."""
    roots = (paths.data(), paths.cache())
    return {path: path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}


def test_a_fetch_returns_the_whole_profile_and_reports_its_progress(ada, client):
    steps = []
    profile = fetch(client, progress=lambda *step: steps.append(step))
    assert (profile.name, profile.affiliation) == ("Ada Example", "Institute of Examples")
    assert (profile.source, profile.source_id) == ("openalex", ADA)
    assert (profile.updated, profile.since) == (DAY, None)
    assert (profile.claimed, profile.h_index, profile.citations) == (5, 17, 1234)
    assert [paper.date.year for paper in profile.papers] == [2024, 2023, 2022, 2021, 2020]
    assert len({paper.id for paper in profile.papers}) == 5
    assert steps == [
        (0, None, "asking OpenAlex"),
        (2, 5, "Ada Example: 2 of 5 papers"),
        (4, 5, "Ada Example: 4 of 5 papers"),
        (5, 5, "Ada Example: 5 of 5 papers"),
    ]
    assert files() == {}


def test_waiting_is_reported(ada, client):
    ada.on["/works"] = [Reply(status=429, headers={"Retry-After": "30"}), works(range(5))]
    steps = []
    fetch(client, progress=lambda *step: steps.append(step))
    assert (0, None, "OpenAlex asks to wait 30 s") in steps


def test_a_cancelled_fetch_goes_on_where_it_ended(ada, client):
    whole = fetch(client)
    ada.asked.clear()
    cancelled = threading.Event()

    def progress(done, total, sentence):
        if done == 4:
            cancelled.set()

    with pytest.raises(StoppedError):
        fetch(client, progress=progress, cancelled=cancelled)
    assert [asked.query.get("cursor") for asked in ada.asked] == [None, "*", "c2"]
    kept = files()
    assert {path.name for path in kept} == {"person.toml", "page-0001.json", "page-0002.json"}
    assert all("secret-key" not in text.decode() for text in kept.values())
    ada.asked.clear()
    assert fetch(client) == whole
    assert [asked.query["cursor"] for asked in ada.asked] == ["c4"]
    assert files() == {}


def test_a_fetch_cancelled_before_it_began_asks_no_source(ada, client):
    cancelled = threading.Event()
    cancelled.set()
    with pytest.raises(StoppedError):
        fetch(client, cancelled=cancelled)
    assert ada.asked == []


def test_pages_of_another_day_are_fetched_again(ada, client):
    ada.on["/works"] = [works(range(5)), Reply(status=400)]
    with pytest.raises(FetchError):
        fetch(client)
    assert len(files()) == 2
    ada.on["/works"] = works(range(5))
    ada.asked.clear()
    later = DAY + datetime.timedelta(days=2)
    assert fetch(client, today=later).updated == later
    assert ada.asked[1].query["cursor"] == "*"
    assert files() == {}


def test_a_kept_page_that_cannot_be_read_is_fetched_again(ada, client):
    ada.on["/works"] = [works(range(5)), works(range(5)), Reply(status=400)]
    with pytest.raises(FetchError):
        fetch(client)
    for path in files():
        if path.name in {"person.toml", "page-0002.json"}:
            path.write_bytes(b"\xff{")
    ada.on["/works"] = works(range(5))
    ada.asked.clear()
    assert len(fetch(client).papers) == 5
    assert [asked.query.get("cursor") for asked in ada.asked] == [None, "c2", "c4"]


def test_a_fetch_needs_no_cache(ada, client):
    paths.cache().parent.mkdir(parents=True, exist_ok=True)
    paths.cache().write_text("not a folder")
    assert len(fetch(client).papers) == 5


FAULTS = {
    "refused": Reply(status=403),
    "server": Reply(status=500),
    "busy": Reply(status=429),
    "damaged": Reply(b"{"),
    "web page": Reply(b"<html></html>", headers={"Content-Type": "text/html"}),
    "cut": Reply(b"{}", missing=10),
    "redirect": Reply(status=302, headers={"Location": "https://evil.example/"}),
    "silent": Reply(slow=True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_leaves_the_library_unchanged(ada, settings, clock, fault):
    settings = replace(settings, timeout=0.05)
    with Client(settings, wait=clock.wait, clock=clock) as client:
        importing.import_fetched(fetch(client), "OpenAlex")
        before = files()
        ada.on["/works"] = [works(range(5)), FAULTS[fault]]
        with pytest.raises(FetchError):
            fetch(client)
        with pytest.raises(FetchError):  # nor the second time, from the pages that there are
            fetch(client)
    after = files()
    assert {path: after[path] for path in before} == before
    assert all(
        path.is_relative_to(paths.cache() / "fetch") for path in after.keys() - before.keys()
    )


def test_a_source_that_repeats_a_page_is_an_error(ada, client):
    def same(asked):
        return as_json(
            {"meta": {"count": 99, "next_cursor": "same"}, "results": [work(1), work(2)]}
        )

    ada.on["/works"] = same
    with pytest.raises(FetchError, match="sends the same page again and again") as caught:
        fetch(client)
    assert caught.value.code == "endless"
    assert ada.count("/works") <= 3
    assert store.profiles() == []


def test_a_source_that_repeats_papers_under_new_cursors_is_an_error(ada, client):
    def circle(asked):
        cursor = asked.query["cursor"]
        number = 0 if cursor == "*" else int(cursor)
        return as_json(
            {"meta": {"count": 99, "next_cursor": str(number + 1)}, "results": [work(1)]}
        )

    ada.on["/works"] = circle
    with pytest.raises(FetchError):
        fetch(client)
    assert ada.count("/works") <= 5


def test_repeated_pages_after_the_last_paper_are_no_error(ada, client):
    def circle(asked):
        return as_json(
            {"meta": {"count": 2, "next_cursor": "again"}, "results": [work(1), work(2)]}
        )

    ada.on["/works"] = circle
    assert len(fetch(client).papers) == 2


def test_pages_that_overlap_give_each_paper_once(ada, client):
    ada.on["/works"] = works([0, 1, 1, 2, 2, 0, 3], total=4)
    profile = fetch(client)
    assert [paper.date.year for paper in profile.papers] == [2024, 2023, 2022, 2021]


def test_fetched_again_a_profile_is_brought_up_to_date(ada, client):
    first = importing.import_fetched(fetch(client), "OpenAlex")
    assert first.is_new
    assert len(first.merged.added) == 5
    ada.on["/works"] = works(range(-1, 5), cited=9)
    later = DAY + datetime.timedelta(days=30)
    second = importing.import_fetched(fetch(client, today=later), "OpenAlex")
    assert second.path == first.path
    assert len(second.merged.added) == 1
    assert len(second.merged.updated) == 5
    (entry,) = store.profiles()
    kept = store.read(entry.path).profile
    assert (kept.updated, kept.since) == (later, DAY)
    assert [paper.added for paper in kept.papers] == [later, *[None] * 5]
    assert {paper.citations for paper in kept.papers} == {9}


def test_a_profile_keeps_the_name_that_the_user_gave_it(ada, client):
    kept = importing.import_fetched(fetch(client), "OpenAlex")
    named = kept.path.read_text().replace('name = "Ada Example"', 'name = "Countess Ada"')
    kept.path.write_text(named)
    again = importing.import_fetched(fetch(client), "OpenAlex")
    assert again.merged.profile.name == "Countess Ada"
    assert again.merged.added == ()
    assert again.path == kept.path
    assert len(store.profiles()) == 1


def test_a_profile_of_that_name_from_a_file_is_joined(ada, client):
    save_profile(Profile(name="Ada Example", papers=(Paper(title="Never in OpenAlex", id="n"),)))
    kept = importing.import_fetched(fetch(client), "OpenAlex")
    assert not kept.is_new
    assert len(kept.merged.profile.papers) == 6
    assert kept.merged.profile.source_id == ADA


def test_another_person_of_the_same_name_stays_apart(ada, client):
    importing.import_fetched(fetch(client), "OpenAlex")
    papers = (Paper(title="Quite Another Field", id="q"),)
    other = replace(fetch(client), source_id="A77", orcid=None, papers=papers)
    kept = importing.import_fetched(other, "OpenAlex")
    assert len(store.profiles()) == 2
    assert len(kept.merged.profile.papers) == 1
    assert kept.merged.profile.name == "Ada Example (OpenAlex A77)"


def test_a_second_id_of_one_orcid_joins_the_profile(ada, client):
    importing.import_fetched(fetch(client), "OpenAlex")
    papers = (Paper(title="Quite Another Field", id="q"),)
    kept = importing.import_fetched(
        replace(fetch(client), source_id="A78", papers=papers), "OpenAlex"
    )
    assert len(store.profiles()) == 1
    assert len(kept.merged.profile.papers) == 6


def test_a_profile_that_cannot_be_read_is_left_alone(ada, client):
    kept = importing.import_fetched(fetch(client), "OpenAlex")
    kept.path.write_text("[broken")
    with pytest.raises(ReadError):
        importing.import_fetched(fetch(client), "OpenAlex")
    assert kept.path.read_text() == "[broken"


def test_an_update_ends_at_a_page_of_known_papers(ada, client):
    known = importing.import_fetched(fetch(client), "OpenAlex").merged.profile
    ada.on["/works"] = works(range(-3, 5))
    ada.asked.clear()
    fresh = fetch(client, known=known, today=DAY + datetime.timedelta(days=1))
    assert [paper.date.year for paper in fresh.papers] == [2027, 2026, 2025, 2024, 2023, 2022]
    assert ada.count("/works") == 3  # of four pages
    assert "from_publication_date:2025-09-07" in ada.asked[-1].query["filter"]
    assert fresh.claimed == 5


@thoroughness(deadline=None, max_examples=30)  # each is written to the disk
@given(
    st.lists(
        st.builds(
            Paper,
            title=st.sampled_from(["One", "Two $x$", "字 «é»"]),
            citations=st.none() | st.integers(0, 9),
        )
    ),
    st.none() | st.integers(0, 10**6),
    st.none() | st.text(max_size=20),
)
def test_kept_pages_are_read_back_unchanged(papers, total, cursor):
    kept = KeptPages("openalex", "A1", None, DAY)
    page = WorksPage(tuple(papers), total, cursor)
    kept.keep_page(page)
    assert list(KeptPages("openalex", "A1", None, DAY).pages()) == [page]
    kept.remove()


def test_only_pages_of_old_fetches_are_deleted():
    for days in (0, 1, 2, 40):
        KeptPages("dblp", "x/Y", None, DAY - datetime.timedelta(days=days)).keep_page(WorksPage(()))
    (paths.cache() / "fetch" / "notes").mkdir()
    (paths.cache() / "fetch" / "2026-99-99-x").mkdir()
    resume.remove_old(DAY)
    found = sorted(path.name[:10] for path in (paths.cache() / "fetch").iterdir())
    assert found == ["2026-10-11", "2026-10-12", "2026-99-99", "notes"]


def test_a_new_paper_under_the_title_of_a_known_one_is_new(ada, client):
    ada.on["/works"] = works(range(10))
    known = fetch(client)
    # Of ten titles, which two papers of other identifiers share here.
    ada.on["/works"] = works(range(-4, 10))
    fresh = fetch(client, known=known, today=DAY + datetime.timedelta(days=1))
    new = {paper.doi for paper in fresh.papers} - {paper.doi for paper in known.papers}
    assert new == {f"10.1234/example.{number}" for number in range(-4, 0)}
