"""BibTeX that LaTeX typesets and every parser reads."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.formats.bibtex import escape
from paperbrowser.formats.bibtex.escape import keys_of
from paperbrowser.formats.bibtex.write import BIBLATEX, BIBTEX, entry, write_bibtex
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean
from tests.dates import DATES
from tests.formats.test_citation import PAPER


def test_bibtex_entry():
    assert entry(PAPER) == (
        "@misc{mccabe2023-multiple-physics-pretraining,\n"
        "  title = {{Multiple Physics Pretraining for Physical Surrogate Models}},\n"
        "  author = {McCabe, Michael and Blancard, Bruno Régaldo-Saint and Parker, Liam Holden"
        " and others},\n"
        "  year = {2023},\n"
        "  month = oct,\n"
        "  day = {4},\n"
        "  url = {https://arxiv.org/abs/2310.02994},\n"
        "}\n"
    )


def test_bibtex_marks_an_inferred_year():
    written = entry(Paper(title="T", date=PartialDate(2026, 5, 31), year_inferred=True, id="t"))
    remark, rest = written.split("\n", 1)
    assert remark.startswith("% ")
    assert "inferred" in remark
    assert rest.startswith("@misc{t,")
    assert "year = {2026}" in rest


@pytest.mark.parametrize(
    ("precision", "fields"),
    [("year", "  year = {2017},\n}"), ("month", "  year = {2017},\n  month = jun,\n}")],
)
def test_bibtex_has_as_much_of_a_date_as_is_known(precision, fields):

    assert fields in entry(Paper(title="T", date=DATES[precision], id="t"))


def test_bibtex_names_the_venue():
    assert r"howpublished = {A \& B}" in entry(Paper(title="T", venue="A & B", id="t"))


def test_bibtex_of_the_least_that_is_known():
    assert entry(Paper(title="")) == "@misc{paper,\n  title = {{Untitled}},\n}\n"


def _title(source):
    return re.search(r"title = \{\{(.*)\}\},\n", entry(Paper(title=source, id="x")))[1]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (r"$Ω_m = 0.267^{+0.033}_{-0.029}$", r"$Ω_m = 0.267^{+0.033}_{-0.029}$"),
        (r"{\sc SimBIG}: a \texttt{tool}", r"{\sc SimBIG}: a \texttt{tool}"),
        ("Fish & chips, 95% of #1 file_name", r"Fish \& chips, 95\% of \#1 file\_name"),
        (r"Fish \& chips, 95\% of \#1 file\_name", r"Fish \& chips, 95\% of \#1 file\_name"),
        ("95% in $x % y$", r"95\% in $x \% y$"),
        ("10^5 particles", r"10\textasciicircum{}5 particles"),
        (r"\(a_b\) and c_d", r"\(a_b\) and c\_d"),
        ("$$a_b$$ and c_d", r"$$a_b$$ and c\_d"),
        ("costs 5$ in a_b", r"costs 5\$ in a\_b"),
        ("from $5 and 10 to $20 for $x_1$", r"from \$5 and 10 to \$20 for $x_1$"),
        (r"costs \$5 in a_b", r"costs \$5 in a\_b"),
        ("open { only", r"open \textbraceleft{} only"),
        ("close } only", r"close \textbraceright{} only"),
        (r"the set \{a\} and $\{b\}$", None),
        ("ends in \\", r"ends in \textbackslash{}"),
        (r"G\"odel and {\'e}", r"G\"odel and {\'e}"),
        ("two\nlines", "two lines"),
    ],
)
def test_bibtex_keeps_latex_and_escapes_the_rest(source, written):
    if written is None:
        written = r"the set \textbraceleft{}a\textbraceright{} and $\lbrace{}b\rbrace{}$"
    assert _title(source) == written


@given(st.text(st.sampled_from("ab \\{}$%&#_^~()[]é\n")))
def test_bibtex_braces_are_always_in_pairs(title):
    written = entry(Paper(title=clean(title), authors=(clean(title) or "A",), id="x"))
    depth = 0
    for char in written:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    assert written.endswith("\n}\n")
    assert not re.search(r"(?<!\\)(\\\\)*[%#]", written)  # a bare % would comment out the rest


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Shirley Ho", "Ho, Shirley"),
        ("Ho, Shirley", "Ho, Shirley"),
        ("Planck Collaboration", "{Planck Collaboration}"),
        ("Sloan and Planck", "{Sloan and Planck}"),
        ("others", "{others}"),
        ("Anders Anderson", "Anderson, Anders"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Vincent Van Gogh", "Van Gogh, Vincent"),
        ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
        ("王 小明", "{王 小明}"),
        ("A, B, C, D", "{A, B, C, D}"),
        (r"J\o rgen Example", r"{J\o rgen Example}"),
        (r"{Von Foo} Bar", r"Bar, {Von Foo}"),
        ("AT&T", r"{AT\&T}"),
    ],
)
def test_bibtex_keeps_names_apart(author, written):
    assert f"author = {{{written}}}" in entry(Paper(title="T", authors=(author,), id="x"))


@pytest.mark.parametrize(
    ("paper_id", "key"),
    [
        ("ho2020-a-title", "ho2020-a-title"),
        ("a b{c},d%", "a-b-c-d"),
        ("", "paper"),
        ("# %", "paper"),
        ("O'Brien:2003/a&b", "O'Brien:2003/a&b"),
        ("Muñoz20031", "Muñoz20031"),
        ("山本2003", "山本2003"),
        ("a^^5cinput", "a-5cinput"),
        ("x:y.z_1", "x:y.z_1"),
        ("DBLP:conf/jcdl/ExampleA17", "DBLP:conf/jcdl/ExampleA17"),
    ],
)
def test_bibtex_key_is_plain(paper_id, key):
    assert entry(Paper(title="T", id=paper_id)).startswith(f"@misc{{{key},\n")


def test_bibtex_keys_of_other_scripts_differ():
    keys = {
        re.match(r"@misc\{([^,]+),", entry(Paper(title="T", id=one)))[1]
        for one in ("王2023-深度", "王2023-学习", "иванов2023")
    }
    assert len(keys) == 3


def _keys(*ids):
    return keys_of(Paper(title="T", id=one) for one in ids)


def test_bibtex_keys_differ_without_regard_to_case():
    ids = ("a b", "a-b", "A-B", "é", "e", "字", "書", "", "paper")
    keys = _keys(*ids)
    assert len({key.lower() for key in keys.values()}) == len(ids)
    assert keys["A-B"] == "A-B"
    assert keys["paper"] == "paper"


def test_bibtex_keys_depend_neither_on_order_nor_on_the_selection():
    ids = ("a b", "a-b", "a{b", "字", "x")
    keys = _keys(*ids)
    assert _keys(*reversed(ids)) == keys
    papers = tuple(Paper(title="T", id=one) for one in ids)
    profile = Profile(name="Ada Example", papers=papers)
    for paper in papers:
        assert f"{{{keys[paper.id]},\n" in "".join(write_bibtex(profile, [paper]))


@pytest.mark.parametrize(
    ("kind", "bibtex", "place", "biblatex", "biblatex_place"),
    [
        ("article", "article", "journal", "article", "journaltitle"),
        ("preprint", "misc", "howpublished", "online", "organization"),
        ("conference", "inproceedings", "booktitle", "inproceedings", "booktitle"),
        ("chapter", "incollection", "booktitle", "incollection", "booktitle"),
        ("book", "book", "series", "book", "series"),
        ("proceedings", "proceedings", "series", "proceedings", "series"),
        ("thesis", "phdthesis", "school", "thesis", "institution"),
        ("report", "techreport", "institution", "report", "institution"),
        ("dataset", "misc", "howpublished", "dataset", "organization"),
        ("software", "misc", "howpublished", "software", "howpublished"),
        ("patent", "misc", "howpublished", "patent", "howpublished"),
        ("webpage", "misc", "howpublished", "online", "organization"),
        ("other", "misc", "howpublished", "misc", "howpublished"),
        (None, "misc", "howpublished", "misc", "howpublished"),
    ],
)
def test_each_kind_has_its_entry(kind, bibtex, place, biblatex, biblatex_place):
    paper = Paper(title="T", kind=kind, venue="V", id="x")
    assert entry(paper).startswith(f"@{bibtex}{{x,\n")
    assert f"  {place} = {{V}},\n" in entry(paper)
    assert entry(paper, dialect=BIBLATEX).startswith(f"@{biblatex}{{x,\n")
    assert f"  {biblatex_place} = {{V}},\n" in entry(paper, dialect=BIBLATEX)


@pytest.mark.parametrize(
    ("pages", "written"),
    [
        ("1-14", "1--14"),
        ("1–14", "1--14"),
        ("1--14", "1--14"),
        ("e123", "e123"),
        ("1-3, 7-9", "1--3, 7--9"),
    ],
)
def test_bibtex_pages_have_their_dash(pages, written):
    assert f"  pages = {{{written}}},\n" in entry(Paper(title="T", pages=pages, id="x"))


def test_bibtex_has_the_class_of_an_eprint_only_if_its_archive_is_known():
    assert "primaryClass" not in entry(Paper(title="T", arxiv="1703.01234", category="CO"))
    assert "primaryClass = {hep-th}" in entry(
        Paper(title="T", arxiv="hep-th/9901001", category="hep-th")
    )
    assert "primaryClass" not in entry(Paper(title="T", category="astro-ph.CO"))


# TeX that acts

ACTING = [
    r"\write18{id}", r"\immediate\write18{id}", r"\input{/etc/passwd}", r"\input /etc/passwd", r"\include{a}", r"\openin5=a",
    r"\openout5=a", r"\read5 to\a", r"\catcode`\%=12", r"\csname input\endcsname a", r"\def\a{b}", r"\let\a\b",
    r"\newcommand{\a}{b}", r"\renewcommand\a{b}", r"\loop\iftrue\repeat", r"\directlua{os.execute()}", r"\iffalse",
    r"\globaldefs=1", r"\hoffset=9cm", r"\pdfprimitive\input a", r"\tracingall", r"\pdfpageattr{a}",
    r"\begin{input}{a}", r"\begin{filecontents}{a}", r"\begin {input}", r"\end{document}", r"\usepackage{a}",
    r"\href{run:a}{b}", r"\expandafter\a", r"\special{a}", r"\verbatiminput{a}", r"\includegraphics{a}",
]  # fmt: skip
COMMANDS = re.compile(r"\\([A-Za-z]+)")


@pytest.mark.parametrize("dialect", [BIBTEX, BIBLATEX])
@pytest.mark.parametrize("around", ["{}", "a {} b", "${}$", "$x_1 {}$", "{{{}}}", r"\({}\)"])
@pytest.mark.parametrize("acting", ACTING)
def test_tex_that_acts_is_text(acting, around, dialect):
    source = around.format(acting)
    facts = dict.fromkeys(
        ("title", "venue", "abstract", "volume", "number", "publisher", "pages", "id"), source
    )
    written = entry(Paper(authors=(source, f"{source}, {source}"), **facts), dialect=dialect)
    first = COMMANDS.match(acting)[1]
    assert not re.search(rf"\\{first}(?![A-Za-z])", written)
    assert written.count(f"backslash{{}}{first}") >= 8


@given(
    st.lists(
        st.sampled_from(
            [*ACTING, "\\", "{", "}", "$", "^^", "5c", "^^69nput", " ", "1", "\\(", "\\)"]
        )
    )
)
def test_no_command_that_acts_leaves(parts):
    written = escape.escaped("".join(parts))
    harmless = {
        "textbackslash", "textbraceleft", "textbraceright", "backslash", "lbrace", "rbrace", "textasciicircum", "wedge",
        "a", "b",
    }  # fmt: skip
    assert set(COMMANDS.findall(written.replace("\\\\", " "))) - harmless == set()
    assert "^^" not in written


@pytest.mark.parametrize(
    "source",
    [
        r"$a \iff b$", r"\textbf{a} \emph{b} {\it c} \cite{d}", r"$\begin{array}{c} a \end{array}$",
        r"\href{https://a.org}{b}", r"$\mathrm{d}x\,\operatorname{arg}$", r"\'e \o \ss \url{a}", r"$\int_0^{\infty} x^2$",
    ],
)  # fmt: skip
def test_commands_that_only_set_text_stay(source):
    assert escape.escaped(source) == source
