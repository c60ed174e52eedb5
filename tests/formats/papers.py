"""Papers to export: one that has everything, and any that could be."""

from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import KINDS, Paper, Profile
from paperbrowser.papers.text import one_line, paragraphs
from tests.dates import partial_dates

FULL = Paper(
    title=r"The $\Lambda_b$ & 95% of {\sc Machines}: <i>C#</i>, *stars* and [links]",
    authors=("Ludwig van Beethoven", "Martin Luther King Jr.", "Planck Collaboration", "Åsa Öberg"),
    et_al=True,
    affiliations=("cambridge", "Bonn & Köln"),
    category="astro-ph.CO",
    venue="Journal of Machines & Men",
    kind="article",
    volume="12",
    number="3",
    pages="45-67",
    publisher="Example_Press",
    date=PartialDate(2017, 3, 5),
    score=97.5,
    citations=1234,
    code=True,
    abstract='We find $x_1 < 3$, 5% more.\n\n@article{x, is how\n\nER  - of it; "quoted", #1.',
    url="https://example.org/a_b?c=%20d&e={f}#g",
    doi="10.1234/mach_(17)3#45",
    arxiv="1703.01234",
    id="beethoven2017-machines",
)
PROFILE = Profile(name="Ada <Example>", affiliation="R&D", papers=(FULL,))

_PIECES = (
    *r"aBé字{}\$%&#_^~<>*[]()`|!-+=.,;:'@1",
    " ", "$$", r"\\", '"', "ER  - ", "TY  - JOUR", "AU  - X", "@article{a,", "<b>", "</html>", "<!--", "&amp;", r"\alpha", r"\textbf{x}",
    "$x_1$", "![", "](", "http://a.b", "www.a.b", "a@b.c", "```", "- ", "1. ", "# ", "> ", "---", "\u2028", "and",
    "others", "Jr.", "von", "Collaboration", "= 2017", "=1+1", "\t",
)  # fmt: skip
_lines = st.lists(st.sampled_from(_PIECES), max_size=12).map(lambda found: one_line("".join(found)))
_abstracts = st.lists(st.lists(st.sampled_from(_PIECES), max_size=12), max_size=4).map(
    lambda found: paragraphs("\n\n".join("".join(part) for part in found))
)
_words = st.sampled_from(
    ["", "12", "S1", "1-14", "e123", "1–14", "1-3, 7-9", "A & B", "{", "5 % x"]
)
_unset = _words.map(lambda text: text or None)

PAPERS = st.builds(
    Paper,
    title=_lines,
    authors=st.lists(_lines.filter(bool), max_size=4).map(tuple),
    et_al=st.booleans(),
    affiliations=st.lists(_lines.filter(bool), max_size=2).map(tuple),
    category=st.sampled_from([None, "CO", "astro-ph.CO", "hep-th", "a & b"]),
    venue=_lines.map(lambda text: text or None),
    kind=st.sampled_from([None, *KINDS]),
    volume=_unset,
    number=_unset,
    pages=_unset,
    publisher=_lines.map(lambda text: text or None),
    date=st.none() | partial_dates(1000, 9999),
    year_inferred=st.booleans(),
    score=st.none() | st.floats(0, 100),
    citations=st.none() | st.integers(0, 10**7),
    code=st.booleans(),
    abstract=_abstracts,
    url=st.sampled_from(
        [None, "https://a.b/", "https://a.b/{c}?d=%7B&e=\"'<f>(g)#h", "javascript:x"]
    ),
    doi=st.sampled_from([None, "10.1234/a_(b)", "10.1234/a%b#c"]),
    arxiv=st.sampled_from([None, "1703.01234", "hep-th/9901001"]),
    id=st.sampled_from(["", "a", "A", "a b", "a-b", "é", "e", "字", "書", "x{}%"]),
)
PROFILES = st.lists(PAPERS, max_size=4).map(
    lambda papers: Profile(name="Ada Example", papers=with_ids(papers))
)


def written(form, *papers, profile=None):
    """The text of an export."""
    from paperbrowser.formats import write

    profile = profile or Profile(name="Ada Example", papers=papers)
    return "".join(write(form, profile, papers or profile.papers))
