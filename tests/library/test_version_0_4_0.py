"""Profiles and sessions of version 0.4.0 open as they did there."""

from datetime import date
from pathlib import Path

from paperbrowser import formats
from paperbrowser.formats.result import ReadResult
from paperbrowser.library import session, store
from paperbrowser.library.importing import import_result
from paperbrowser.library.locate import Origin, locate
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.system import paths

FIXTURES = Path(__file__).parent.parent / "fixtures" / "0.4.0"
PROFILE = FIXTURES / "ada-lovelace.toml"


def installed():
    """Copy the profile and the session to where 0.4.0 kept them, and return the profile's file."""
    path = paths.data() / "profiles" / PROFILE.name
    path.parent.mkdir(parents=True)
    path.write_bytes(PROFILE.read_bytes())
    text = (FIXTURES / "session.json").read_text()
    (former,) = (line.split('"')[1] for line in text.splitlines() if "ada-lovelace" in line)
    session.file().parent.mkdir(parents=True, exist_ok=True)
    session.file().write_text(text.replace(former, str(path.resolve())))
    return path


def test_a_profile_is_read_with_all_its_fields():
    result = formats.read(PROFILE)
    assert result.remarks == ()
    profile = result.profile
    assert (profile.name, profile.field, profile.affiliation) == (
        "Ada Lovelace", "math.HO", "University of London"
    )  # fmt: skip
    assert (profile.claimed, profile.h_index, profile.citations) == (5, 2, 1843)
    assert (profile.novelty, profile.ai_score, profile.orcid) == (61.5, 7, "0000-0002-1825-0097")
    assert (profile.source, profile.source_id) == ("openalex", "a5023888391")
    assert (profile.updated, profile.since) == (date(2026, 2, 1), date(2025, 11, 12))
    new, notes, preprint, looms = profile.papers
    assert [paper.id for paper in profile.papers] == [
        "looms2", "lovelace1843", "lovelace2024", "babbage1850"
    ]  # fmt: skip
    assert [paper.date_text for paper in profile.papers] == ["2025-01", "1843-09", "2024", "1850"]
    assert new.added == date(2026, 11, 26)
    assert (notes.kind, notes.venue, notes.volume, notes.pages, notes.doi) == (
        "article", "Scientific Memoirs", "3", "666-731", "10.1000/notes.1843"
    )  # fmt: skip
    assert notes.authors == ("Ada Lovelace", "Charles Babbage")
    assert (preprint.arxiv, preprint.category) == ("2401.01234", "hep-ph")
    assert preprint.abstract == "We propose.\n\nA second paragraph."
    assert (looms.score, looms.citations, looms.code, looms.et_al) == (87.5, 12, True, True)
    assert (looms.url, looms.affiliations) == ("https://example.org/looms", ("london",))


def test_a_session_comes_back_to_its_place_in_the_profile():
    path = installed()
    assert locate("Ada Lovelace") == Origin(path, "library")
    assert session.origin_of(None) == Origin(path, "library")
    assert session.place_in(path) == session.SessionPlace(
        query="looms", order=Order(SortKey.DATE), paper="looms2", line=1, zoomed=True
    )


def test_writing_a_profile_changes_nothing():
    path = installed()
    result = store.read(path)
    with store.writing():
        assert store.write(path, result.profile) is None
    assert path.read_bytes() == PROFILE.read_bytes()
    done = import_result(ReadResult(result.profile, curated=True))
    assert (done.path, done.is_new, done.merged.changed) == (path, False, False)
