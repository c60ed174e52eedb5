"""A talk and its article, a preprint and its publication are one work, which keeps both versions."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.library.merge import deduplicate, merge
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile, WorkVersion

DAY = date(2026, 5, 2)
WHO = ("Ilka Brandt", "Tomás Rey", "Nour Haddad")
TITLE = "Weaving Patterns from Broken Threads"
TALK = Paper(
    title=TITLE, authors=WHO, kind="conference", venue="Symposium on Looms", pages="100-109", date=PartialDate(2018),
    id="brandt18loom",
)  # fmt: skip
ARTICLE = Paper(
    title=TITLE, authors=WHO, kind="article", venue="Journal of Weaving", volume="21", pages="1-40",
    date=PartialDate(2020, 2), doi="10.5072/jw.21.1", id="brandt20weaving",
)  # fmt: skip
PREPRINT = Paper(
    title=TITLE, authors=WHO, kind="preprint", venue="arXiv", date=PartialDate(2018, 3, 4), arxiv="1803.01234",
    url="https://arxiv.org/abs/1803.01234", id="Brandt_1803",
)  # fmt: skip


def profile(*papers):
    return Profile(name="Ilka Brandt", papers=with_ids(papers))


def imported(*lists, curated=True):
    now = profile()
    for papers in lists:
        now = merge(now, profile(*papers), day=DAY, curated=curated).profile
    return now


def cited(paper):
    """All keys that a paper can be cited by."""
    return {paper.key or paper.id, *(one.key for one in paper.versions if one.key)}


def places(paper):
    own = (paper.kind, paper.venue, paper.pages, paper.date)
    return {
        own,
        *((one.kind, one.venue, one.pages, one.date) for one in paper.versions if one.kind),
    }


def test_a_talk_stays_with_the_article_that_follows():
    (one,) = imported([TALK], [ARTICLE]).papers
    assert (one.venue, one.volume, one.doi, one.key) == (
        "Journal of Weaving",
        "21",
        ARTICLE.doi,
        ARTICLE.id,
    )
    (talk,) = one.versions
    assert (talk.kind, talk.venue, talk.pages, talk.key) == (
        "conference",
        TALK.venue,
        TALK.pages,
        TALK.id,
    )


@pytest.mark.parametrize(
    "some", [(TALK, ARTICLE), (PREPRINT, ARTICLE), (PREPRINT, TALK), (TALK, ARTICLE, PREPRINT)]
)
def test_in_any_order_it_is_the_same_work(some):
    works = [imported(*([one] for one in order)).papers for order in permutations(some)]
    assert all(len(work) == 1 for work in works)
    assert len({frozenset(places(work[0])) for work in works}) == 1
    assert (
        len(
            {
                (work[0].venue, work[0].volume, work[0].doi, work[0].key or work[0].id)
                for work in works
            }
        )
        == 1
    )
    for (work,) in works:
        assert cited(work) == {one.id for one in some}
        assert len(places(work)) == len(some)


@pytest.mark.parametrize("curated", [True, False])
@pytest.mark.parametrize("order", list(permutations([TALK, ARTICLE, PREPRINT])))
def test_importing_a_version_again_finds_the_work_and_changes_nothing(order, curated):
    before = imported(*([one] for one in order), curated=curated)
    for again in order:
        outcome = merge(before, profile(again), day=DAY, curated=curated)
        assert outcome.profile == before
        assert not outcome.changed
    assert merge(before, profile(*order), day=DAY, curated=curated).profile == before


def test_a_correction_of_the_talk_reaches_its_version():
    before = imported([TALK], [ARTICLE])
    corrected = replace(TALK, pages="101-110", doi="10.5072/talks.9")
    (one,) = merge(before, profile(corrected), day=DAY, curated=True).profile.papers
    assert (one.pages, one.doi) == (ARTICLE.pages, ARTICLE.doi)
    assert [(version.pages, version.doi) for version in one.versions] == [
        ("101-110", "10.5072/talks.9")
    ]


def test_the_doi_and_the_key_of_a_version_find_the_work():
    talk = replace(TALK, doi="10.5072/talks.9")
    before = imported([talk], [ARTICLE])
    renamed = Paper(
        title="Weaving from Threads, a Talk on Broken Patterns",
        authors=WHO,
        doi="10.5072/talks.9",
        id="x",
    )
    assert len(merge(before, profile(renamed), day=DAY).profile.papers) == 1
    moved = replace(talk, doi=None, date=PartialDate(2011))  # which alone would be another work
    assert len(merge(before, profile(moved), day=DAY, curated=True).profile.papers) == 1


def test_a_talk_and_an_article_with_a_doi_each_are_one_work():
    (one,) = imported([replace(TALK, doi="10.5072/talks.9")], [ARTICLE]).papers
    assert (one.doi, one.versions[0].doi) == (ARTICLE.doi, "10.5072/talks.9")


@pytest.mark.parametrize(
    "changes",
    [
        {"authors": ("Ilka Brandt", "Someone Else", "Third Person", "Fourth One")},
        {"date": PartialDate(2022)},
        {"doi": "10.5072/ch.3", "kind": "chapter"},
    ],
)
def test_what_is_not_sure_stays_two_and_is_named(changes):
    outcome = merge(
        profile(replace(TALK, **changes)),
        profile(replace(ARTICLE, date=PartialDate(2018))),
        day=DAY,
    )
    assert len(outcome.profile.papers) == 2
    assert len(outcome.doubtful) == 1


def test_two_articles_of_two_dois_stay_two():
    other = replace(ARTICLE, doi="10.5072/other.4", venue="Annals of Thread", id="b")
    assert len(imported([ARTICLE], [other]).papers) == 2


def test_another_talk_of_the_title_is_not_the_one_that_is_known():
    before = imported([replace(TALK, doi="10.5072/talks.9")], [ARTICLE])
    second = replace(
        TALK, doi="10.5072/talks.77", venue="Symposium on Threads", pages="7-9", id="c"
    )
    assert len(merge(before, profile(second), day=DAY).profile.papers) == 2


def test_both_in_one_list_stay_two_and_a_list_of_both_adds_nothing_to_their_work():
    both = profile(TALK, ARTICLE)
    assert len(deduplicate(both).profile.papers) == 2
    one = imported([TALK], [ARTICLE])
    assert merge(one, both, day=DAY, curated=True).profile == one
    two = imported([TALK, ARTICLE])
    assert len(two.papers) == 2
    assert merge(two, profile(TALK), day=DAY, curated=True).profile == two
    assert merge(two, profile(replace(TALK, citations=3)), day=DAY).profile.papers[0].citations == 3


def test_another_key_of_the_same_version_is_kept():
    (one,) = imported([ARTICLE], [replace(ARTICLE, id="weaving")]).papers
    assert one.versions == (WorkVersion(key="weaving"),)
    assert one.id == ARTICLE.id


def test_a_made_id_is_no_key():
    (one,) = imported([replace(TALK, id="")], [replace(ARTICLE, id="")]).papers
    assert one.key is None
    assert one.versions[0].key is None


def test_a_key_reaches_a_paper_that_was_fetched_before():
    (one,) = imported([replace(ARTICLE, id="")], [ARTICLE]).papers
    assert one.key == ARTICLE.id


@pytest.mark.parametrize("form", ["toml", "jsonl"])
def test_versions_go_through_our_own_formats(form):
    one = imported([TALK], [ARTICLE], [PREPRINT])
    text = "".join(formats.write(form, one, one.papers))
    (back,) = formats.read_bytes(text.encode()).profile.papers
    assert back.versions == one.papers[0].versions


_VERSIONS = st.builds(
    lambda base, facts: replace(base, **facts),
    st.sampled_from([TALK, ARTICLE, PREPRINT]),
    st.fixed_dictionaries(
        {},
        optional={
            "citations": st.integers(0, 9),
            "url": st.sampled_from([None, "https://looms.example/1"]),
            "id": st.sampled_from(["k1", "k2", ""]),
            "pages": st.none(),
            "abstract": st.sampled_from(["", "We weave."]),
            "doi": st.none(),
        },
    ),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(_VERSIONS, min_size=1, max_size=4), st.booleans())
def test_whatever_is_imported_nothing_is_lost_and_nothing_doubled(some, curated):
    work = imported(*([one] for one in some), curated=curated)
    (one,) = work.papers
    venues = {one.venue, *(version.venue for version in one.versions)}
    assert venues - {None} == {version.venue for version in some}
    assert {
        paper.id for paper in profile(*some).papers if paper.id in {"k1", "k2", TALK.id}
    } <= cited(one) | {one.id}
    assert len([version for version in one.versions if version.kind]) < 3
    last = profile(some[-1])
    assert merge(work, last, day=DAY, curated=curated).profile == work


def test_the_fields_of_the_talk_do_not_go_to_the_article():
    talk = replace(TALK, bibtex=(("entrytype", "inproceedings"), ("eventtitle", "Looms")))
    before = imported([talk], [ARTICLE])
    assert before.papers[0].bibtex == ()
    assert not merge(before, profile(talk), day=DAY, curated=True).changed
