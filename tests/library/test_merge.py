"""Merging makes one paper of two of the same work, keeps two of different works, and loses nothing."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.library import locate, store
from paperbrowser.library.merge import apply, deduplicate, merge, without_merging
from paperbrowser.library.merge.decide import Doubtful, Incoming, New, Same, decide
from paperbrowser.library.merge.work import loose_title_key
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import KINDS, Paper, Profile
from tests.dates import less_of, partial_dates

TODAY = date(2026, 3, 1)
HO = ("Shirley Ho", "Miles Cranmer", "Peter Melchior")
PREPRINT = Paper(
    title="Lagrangian Neural Networks for Galaxies", authors=HO, date=PartialDate(2020, 3, 10), kind="preprint",
    venue="arXiv", arxiv="2003.04630", url="https://arxiv.org/abs/2003.04630", abstract="We propose. " * 20,
)  # fmt: skip
ARTICLE = Paper(
    title="Lagrangian neural networks for galaxies.", authors=("S. Ho", "M. Cranmer", "P. Melchior"),
    date=PartialDate(2021), kind="article", venue="The Astrophysical Journal",
    volume="12", pages="1-14", doi="10.3847/1538-4357/abc", url="https://doi.org/10.3847/1538-4357/abc",
    citations=40,
)  # fmt: skip


def profile(*papers, **facts):
    return Profile(name="Shirley Ho", papers=with_ids(papers), **facts)


def merged(one, other):
    return merge(profile(one), profile(other), day=TODAY)


def paper(title, **facts):
    return Paper(title=title, **{"authors": HO, "date": PartialDate(2020, 3, 10), **facts})


# Papers and their updates


@pytest.mark.parametrize("turned", [False, True])
def test_a_preprint_and_its_article_become_one_paper_with_both_links(turned):
    first, then = (ARTICLE, PREPRINT) if turned else (PREPRINT, ARTICLE)
    outcome = merged(first, then)
    (one,) = outcome.profile.papers
    assert (one.doi, one.arxiv) == ("10.3847/1538-4357/abc", "2003.04630")
    assert (one.venue, one.kind, one.volume) == ("The Astrophysical Journal", "article", "12")
    assert one.date_text == "2021"
    assert one.authors == HO
    assert one.abstract == PREPRINT.abstract
    assert one.url == ARTICLE.url
    assert one.citations == 40
    assert one.added is None
    assert (len(outcome.added), len(outcome.updated), outcome.unchanged) == (0, 1, 0)


def test_the_day_is_kept_if_the_publication_has_only_the_year():
    one = merged(PREPRINT, replace(ARTICLE, date=PartialDate(2020))).profile.papers[0]
    assert one.date_text == "2020-03-10"


def test_fields_that_a_source_does_not_have_stay():
    old = paper(
        "On Machines", score=87.5, code=True, category="CO", affiliations=("cambridge",), citations=3,
        abstract="All of it.", et_al=False,
    )  # fmt: skip
    new = paper("On machines", authors=HO[:1], et_al=True, citations=5, doi="10.1000/1")
    one = merged(old, new).profile.papers[0]
    assert one == replace(
        old, citations=5, doi="10.1000/1", id=one.id
    )  # the complete list of authors wins
    (update,) = merged(old, new).updated
    assert update.fields == ("citations", "doi")


def test_an_abstract_that_was_cut_does_not_replace_the_whole_one():
    old, cut = paper("On Machines", abstract="word " * 200), paper("On Machines", abstract="word …")
    assert merged(old, cut).profile.papers[0].abstract == old.abstract
    other = paper("On Machines", abstract="other " * 200)
    assert merged(old, other).profile.papers[0].abstract == other.abstract


def test_two_sources_in_turn_do_not_undo_each_other():
    one = profile(paper("ON MACHINES", authors=("S Ho", "M Cranmer", "P Melchior"), category="CO"))
    other = profile(paper("On $N$ Machines"), paper("On Machines", category="astro-ph.CO"))
    known = merge(one, other, day=TODAY).profile
    assert not merge(known, one, day=TODAY).changed
    assert not merge(known, other, day=TODAY).changed


def test_new_papers_come_first_with_the_day_and_ids_of_their_own():
    old = profile(paper("On Machines"), paper("On Engines"))
    new = replace(
        profile(paper("On Looms"), paper("On Machines"), paper("On Machines", authors=("Zoe Ho",))),
        h_index=9,
        claimed=54,
    )
    outcome = merge(old, new, day=TODAY)
    assert [one.title for one in outcome.profile.papers] == [
        "On Looms", "On Machines", "On Machines", "On Engines",
    ]  # fmt: skip
    assert [one.added for one in outcome.profile.papers] == [TODAY, TODAY, None, None]
    assert outcome.profile.papers[2:] == old.papers
    assert outcome.facts == ("claimed", "h_index")
    assert len({one.id for one in outcome.profile.papers}) == 4


def test_the_day_of_the_former_fetch_is_kept():
    old = profile(paper("On Machines"), source="openalex", source_id="A1", updated=date(2026, 1, 5))
    same_day = merge(old, replace(old, citations=9), day=TODAY).profile
    assert (same_day.updated, same_day.since) == (date(2026, 1, 5), None)
    later = merge(same_day, replace(old, updated=TODAY, name="S. Ho"), day=TODAY).profile
    assert (later.updated, later.since, later.name) == (TODAY, date(2026, 1, 5), "Shirley Ho")
    from_a_file = merge(later, profile(paper("On Machines")), day=TODAY)
    assert not from_a_file.changed


def test_two_versions_in_one_list_become_one_paper():
    listed = profile(PREPRINT, paper("On Looms"), ARTICLE)
    outcome = deduplicate(listed)
    assert [one.title for one in outcome.profile.papers] == [PREPRINT.title, "On Looms"]
    assert outcome.profile.papers[0].doi == ARTICLE.doi
    assert outcome.profile.papers[0].id == listed.papers[0].id
    assert [(one.kind, other.kind) for one, other in outcome.joined] == [("preprint", "article")]
    assert deduplicate(outcome.profile).profile == outcome.profile


# Which papers are one work


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (paper("Lagrangian Neural Networks"), paper("LAGRANGIAN NEURAL-NETWORKS.")),
        (paper("The $\\Lambda$CDM Model of N-body Worlds"), paper("The ΛCDM model of N body worlds")),
        (paper("{\\it Gaia} and Schr\\\"odinger"), paper("Gaia and Schrödinger")),
        (paper("AstroCLIP: a Cross-Modal Model"), paper("AstroCLIP - A cross-modal model")),
        (paper("A Foundation Model for Spiral Galaxies: AstroCLIP"), paper("A Foundation Model for Spiral Galaxies")),
        (paper("Old Title", doi="10.1000/1"), paper("Another Title of It", doi="10.1000/1")),
        (paper("Old Title", arxiv="2003.04630"), paper("New Title", url="https://arxiv.org/abs/2003.04630v2")),
        (paper("On Machines", doi="10.48550/arxiv.2003.04630"), paper("On Machines", doi="10.1000/1")),
        (paper("On Machines"), paper("On Machines", date=PartialDate(2022, 3, 1))),
        (paper("On Machines", authors=HO[:1], et_al=True), paper("On Machines")),
        (paper("On Machines"), paper("On Machines", authors=("Ho S", "Cranmer M", "Melchior P"))),
        (paper("On Machines", authors=("Jörg Müller",)), paper("On Machines", authors=("J. Mueller",))),
        (paper("On Machines", authors=("Planck Collaboration", "S. Ho")), paper("On Machines")),
    ],
)  # fmt: skip
def test_papers_of_one_work_become_one(one, other):
    for first, then in ((one, other), (other, one)):
        outcome = merged(first, then)
        assert len(outcome.profile.papers) == 1, outcome
        assert not outcome.doubtful


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (paper("From Dark Matter to Galaxies with Convolutional Networks"),
         paper("From Dark Matter to Galaxies with Convolutional Neural Networks")),
        (paper("On Machines, Part I"), paper("On Machines, Part II")),
        (paper("On Machines. Part A"), paper("On Machines. Part B")),
        (paper("On Machines I"), paper("On Machines")),
        (paper("Planck 2015 results. XIII"), paper("Planck 2015 results. XIV")),
        (paper("Planck 2015 results. XIII. Parameters"), paper("Planck 2015 results")),
        (paper("Planck 2013 results of the whole survey"), paper("Planck 2015 results of the whole survey")),
        (paper("Models 1.2 of all engines"), paper("Models 12 of all engines")),
        (paper("On Machines"), paper("Erratum: On Machines")),
        (paper("On Machines"), paper("Reply to “On Machines”")),
        (paper("On Machines in General Terms"), paper("On Machines in General Terms: Corrigendum")),
        (paper("On Machines", doi="10.1000/1"), paper("On Machines", doi="10.1000/2")),
        (paper("On Machines", arxiv="2003.04630"), paper("On Machines", arxiv="2003.04631")),
        (paper("On Machines"), paper("On Machines", authors=("Ann Example", "Bo Other"))),
        (paper("On Machines"), paper("On Machines", date=PartialDate(2009, 1, 1))),
        (paper("Introduction"), paper("Introduction", abstract="Of another book.")),
        (paper("Editorial", venue="Nature"), paper("Editorial", venue="Nature", citations=1)),
        (paper("SimBIG: Mock Challenge"), paper("SimBIG: Field Level")),
        (paper("???"), paper("!!!")),
    ],
)  # fmt: skip
def test_papers_of_two_works_stay_two(one, other):
    for first, then in ((one, other), (other, one)):
        assert len(merged(first, then).profile.papers) == 2
        assert merged(first, then).doubtful == ()
    assert len(deduplicate(profile(one, other)).profile.papers) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (paper("Discovering Symbolic Models of Galaxies"), paper("Discovering Symbolc Models of Galaxies")),
        (paper("On Machines"), paper("On Machines", date=PartialDate(2024, 1, 1))),
        (paper("On Machines"), paper("On Machines", authors=())),
        (paper("On Machines"), paper("On Machines", kind="dataset")),
        (paper("Review of Particles", volume="1"), paper("Review of Particles", volume="2")),
        (paper("AstroCLIP: A Cross-Modal Model"), paper("AstroCLIP")),
        (paper("Decays of $B^+$ mesons"), paper("Decays of $B^-$ mesons")),
        (paper("On Machines", doi="10.1000/1"), paper("Erratum: On Machines", doi="10.1000/1")),
        (paper("On Machines", doi="10.1000/1"),
         Paper(title="Proceedings of the Whole Congress", authors=("Ann Example",), doi="10.1000/1")),
    ],
)  # fmt: skip
def test_doubtful_papers_stay_two_and_are_reported(one, other):
    one = replace(one, kind=one.kind or "article")
    outcome = merged(one, other)
    assert len(outcome.profile.papers) == 2
    assert [{first.title, second.title} for first, second in outcome.doubtful] == [
        {one.title, other.title}
    ]


def test_the_sample_has_no_paper_twice():
    sample = store.read(locate.sample().path).profile
    assert deduplicate(sample).profile == sample
    outcome = merge(replace(sample, papers=sample.papers[10:]), sample, day=None)
    assert (len(outcome.added), outcome.unchanged) == (10, 40)
    assert set(outcome.profile.papers) == set(sample.papers)


# Decisions


def test_each_incoming_paper_has_one_decision_and_nothing_is_changed_by_it():
    same, doubtful = paper("On Machines", doi="10.1000/1"), paper("AstroCLIP", kind="article")
    old = profile(same, doubtful, paper("On Wheels"))
    cited = replace(old.papers[0], citations=3)
    longer = paper("AstroCLIP: A Cross-Modal Model", kind="article", id="longer")
    new = paper("On Looms", id="looms")
    incoming = [Incoming(old.papers[2], (2,)), Incoming(cited), Incoming(longer), Incoming(new)]
    decisions = decide(old.papers, incoming)
    assert [one.outcome for one in decisions] == [Same(2), Same(0, cited), Doubtful((1,)), New()]
    assert [one.paper for one in decisions] == [one.paper for one in incoming]
    outcome = apply(old, decisions, day=TODAY)
    assert [one.id for one in outcome.added] == ["longer", "looms"]
    assert [one.after for one in outcome.updated] == [cited]
    assert outcome.doubtful == ((outcome.added[0], old.papers[1]),)
    assert outcome.profile.papers == (*outcome.added, cited, *old.papers[1:])


# Properties

titles = st.sampled_from(
    ["On Machines", "on machines.", "On Machines: a Study", "On Machines I", "On Machines II", "Editorial",
     "The Great Theory of All Galaxies", "The Great Theory of All Galaxis", "", "A", "Erratum: On Machines"]
)  # fmt: skip
people = st.sampled_from(
    ["Shirley Ho", "S. Ho", "Ho S", "Miles Cranmer", "Ann Example", "X Collaboration"]
)
papers = st.builds(
    Paper,
    title=titles,
    authors=st.lists(people, max_size=3).map(tuple),
    et_al=st.booleans(),
    # Within what is one work: else one source may date it so that its other entry does not find it again.
    date=st.none() | partial_dates(2019, 2021),
    year_inferred=st.booleans(),
    kind=st.none() | st.sampled_from(KINDS[:3]),
    venue=st.sampled_from([None, "arXiv", "ApJ"]),
    volume=st.sampled_from([None, "1"]),
    category=st.sampled_from([None, "CO", "astro-ph.CO"]),
    doi=st.sampled_from([None, None, "10.1000/1", "10.1000/2", "10.48550/arxiv.2003.04630"]),
    arxiv=st.sampled_from([None, None, "2003.04630", "1605.08386"]),
    url=st.sampled_from([None, "https://arxiv.org/abs/2003.04630", "https://doi.org/10.1000/1"]),
    citations=st.none() | st.integers(0, 3),
    score=st.none() | st.just(50.0),
    abstract=st.sampled_from(["", "Short.", "A long abstract of many words."]),
)  # fmt: skip
profiles = st.lists(papers, max_size=6).map(lambda some: profile(*some))
thorough = settings(
    deadline=None,
    max_examples=2 * settings.default.max_examples,
    suppress_health_check=[HealthCheck.too_slow],
)


@thorough
@given(profiles)
def test_a_profile_merged_with_itself_is_itself(one):
    outcome = merge(one, one, day=TODAY)
    assert outcome.profile == one
    assert not outcome.changed
    assert outcome.unchanged == len(one.papers)


WORKS = (
    Paper(title="On Machines", authors=("Ann Example", "Bo Other", "Cy Third"), date=PartialDate(2019, 5, 3),
          doi="10.1000/1", arxiv="1905.01234", kind="article", venue="ApJ", volume="7", citations=5),
    Paper(title="The Great Theory of All Galaxies", authors=("Shirley Ho",), date=PartialDate(2020, 4, 9), arxiv="2004.04630",
          doi="10.48550/arxiv.2004.04630", kind="preprint", venue="arXiv", abstract="A long abstract of many words."),
    Paper(title="From Dark Matter to Galaxies with Convolutional Networks", authors=("Xinyue Zhang", "Yanfang Wang"),
          date=PartialDate(2019, 2, 15), arxiv="1902.05965", doi="10.1145/3292500"),
    Paper(title="From Dark Matter to Galaxies with Convolutional Neural Networks", authors=("Jacky Yip", "Xinyue Zhang"),
          date=PartialDate(2019, 10, 17), arxiv="1910.07813"),
    Paper(title="Editorial", authors=("Ann Example",), date=PartialDate(2021), volume="3", pages="1-2"),
)  # fmt: skip


@st.composite
def listed(draw, work):
    """A work as a source may list it: with fewer fields, or in other words."""
    name = st.sampled_from([str, str.upper, lambda title: f"{title}."])
    authors = work.authors[: draw(st.integers(1, 3))]
    if draw(st.booleans()):
        authors = tuple(f"{name[0]}. {name.rpartition(' ')[2]}" for name in authors)
    links = [None] + [f"https://doi.org/{work.doi}"] * bool(work.doi)
    changes = {
        "title": draw(name)(work.title),
        "authors": authors,
        "et_al": len(authors) < len(work.authors),
        "date": work.date and less_of(work.date, draw(st.sampled_from(["year", "month", "day"]))),
        "url": draw(st.sampled_from([*links, f"https://arxiv.org/abs/{work.arxiv}"] if work.arxiv else links)),
    }  # fmt: skip
    for unset in ("doi", "arxiv", "kind", "venue", "citations"):
        if draw(st.booleans()):
            changes[unset] = None
    if draw(st.booleans()):
        changes["abstract"] = ""
    return replace(work, **changes)


sources = st.lists(st.sampled_from(WORKS).flatmap(listed), max_size=6).map(
    lambda some: profile(*some)
)


@thorough
@given(sources, sources)
def test_merging_a_second_time_changes_nothing(old, new):
    old = deduplicate(old).profile  # as any that was imported is
    once = merge(old, new, day=TODAY).profile
    again = merge(once, new, day=TODAY)
    assert again.profile == once
    assert not again.changed


def test_two_entries_of_a_curated_list_stay_two():
    one = paper("On Machines", doi="10.1000/1", id="Example:2020")
    other = replace(one, id="Example:2020a")
    old = without_merging(profile(one, other))
    assert old.profile.papers == (one, other)
    assert old.doubtful == ((one, other),)
    corrected = replace(other, venue="ApJ")
    outcome = merge(old.profile, profile(one, corrected), day=TODAY, curated=True)
    assert outcome.profile.papers == (one, corrected)
    assert (len(outcome.updated), outcome.unchanged, outcome.added) == (1, 1, ())


def test_an_id_reused_for_another_work_is_not_followed():
    old = profile(paper("On Machines", id="x"))
    new = profile(paper("A Theory of Everything Else", id="x"))
    outcome = merge(old, new, day=TODAY, curated=True)
    assert [one.title for one in outcome.profile.papers] == [
        "A Theory of Everything Else",
        "On Machines",
    ]
    assert outcome.profile.papers[1].id == "x"


def test_a_talk_and_its_article_stay_two_if_one_source_lists_both():
    talk, article = (
        paper("On Machines", venue="ICML"),
        paper("On Machines", venue="Journal of Machines"),
    )
    once = deduplicate(profile(talk, article))
    assert len(once.profile.papers) == 2
    assert len(once.doubtful) == 1


@thorough
@given(sources, sources)
def test_merging_a_curated_list_a_second_time_adds_nothing(old, new):
    old, new = (
        profile(*(replace(one, id=f"{whose}{n}") for n, one in enumerate(some.papers)))
        for whose, some in (("mine", old), ("yours", new))
    )
    once = merge(old, new, day=TODAY, curated=True).profile
    assert len(once.papers) >= max(len(old.papers), len(new.papers))
    # A third paper may update either of two that are alike, but none is added twice.
    assert merge(once, new, day=TODAY, curated=True).added == ()


@thorough
@given(sources, sources)
def test_works_of_other_titles_are_never_joined(old, new):
    outcome = merge(deduplicate(old).profile, new, day=TODAY)
    told = {loose_title_key(paper.title) for paper in (*old.papers, *new.papers)}
    assert {loose_title_key(paper.title) for paper in outcome.profile.papers} == told


@thorough
@given(profiles, profiles)
def test_no_field_of_the_old_papers_is_lost(old, new):
    outcome = merge(old, new, day=TODAY)
    ids = [one.id for one in outcome.profile.papers]
    assert len(set(ids)) == len(ids)
    assert ids[len(outcome.added) :] == [one.id for one in old.papers]
    assert len(outcome.updated) + outcome.unchanged == len(old.papers)
    unset = Paper(title="")
    for before, after in zip(old.papers, outcome.profile.papers[len(outcome.added) :], strict=True):
        for name in (field.name for field in fields(Paper)):
            if name in {
                "venue",
                "volume",
                "et_al",
                "year_inferred",
                "title",
                "kind",
            }:
                continue
            if getattr(before, name) != getattr(unset, name):
                assert getattr(after, name) != getattr(unset, name), name
        assert len(after.authors) >= 1 or not before.authors
        assert before.score == after.score or after.score is not None


@thorough
@given(profiles)
def test_deduplicating_twice_is_deduplicating_once(one):
    once = deduplicate(one).profile
    assert deduplicate(once).profile == once
    assert {paper.id for paper in once.papers} <= {paper.id for paper in one.papers}


@given(st.integers(0, 20), st.integers(0, 20))
def test_disjoint_lists_keep_all_papers_in_either_order(first, second):
    one = profile(*(paper(f"On Machine number {n}") for n in range(first)))
    other = profile(*(paper(f"About Loom number {n}") for n in range(second)))
    titles = {one.title for one in one.papers + other.papers}
    for old, new in ((one, other), (other, one)):
        listed = merge(old, new, day=TODAY).profile.papers
        assert len(listed) == first + second
        assert {one.title for one in listed} == titles


@pytest.mark.slow
def test_many_papers_of_one_title_or_one_doi_take_no_longer():
    alike = profile(
        *(Paper(title="Notes on all the engines of our time", pages=str(n)) for n in range(5000))
    )
    of_one = profile(*(Paper(title=f"Chapter {n} on x{n}", authors=(f"A{n} B{n}",), doi="10.1000/1") for n in range(5000)))  # fmt: skip
    for listed in (alike, of_one):
        deduplicate(listed)
        merge(listed, replace(listed, papers=tuple(replace(one, citations=1) for one in listed.papers)), day=None)  # fmt: skip


def test_the_day_a_publication_of_a_preprint_became_known_is_kept():
    draft = Paper(title="Silt in slow rivers", arxiv="2509.00011", kind="preprint", id="silt")
    bare = Paper(
        title="Gravel in fast rivers", authors=("Una Brook",), date=PartialDate(2025), id="gravel"
    )
    old = Profile(name="Una Brook", papers=(draft, bare))
    silt = replace(draft, kind="article", venue="Journal of Rivers", doi="10.5072/silt", id="x")
    gravel = replace(bare, venue="Journal of Rivers", id="y")
    first = merge(old, replace(old, papers=(silt, gravel)), day=TODAY).profile
    # Of the other one it was not known that it was a preprint.
    assert [paper.published for paper in first.papers] == [TODAY, None]
    later = merge(
        first, replace(old, papers=(replace(silt, citations=3),)), day=date(2027, 1, 1)
    ).profile
    assert (later.papers[0].citations, later.papers[0].published) == (3, TODAY)
    # Nothing is told of a preprint that comes after its publication.
    other = merge(later, replace(old, papers=(draft,)), day=date(2027, 2, 2)).profile
    assert other.papers[0].published == TODAY
    assert toml.read(Input.of_text(toml.dumps(other))).profile == other
