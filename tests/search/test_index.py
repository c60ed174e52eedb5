"""Queries as users type them, and the papers that they are meant for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.library import locate, store
from paperbrowser.papers import display
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from paperbrowser.search import SearchIndex
from paperbrowser.search.index.analysed import AnalysedPapers
from paperbrowser.search.index.build import build
from paperbrowser.search.query import parse

(
    EMULATOR,
    PHYSICS,
    MULTIMODAL,
    LAMBDA,
    QUASAR,
    SCHOOL,
    JETS,
    QUOTED,
    COSMOS,
    HOLES,
    WAVES,
    PLANETS,
) = range(12)
PAPERS = (
    Paper(
        title="Field Level Neural Network Emulator for Cosmological N-body Simulations",
        authors=("Drew Jamieson", "Yin Li", "Shirley Ho"),
        abstract="We build a field level emulator for large scale structure formation, "
        "accurate in the nonlinear regime.\n\nIts training takes a host of simulations.",
        category="astro-ph.CO",
        date=PartialDate(2022, 6, 9),
        score=81.0,
        code=True,
    ),
    Paper(
        title="Multiple Physics Pretraining for Physical Surrogate Models",
        authors=("Michael McCabe", "Bruno Régaldo-Saint Blancard"),
        abstract="An autoregressive task-agnostic pretraining approach for surrogate modeling with transformers.",
        category="cs.LG",
        date=PartialDate(2023, 10, 4),
        code=True,
    ),
    Paper(
        title="A Generative Multimodal Foundation Model for Biomolecules",
        authors=("Siavash Golkar",),
        category="q-bio.BM",
        date=PartialDate(2026, 1, 2),
    ),
    Paper(
        title=r"Testing $\Lambda$CDM with H$\alpha$ emitters",
        authors=("Jörg Müller", "Karl Øster"),
        abstract=r"The power spectrum $P(k)$ of the $\alpha$-enhanced sample.",
        category="astro-ph.CO",
        date=PartialDate(2020, 3, 1),
        score=40.0,
    ),
    Paper(
        title="The X-ray background of faint quasars",
        authors=("Ada Hosseini",),
        abstract="Dark clouds hide matter; the dark is not the matter here.",
        category="astro-ph.HE",
        date=PartialDate(2021, 3, 1),
        score=90.0,
    ),
    Paper(title="A school for telescopes", abstract="Dark matter, taught to emulators and others."),
    Paper(title="Jets of radio galaxies seen side by side", authors=("Emma Fielder",), score=12.0),
    Paper(title='"Are we alone?": 100 answers -none convincing, year:2020', date=PartialDate(2020, 5, 5)),
    Paper(title="从暗物质到星系", authors=("李 明",), abstract="宇宙学模拟"),
    Paper(title="Dark Matter Halos and Black Holes", authors=("Miles Cranmer", "Shirley Ho")),
    Paper(title="Simultaneous Localization and Mapping of Gravitational Waves"),
    Paper(title="Emulation of planet formation", abstract="A neural network predicts the matter of dark disks."),
)  # fmt: skip
INDEX = SearchIndex.build(PAPERS)


def found(text, index=INDEX):
    return [hit.position for hit in index.search(text)]


def highlighted(text, position):
    """The pieces of a paper's texts that are highlighted, by field."""
    paper, results = PAPERS[position], INDEX.find(parse(text))
    assert position in results.positions
    texts = {
        "title": display.title(paper),
        "author": ", ".join(paper.authors),
        "abstract": display.abstract(paper),
    }
    spans = {field: results.highlighter.spans(texts[field], field) for field in texts}
    return {field: [texts[field][a:b] for a, b in spans[field]] for field in texts if spans[field]}


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("emulator cosmological field", EMULATOR),  # any order
        ("simulations body emulator", EMULATOR),
        ("field level neural netw", EMULATOR),  # unfinished
        ("emualtor cosmologcal", EMULATOR),  # misspelt
        ("netwrok emulatr cosmologi", EMULATOR),  # both
        ("fieldlevel emulater", EMULATOR),  # glued and misspelt
        ("nbody simulations", EMULATOR),  # however hyphens go
        ("n body emulator", EMULATOR),
        ("N-Body emulator", EMULATOR),
        ("field-level emulator", EMULATOR),
        ("multi modal", MULTIMODAL),
        ("multi-modal foundation", MULTIMODAL),
        ("multimodal foundation", MULTIMODAL),
        ("xray quasars", QUASAR),
        ("x‑ray quasars", QUASAR),
        ("task agnostic pretraining", PHYSICS),
        ("REGALDO physics", PHYSICS),  # case and accents
        ("Re\u0301galdo", PHYSICS),
        ("muller", LAMBDA),
        ("oster", LAMBDA),
        ("lambda cdm", LAMBDA),  # Greek and LaTeX
        ("ΛCDM", LAMBDA),
        ("λcdm halpha", LAMBDA),
        (r"$\Lambda$CDM", LAMBDA),
        ("h alpha emitters", LAMBDA),
        ("mpp", PHYSICS),  # initials, with and without the small words
        ("mppfp", PHYSICS),
        ("slam", WAVES),
        ("flnne", EMULATOR),
        ("fielder radio", JETS),  # a name and a word
        ("ho halos", HOLES),
        ("neural emulator banana", EMULATOR),  # one word of three is wrong
        ("宇宙", COSMOS),  # scripts without spaces
        ("暗物质 星系", COSMOS),
        ("李明", COSMOS),
    ],
)  # fmt: skip
def test_the_paper_that_was_meant_comes_first(text, best):
    assert found(text)[:1] == [best]


def test_a_word_as_typed_comes_before_similar_ones():
    assert found("emulation")[0] == PLANETS
    assert found("emulator")[0] == EMULATOR
    assert SCHOOL in found("emulator")  # "emulators", in the abstract
    assert found("dark matter")[0] == HOLES  # in the title, side by side
    assert set(found("dark matter")) == {HOLES, SCHOOL, QUASAR, PLANETS}
    # Every word must be there if there are but two of them.
    assert found("emulator banana") == []


def test_nonsense_finds_nothing():
    for text in ("qwzkv", "xkjqpz vbnqw", "zzzzzz emulator qqqqqq"):
        assert found(text) == []


def test_stop_words_are_required_only_when_there_are_no_other_words():
    assert found("the emulator of a field") == found("emulator field")
    assert found("are we")[0] == QUOTED
    assert found("the")[0] == QUASAR
    # They decide between two titles that are alike otherwise.
    index = SearchIndex.build(
        [Paper(title="Galaxies from halos"), Paper(title="Galaxies in halos")]
    )
    assert found("galaxies in halos", index) == [1, 0]  # fmt: skip
    assert found("galaxies from halos", index) == [0, 1]


def test_phrases_are_words_side_by_side():
    assert set(found('"dark matter"')) == {HOLES, SCHOOL}
    assert set(found('"matter dark"')) == set()
    assert found('"dark matter" school') == [SCHOOL]
    assert found('title:"dark matter"') == [HOLES]
    assert found('abstract:"dark matter"') == [SCHOOL]
    assert set(found('author:"shirley ho"')) == {EMULATOR, HOLES}
    assert found('"n-body simulations"') == found('"N body simulations"') == [EMULATOR]
    assert found('"dark matt') == found('"dark matter"')  # unfinished, as it is typed
    assert found('"dark matt"') == []
    assert found('"lambda cdm"') == [LAMBDA]
    assert found('"miles shirley"') == []  # from one author to the next is not side by side
    assert found('"biomolecules testing"') == []  # nor from one paper to the next
    # A quote that is not closed does not empty the list.
    assert found('"halos matter dark')[0] == HOLES


def test_exclusions_leave_papers_out():
    assert set(found("dark matter -halos")) == {SCHOOL, QUASAR, PLANETS}
    assert set(found("dark matter -halo")) == {HOLES, SCHOOL, QUASAR, PLANETS}  # only that word
    assert set(found('dark matter -"dark matter"')) == {QUASAR, PLANETS}
    assert set(found("dark matter -title:dark")) == {SCHOOL, QUASAR, PLANETS}
    assert set(found("emulator -n-body")) == set(found("emulator -nbody")) == {SCHOOL, PLANETS}
    assert EMULATOR not in found("-author:ho")
    assert found("-author:ho") == [at for at in range(12) if at not in (EMULATOR, HOLES)]


def test_words_with_a_field_are_found_in_that_field_only():
    assert set(found("author:ho ")) == {EMULATOR, HOLES}
    assert found("author:ho") == [*found("author:ho "), QUASAR]  # on its way to Hosseini
    assert found("title:emulator")[0] == EMULATOR
    assert SCHOOL not in found("title:emulator")
    assert EMULATOR not in found("abstract:cosmological")
    assert found("abstract:nonlinear") == [EMULATOR]
    assert found("author:fielder") == [JETS]
    assert found("author:feilder radio") == [JETS]
    assert found("title:fielder author:jets") == []


def test_filters_alone_keep_the_order_and_with_words_they_narrow():
    every = INDEX.find(parse("year:2020..2022"))
    assert every.positions.tolist() == [EMULATOR, LAMBDA, QUASAR, QUOTED]
    assert not every.ranked
    assert every.scores.tolist() == [0, 0, 0, 0]
    assert every.highlighter.spans(display.title(PAPERS[EMULATOR]), "title") == []
    assert found("has:code") == [EMULATOR, PHYSICS]
    assert found("cat:CO score:>80") == [EMULATOR]
    assert found("-has:abstract year:2026") == [MULTIMODAL]
    assert INDEX.find(parse("dark year:2021")).ranked
    assert found("dark year:2021") == [QUASAR]
    assert found("dark -year:2021 -has:abstract") == [HOLES]
    assert found("emulater has:code") == [EMULATOR]
    # An empty query finds every paper.
    nothing = INDEX.find(parse("  "))
    assert nothing.positions.tolist() == list(range(12))
    assert not nothing.ranked


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("cosmological", EMULATOR, {"title": ["Cosmological"]}),
        ("cosmologcal", EMULATOR, {"title": ["Cosmological"]}),
        ("cosmol", EMULATOR, {"title": ["Cosmol"]}),
        ("emulater field", EMULATOR, {"title": ["Field", "Emulator"], "abstract": ["field", "emulator"]}),
        ("fieldlevel", EMULATOR, {"title": ["Field Level"], "abstract": ["field level"]}),
        ("bio molecules", MULTIMODAL, {"title": ["Biomolecules"]}),
        ("body", EMULATOR, {"title": ["body"]}),
        ("nbody", EMULATOR, {"title": ["N-body"]}),
        ("agnostic", PHYSICS, {"abstract": ["agnostic"]}),
        ("regaldo", PHYSICS, {"author": ["Régaldo"]}),
        ("saint mccabe", PHYSICS, {"author": ["McCabe", "Saint"]}),
        ("ho emulator", EMULATOR, {"title": ["Emulator"], "author": ["Ho"], "abstract": ["emulator"]}),  # no "ho" of "host"
        ("mpp", PHYSICS, {"title": ["M", "P", "P"]}),
        ("slam", WAVES, {"title": ["S", "L", "a", "M"]}),
        ("flnnecnb", EMULATOR, {"title": ["F", "L", "N", "N", "E", "C", "N", "b"]}),
        ("lambda", LAMBDA, {"title": ["ΛCDM"]}),
        ('"dark matter"', HOLES, {"title": ["Dark Matter"]}),
        ('"body simul', EMULATOR, {"title": ["N-body Simulations"]}),
        ("title:emulator", EMULATOR, {"title": ["Emulator"]}),
        ("the quasars of background", QUASAR, {"title": ["The", "background", "of", "quasars"], "abstract": ["the", "the"]}),
        ("暗物质", COSMOS, {"title": ["暗", "物", "质"]}),
    ],
)  # fmt: skip
def test_exactly_the_matching_characters_are_highlighted(text, position, expected):
    assert highlighted(text, position) == expected


def test_a_pasted_title_finds_its_paper_whatever_syntax_it_contains():
    assert found(PAPERS[QUOTED].title)[0] == QUOTED
    assert found(PAPERS[LAMBDA].title)[0] == found(display.title(PAPERS[LAMBDA]))[0] == LAMBDA
    odd = ["-lensing", "Lensing", "year:2020", "Year 2020", "title:", "C++", "C", "“Quotes", "to be -or not"]  # fmt: skip
    index = SearchIndex.build([Paper(title=title) for title in odd])
    assert [found(title, index)[0] for title in odd] == list(range(len(odd)))
    # Typed by hand it is a query: what is left out stays out.
    assert found("-quotes", index) == [0, 1, 2, 3, 4, 5, 6, 8]


def test_each_paper_of_the_sample_is_found_by_its_title():
    papers = store.read(locate.sample().path).profile.papers
    index = SearchIndex.build(papers)
    for at, paper in enumerate(papers):
        title = display.title(paper)
        for text in (title, paper.title, title.upper(), title.replace("-", " "), f"  {title}. "):
            assert found(text, index)[0] == at, text


def test_near_spellings_of_a_word():
    assert INDEX.near_words("emulater")[0] == "emulator"
    assert INDEX.near_words("quazars") == ["quasars"]
    assert INDEX.near_words("N-bdy") == ["nbody"]
    assert INDEX.near_words("emulater", 1) == ["emulator"]
    assert INDEX.near_words("qqqqqqqqqq") == []
    assert INDEX.near_words("") == []
    assert INDEX.near_words("…") == []


def test_misspellings_are_forgiven_in_other_scripts():
    index = SearchIndex.build([Paper(title="Гравитационные волны"), Paper(title="Гипотезы")])
    for text in ("гравитационные", "ГРАВИТОЦИОННЫЕ ", "гравита", "грависацио"):
        assert found(text, index) == [0]


def test_an_index_of_few_papers_or_of_papers_without_words():
    for text in ("", "a", "a b c d", '"a b"', "-a", "author:a", "year:2020", '-"', "…"):
        assert found(text, SearchIndex.build([])) == []
        for title in ("", "…", "the of"):
            index = SearchIndex.build([Paper(title=title)])
            assert len(index) == 1
            assert found(text, index) in ([], [0])
    assert found("untitled", SearchIndex.build([Paper(title="")])) == [0]
    one = SearchIndex.build([Paper(title="Lagrangian Neural Networks")])
    assert found("lagrange", one) == found("neurla netw", one) == found("lnn", one) == [0]
    assert found("hamiltonian", one) == []
    assert found("", SearchIndex.build([Paper(title="…"), Paper(title="a")])) == [0, 1]


def test_a_limit_cuts_the_results():
    assert len(INDEX.search("dark matter", limit=2)) == 2
    assert INDEX.search("dark matter", limit=2) == INDEX.search("dark matter")[:2]
    assert INDEX.search("dark", limit=0) == []
    # Many papers, of which most are worth the same: these stay in the order of the list.
    many = SearchIndex.build(
        [Paper(title=f"Dark {'matter' * (at % 100 == 50)}") for at in range(1200)]
    )
    positions = found("dark matter", many)
    assert positions[:12] == [*range(50, 1200, 100)]
    following = found("dark", many)[128:]
    assert following == sorted(following)
    for limit in (1, 12, 100, 128, 129, 600):
        assert [hit.position for hit in many.search("dark", limit=limit)] == found("dark", many)[
            :limit
        ]
    scores = [hit.score for hit in many.search("dark")]
    assert scores == sorted(scores, reverse=True)


RUN = [
    Paper(title="Deep Learning for Weaving Patterns", authors=("Ida Loom",)),
    Paper(title="Learning to Weave: A Deep Survey", authors=("Otto Reed",)),
    Paper(title="Multi-Armed Bandits with Slow Shuttles", authors=("Uma Warp",)),
    Paper(title="On the Art of Knitting in Cold Weather", authors=("Per Purl",)),
    Paper(title="WOOLLY: Sparse Estimation of Yarn Tension", authors=("Ada Skein",)),
    Paper(title="What Is Felt? Bounds on Random Fibre Networks", authors=("Ada Skein",)),
    Paper(title="Spinning — Fast Algorithms for Carded Wool", authors=("Ada Skein",)),
]


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("deeplearningfor", 0),
        ("deeplearningforweaving", 0),
        ("deeplearningforwea", 0),
        ("learningfor", 0),
        ("forweavingpatterns", 0),
        ("multiarmedbanditswith shuttles", 2),
        ("armedbanditswithslow", 2),
        ("theartofknitting", 3),
        ("artofknittingincol", 3),
        ("knittingincoldweather purl", 3),
        ("seyt", 4),
        ("brfn", 5),
        ("facw", 6),
    ],
)
def test_words_run_together_and_initials_of_subtitles_are_found(typed, best):
    found = SearchIndex.build(RUN).search(typed)
    assert found
    assert found[0].position == best


@pytest.mark.parametrize(
    "typed", ["learningdeepfor", "coldknittingin", "weavingofbandits", "xdeeplearningfor", "tesy"]
)
def test_words_run_together_in_another_order_or_with_others_are_not(typed):
    assert SearchIndex.build(RUN).search(typed) == []


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["deep", "for", "of", "learning", "felt", "in", "the", "warp", "q", "7"]),
        max_size=14,
    )
)
def test_any_words_run_together_are_answered(run):
    text = "".join(run)
    index = SearchIndex.build([*RUN, Paper(title=" ".join(run))])
    for end in range(len(text) + 1):
        index.search(text[:end])


def test_papers_that_were_indexed_before_are_indexed_as_if_anew(monkeypatch):
    papers = store.read(locate.sample().path).profile.papers
    analysed = AnalysedPapers(usual=150.0)
    for some in (papers[:10], papers[5:30], papers[20:2:-1], (), papers):
        if len(some) > 20:
            monkeypatch.setattr("paperbrowser.search.index.analysed.MOST_SPELLINGS", 500)
        one, other = analysed.arrays(some).named(), build(some, usual=150.0).named()
        assert one.keys() == other.keys()
        for name, values in one.items():
            assert np.array_equal(values, other[name], equal_nan=values.dtype.kind == "f"), name
