"""Categories of arXiv: full names and short codes."""

import pytest

from paperbrowser.papers import categories
from paperbrowser.papers.categories import name, short


@pytest.mark.parametrize(
    ("category", "words"),
    [
        ("CO", "Cosmology and Nongalactic Astrophysics"),
        ("astro-ph.CO", "Cosmology and Nongalactic Astrophysics"),
        ("ASTRO-PH.co", "Cosmology and Nongalactic Astrophysics"),
        ("math.CO", "Combinatorics"),
        ("stat.CO", "Computation"),
        ("LG", "Machine Learning"),
        ("ML", "Machine Learning"),
        ("FLU-DYN", "Fluid Dynamics"),
        ("EP", "Earth and Planetary Astrophysics"),
        ("IM", "Instrumentation and Methods for Astrophysics"),
        ("HE", "High Energy Astrophysical Phenomena"),
        ("GA", "Astrophysics of Galaxies"),
        ("AI", "Artificial Intelligence"),
        ("hep-th", "High Energy Physics - Theory"),
        ("Q-BIO.NC", "Neurons and Cognition"),
        ("NC", "Neurons and Cognition"),
        ("cond-mat.mtrl-sci", "Materials Science"),
        ("math", "Mathematics"),
        ("alg-geom", "Algebraic Geometry"),
        (" gr-qc ", "General Relativity and Quantum Cosmology"),
    ],
)
def test_a_category_in_words(category, words):
    assert name(category) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AP", "Applications"),  # stat before math
        ("SP", "Signal Processing"),  # eess before math
        ("DS", "Data Structures and Algorithms"),  # cs before math
        ("ST", "Statistics Theory"),  # math before q-fin
        ("SI", "Social and Information Networks"),  # cs before nlin
        ("GN", "General Topology"),  # math before q-bio, q-fin, econ
        ("supr-con", "Superconductivity"),
    ],
)
def test_a_bare_code_of_several_archives_follows_the_documented_order(code, words):
    assert name(code) == words


@pytest.mark.parametrize(
    "unknown", ["", " ", "XX", "physics.CO", "cs.", ".CO", "Cosmology", "\x1b"]
)
def test_an_unknown_category_has_no_name(unknown):
    assert name(unknown) is None


def test_every_category_that_takes_papers_today_is_there():
    closed_or_divided = {"astro-ph", "cond-mat", "cs", "econ", "eess", "math", "nlin", "physics"}
    closed_or_divided |= {"q-bio", "q-fin", "stat"}
    subjects = sum(map(len, categories._SUBJECTS.values()))
    today = [archive for archive in categories._ARCHIVES if archive not in closed_or_divided]
    today = today[: today.index("acc-phys")]
    assert subjects + len(today) == 155


@pytest.mark.parametrize(
    ("category", "narrow"),
    [
        ("astro-ph.CO", "CO"),
        ("physics.flu-dyn", "flu-dyn"),
        ("FLU-DYN", "FLU-DYN"),
        ("Q-BIO.NC", "NC"),
        ("hep-th", "hep-th"),
        ("cs.", "cs."),
        ("unknown.thing", "unknown.thing"),
        ("", ""),
    ],
)
def test_short_leaves_out_the_archive(category, narrow):
    assert short(category) == narrow
