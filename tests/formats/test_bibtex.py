"""BibTeX and biblatex files, as people and services write them, are read; faults are remarked with their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats import ReadError, bibtex
from paperbrowser.formats.bibtex import names as bibtex_names
from paperbrowser.formats.input import Input
from paperbrowser.papers import display
from paperbrowser.papers.latex import field_to_prose, to_text
from paperbrowser.papers.names import parts_of
from paperbrowser.papers.text import one_line

FULL = r"""
% a bibliography
@string{jot = "Journal of " # things}
@STRING(things = {Things})

@Article{ho2017,
  author = {Ho, Shirley and M{\"u}ller, Hans and {Barnes and Noble} and others},
  title = {On {M}achines that {L}earn $x^2$ -- \emph{quickly}},
  journal = jot,
  year = 2017, month = may, day = 3,
  volume = {12}, number = 4, pages = {1--14}, publisher = {Lucius \& Lucius},
  doi = {https://doi.org/10.1000/ABC\_1},
  eprint = {1605.08386v2}, archivePrefix = {arXiv}, primaryClass = {astro-ph.CO},
  url = {https://example.org/a\_b},
  abstract = {We note.

  Then we rest 10\% of the time.},
}
"""


def read(text):
    reading = formats.read_bytes(text.encode(), form="bibtex")
    return reading.profile.papers, [str(remark) for remark in reading.remarks]


def entry(fields, kind="article", key="k"):
    (paper,), _ = read(f"@{kind}{{{key},\n{fields}\n}}\n")
    return paper


def test_a_bibliography_opens_as_a_collection_named_after_its_file(tmp_path):
    path = tmp_path / "my papers.bib"
    path.write_text(FULL, encoding="utf-8")
    reading = formats.read(path)
    assert reading.profile.name == "my papers"
    assert not reading.remarks
    (paper,) = reading.profile.papers
    assert paper.id == "ho2017"
    assert paper.title == "On Machines that Learn $x^2$ – quickly"
    assert display.title(paper) == "On Machines that Learn x² – quickly"
    assert paper.authors == ("Shirley Ho", "Hans Müller", "Barnes and Noble")
    assert paper.et_al
    assert (paper.venue, paper.kind, paper.date_text) == (
        "Journal of Things",
        "article",
        "2017-05-03",
    )
    assert (paper.volume, paper.number, paper.pages) == ("12", "4", "1-14")
    assert paper.publisher == "Lucius & Lucius"
    assert (paper.doi, paper.arxiv) == ("10.1000/ABC_1", "1605.08386")
    assert paper.category == "astro-ph.CO"
    assert paper.url == "https://example.org/a_b"
    assert paper.abstract == "We note.\n\nThen we rest 10% of the time."
    assert formats.preview(path) == reading.profile


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@article(a, title = {T (x)}, year = 2000)\n@misc(b, title = \"U\")", ["a", "b"]),
        ("@article{a, title={T}} words between @article{b, title={U}}", ["a", "b"]),
        ("mail to me@home {now}, or\n@article{a, title={T}}", ["a"]),
        ("@comment{ @article{old, title={T}} }\n@preamble{\"x\"}\n@misc{a, title={U}}", ["a"]),
        ("@comment{\n@article{old,\n title={T}}\n}\n@misc{a, title={U}}", ["a"]),
        ("% @article{old, title={T}}\n@misc{a, title={mail me@home.org {now}}}", ["a"]),
        ("@set{s, entryset={a}}\n@misc{a, title={U}}", ["a"]),
        ("@misc{a,\n title={U}\n year=2000\n}\n@misc{b, title={V}}", ["a", "b"]),
        ("@misc{a,\n % old, and gone\n title={U},\n}", ["a"]),
        ("@misc{a,\n title={ends in two \\\\},\n year={2000}}\n@misc{b, title={V}}", ["a", "b"]),
        ("@misc{a,\n abstract={Cite as\n@misc{me, title={T}}\nplease}, title={U}}\n@misc{b, title={V}}", ["a", "b"]),
        ("@misc{a,\r\n title={U}}\r\n@misc{b,\r\n title={V}}", ["a", "b"]),
    ],
)  # fmt: skip
def test_entries_are_found_wherever_they_begin(text, keys):
    papers, remarks = read(text)
    assert [paper.id for paper in papers] == keys
    assert not remarks
    assert {paper.title for paper in papers} <= {
        "T (x)", "U", "V", "T", "mail me@home.org now", "ends in two",
    }  # fmt: skip


def test_a_missing_comma_costs_nothing():
    paper = entry('title = "On "big" machines"\n year = 2000\n author = {Ada Example}')
    assert (paper.title, paper.date_text) == ('On "big" machines', "2000")
    assert paper.authors == ("Ada Example",)


def test_entries_that_cannot_be_read_are_left_out_with_a_remark():
    papers, remarks = read(
        "@misc{a, title={U}}\n\n@misc{b, year={2000}, title={an {unclosed one,\n}\n\n@misc{c, title={V}}\n"
    )
    assert [paper.id for paper in papers] == ["a", "c"]
    assert len(remarks) == 1
    assert remarks[0].startswith("line 3: an entry that does not read (")
    assert remarks[0].endswith("left out")


@pytest.mark.parametrize("closing", ["\n}", ",\n}", "}", ",\n}\n\n% end"])
def test_a_lone_brace_in_a_line_costs_only_itself(closing):
    papers, remarks = read(
        "@misc{a,\nabstract={a rate of {<10-3, {G}ood},\ntitle={On {DNA}},\nyear={2000}"
        + closing
        + "\n@misc{b, title={V}}\n"
    )
    assert [paper.id for paper in papers] == ["a", "b"]
    assert (papers[0].title, papers[0].date_text) == ("On DNA", "2000")
    assert papers[0].abstract == "a rate of <10-3, Good"
    assert [remark.split(":")[0] for remark in remarks] == ["line 1"]


def test_an_entry_without_its_last_brace_is_read_with_a_remark():
    papers, remarks = read("@misc{a,\n title={U},\n\n@misc{b, title={V}}\n")
    assert [paper.title for paper in papers] == ["U", "V"]
    assert [remark.split(":")[0] for remark in remarks] == ["line 1"]


def test_an_entry_may_lack_key_or_title():
    papers, remarks = read("@misc{b2001, year=2001}\n@misc{\n title = {No key}, year=2002}")
    assert [paper.title for paper in papers] == ["b2001", "No key"]
    assert papers[1].id == "2002-no-key"
    assert remarks == ["line 1: a paper without a title is listed by its key, or as (untitled)"]


def test_entries_of_one_key_are_all_kept():
    papers, remarks = read("@misc{a, title={T}}\n@misc{a, title={U}}\n@misc{a, title={V}}")
    assert [paper.title for paper in papers] == ["T", "U", "V"]
    assert len({paper.id for paper in papers}) == 3
    assert papers[0].id == "a"
    assert remarks == ["2 entries have the key of another, and got a new one"]


def test_parts_inherit_from_the_whole():
    papers, _ = read(
        "@inproceedings{part, crossref={Whole}, title={Part}, pages={1}}\n"
        "@inbook{chapter, crossref={whole}}\n"
        "@proceedings{whole, title={Proc. of Things}, editor={Ed Itor}, year=2006, doi={10.1000/1}}\n"
        "@xdata{shared, publisher={Press}}\n@book{b, title={B}, xdata={shared}}\n"
        "@misc{circle, crossref={circle}, title={C}}"
    )
    part, chapter, whole, book, _ = papers
    assert (part.title, part.venue, part.date_text, part.doi) == (
        "Part",
        "Proc. of Things",
        "2006",
        None,
    )
    assert part.kind == "conference"
    assert chapter.title == "Proc. of Things"
    assert (whole.kind, whole.authors, whole.doi) == ("proceedings", (), "10.1000/1")
    assert book.publisher == "Press"


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("date = {2011-05-25/2012-06-26}", "2011-05-25"),
        ("date = {2004?}", "2004"),
        ("date = {2010-21}", "2010"),
        ("date = {2010/2012}", "2010"),
        ("date = {2019-03-05T10:00:00Z}", "2019-03-05"),
        ("date = {199X}", ""),
        ("year = 1981, month = \"10~\" # jan", "1981-01-10"),
        ("year = 1986, month = apr # \"-\" # may", "1986-04"),
        ("year = 2013, month = {08}", "2013-08"),
        ("year = 2013, month = {Mai}", "2013-05"),
        ("year = 2013, month = 2, day = 30", "2013-02"),
        (r"year = {{\noopsort{1973b}}1974}", "1974"),
        ("year = {in press}", ""),
        ("year = {2015/16}", "2015"),
        ("year = 100", ""),
    ],
)  # fmt: skip
def test_dates(fields, date):
    assert entry(f"title={{T}}, {fields}").date_text == date


@pytest.mark.parametrize(
    ("kind", "fields", "read_as"),
    [
        ("inproceedings", "booktitle={B}", ("conference", "B")),
        ("PhdThesis", "school={S}", ("thesis", "S")),
        ("techreport", "institution={I}", ("report", "I")),
        ("online", "url={https://example.org}", ("webpage", None)),
        ("misc", "howpublished={Handed out}", ("other", "Handed out")),
        ("misc", r"howpublished={\url{https://example.org/a_b}}", ("other", None)),
        ("misc", "eprint={1605.08386}, eprinttype={arxiv}", ("preprint", None)),
        ("article", "journal={arXiv preprint arXiv:1605.08386}", ("preprint", "arXiv preprint arXiv:1605.08386")),
        ("article", "journal={CoRR}, volume={abs/1605.08386}", ("preprint", "CoRR")),
        ("article", r"journal={\mnras}, eprint={1605.08386}", ("article", "MNRAS")),
        ("legislation", "", ("other", None)),
    ],
)  # fmt: skip
def test_kinds_and_venues(kind, fields, read_as):
    paper = entry(f"title={{T}}, {fields}", kind)
    assert (paper.kind, paper.venue) == read_as
    assert paper.arxiv == ("1605.08386" if "1605" in fields else None)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Example and Bo Other", ["Ada Example", "Bo Other"]),
        ("de la Cruz, Juan AND\n King, Jr., Martin Luther", ["Juan de la Cruz", "Martin Luther King Jr."]),
        ("Dumas, père, Alexandre", ["Alexandre Dumas père"]),
        ("{Barnes and Noble, Inc.}", ["Barnes and Noble, Inc."]),
        ("{Smith, J. and Doe, A.}", ["J. Smith", "A. Doe"]),
        ("{Council on Care, Rest and Sleep}", ["Council on Care, Rest and Sleep"]),
        ("Smith, J.; Doe, A.", ["J. Smith", "A. Doe"]),
        ("Smith, J., Doe, A., Roe, B.-C.", ["J. Smith", "A. Doe", "B.-C. Roe"]),
        ("Jo Smith, Al Doe, Bo Roe", ["Jo Smith", "Al Doe", "Bo Roe"]),
        ("family=Este, given=Beatrice, prefix=d’, useprefix=false", ["Beatrice d’Este"]),
        ("family=Gogh, given=Vincent, prefix=van", ["Vincent van Gogh"]),
        (r"Eli{\'a}{\v{s}}, Marek and Jensen, R.~M.", ["Marek Eliáš", "R. M. Jensen"]),
        (r"D\textquotesingle aspremont, Alexandre", ["Alexandre D'aspremont"]),
        (r"{\noopsort{beauvoir}}de Beauvoir, Simone", ["Simone de Beauvoir"]),
        ("", []),
    ],
)  # fmt: skip
def test_names(written, names):
    assert bibtex_names.names_of(written)[:2] == (tuple(names), False)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("{{Harbour Safety Organization}}", [("", "Harbour Safety Organization", "")]),
        (r"Nu{\~n}ez Prado, In{\'e}s and Mac Bride, T.", [("Inés", "Nuñez Prado", ""), ("T.", "Mac Bride", "")]),
        ("{Nuñez Prado}, Inés and Inés {Nuñez Prado}", [("Inés", "Nuñez Prado", "")] * 2),
        ("Pieter Van Aken and Pieter van Aken", [("Pieter Van", "Aken", ""), ("Pieter", "van Aken", "")]),
        ("de la Mar, III, Rosa", [("Rosa", "de la Mar", "III")]),
        (r"Luc {\'e}l Roux and Luc {\'E}l Roux", [("Luc", "él Roux", ""), ("Luc Él", "Roux", "")]),
        ("Black, JR and Stone, IV", [("JR", "Black", ""), ("IV", "Stone", "")]),
        ("佐藤, 花子", [("花子", "佐藤", "")]),
        ("Field, Amy and", [("Amy", "Field", "")]),
        ("Amy Field, Ben Hill and Cy Dale", [("Amy", "Field", ""), ("Ben", "Hill", ""), ("Cy", "Dale", "")]),
        ("A. Field & B. Hill", [("A.", "Field", ""), ("B.", "Hill", "")]),
        ("family={Nuñez Prado}, given=Inés, suffix=Jr", [("Inés", "Nuñez Prado", "Jr")]),
        ("Nordic Snow Team and Field, A.", [("", "Nordic Snow Team", ""), ("A.", "Field", "")]),
    ],
)  # fmt: skip
def test_names_have_the_parts_that_bibtex_sees(value, parts):
    found = [parts_of(name) for name in bibtex_names.names_of(value).names]
    assert [(name.given, name.family, name.suffix) for name in found] == parts


def test_lists_of_names_may_be_cut_short():
    for written in (
        "Ho, S. and others",
        "Ho, S. and {et al.}",
        "S. Ho et al.",
        "Ho, S. and ...",
        "Ho, S. and …",
    ):
        assert bibtex_names.names_of(written)[:2] == (("S. Ho",), True)


def test_links_and_pages_as_people_write_them():
    paper = entry(
        r"title={T}, year=2001, pages={pp.~12--14}, "
        r"doi={10.1002/(SICI)1097(1998)39:3{\textless}1::AID-X{\textgreater}3.0.CO;2-U}"
    )
    assert paper.pages == "12-14"
    assert paper.doi == "10.1002/(SICI)1097(1998)39:3<1::AID-X>3.0.CO;2-U"
    paper = entry(r"title={On \href{https://example.org/a_b}{Machines} and \href{x}{Men}}")
    assert (paper.title, paper.url) == ("On Machines and Men", "https://example.org/a_b")


def test_of_two_abstracts_the_longer_one_counts_and_all_authors():
    paper = entry(
        "title={}, title={T}, abstract={}, abstract={A}, abstract={A B}, author={X Y}, author={V W}"
    )
    assert (paper.title, paper.abstract) == ("T", "A B")
    assert paper.authors == ("X Y", "V W")


@pytest.mark.parametrize(
    ("written", "kept", "seen"),
    [
        (r"Cu$_2$O {$\mu$}m", r"Cu$_2$O $\mu$m", "Cu₂O μm"),
        (r"at \(z > 2\) now", r"at $z > 2$ now", "at z > 2 now"),
        (r"{$a_1$}{$b_1$}", r"$a_1 b_1$", "a₁ b₁"),
        (r"G{\"o}del and \'Elie, {\ss} \o re, {\v S}", "Gödel and Élie, ß øre, Š", None),
        (r"``Why?'' \enquote{Yes} --- A~B 10\%, R\&D \#1", "“Why?” “Yes” — A B 10%, R&D #1", None),
        (r"pay \$5 or \$6", "pay $5 or $6", None),
        (r"the signs \$x\$", r"the signs \$x\$", "the signs $x$"),
        (r"costs \$5", "costs $5", None),
        (r"\textbackslash\textbackslash\{\}", r"\textbackslash{}\textbackslash{}\{\}", r"\\{}"),
        (r"from C:\\temp on", r"from C:\\temp on", None),
        (r"\url{http://example.com/~user}", "http://example.com/~user", None),
        (r"{\LaTeX} \textit{E. coli} \textsubscript{2}", "LaTeX E. coli ₂", None),
        (r"ties: ~; a~1", "ties:  ; a 1", None),
        (r"a\_b {{{Deep}}}", "a_b Deep", None),
        (r"the 16\textsuperscript{th}, 1$^{\rm st}$ $k^{th}$", r"the 16th, 1$^{\rm st}$ $k^{th}$", "the 16th, 1st kth"),
        (r"a \"Quoted\" word, \"uber", 'a "Quoted" word, über', None),
        (r"\(\ell\)\({}_{\mbox{1}}\)-norm", r"$\ell{}_{\mbox{1}}$-norm", "ℓ₁-norm"),
        (r"Thing${}^{\mbox{TM}}$ {\^{}}", r"Thing${}^{\mbox{TM}}$ ^", "Thing™ ^"),
        (r"{\textdollar}K{\textdollar}-Means", "$K$-Means", "K-Means"),
        (r"{\textbackslash}({\textbackslash}sqrt\{T\}{\textbackslash}) Regret", r"$\sqrt{T}$ Regret", "√T Regret"),
        (r"{\textdollar}5 or {\textdollar}6", "$5 or $6", None),
        (r"\texorpdfstring{$\beta$}{beta} rays", r"$\beta$ rays", "β rays"),
        (r"\ensuremath{\alpha_1} rays", r"$\alpha_1$ rays", "α₁ rays"),
    ],
)  # fmt: skip
def test_all_is_text_but_the_formulas(written, kept, seen):
    assert field_to_prose(written) == kept
    assert to_text(kept) == (seen or kept)


def test_abbreviations_do_not_grow_without_end():
    grown = "".join(f"@string{{s{n} = {'#'.join([f's{n - 1}'] * 9)}}}\n" for n in range(1, 30))
    circle = "@string{c = d}\n@string{d = c}\n"
    entries = "".join(f"@misc{{k{n}, title = s3 # c, note = s29}}\n" for n in range(2_000))
    papers, _ = read('@string{s0 = "x"}\n' + grown + circle + entries)
    assert len(papers) == 2_000


@pytest.mark.parametrize(
    "text",
    [
        "@a{" * 20_000,
        "@a{b,c={" * 10_000,
        "\n@a{b,c={" * 10_000,
        '@a{b,c="' + "{" * 50_000,
        "@a{b,c={" + "{" * 50_000 + "}" * 50_000 + "}}",
        "@a{b," + "c=d#" * 20_000,
        "@a{b,\n" + "%\n" * 40_000,
        "@" * 100_000,
        "@a{b," + "c={\\}, " * 12_000 + "}",
        "@a{b," + 'c="a"b, ' * 12_000 + "}",
        "@a{b,{" + "{" * 50_000 + "}",
        "\n@comment{" * 10_000,
        "@a{" * 30_000,
        "@a(b) " * 20_000,
        "@a{b,c=d} " * 20_000,
        "@a{b,author={" + "{x} and " * 12_000 + "}}",
        "@a{b,author={" + "x, " * 30_000 + "}}",
        "@a{b,title={" + "\\{" * 40_000 + "}}",
        ("\n@a{b," + 'c="a"b, ' * 36 + "}") * 330,
        '\n@a{b,c="' * 10_000,
    ],
)
def test_a_damaged_file_takes_linear_time(text):
    read("@misc{first, title={T}}")  # the parser is imported
    papers, _ = read("@misc{first, title={T}}\n" + text)
    assert papers[0].title == "T"


def test_progress_is_reported_and_may_cancel():
    text = "".join(f"@misc{{k{n}, title={{T{n}}}, note={{{'x' * 200}}}}}\n" for n in range(2_000))
    shares = []
    bibtex.read(Input.of_text(text, progress=shares.append))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert sum(0 < share < 0.5 for share in shares) > 2

    def cancel(share):
        if share > 0.1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bibtex.read(Input.of_text(text, progress=cancel))


def test_a_file_without_an_entry_is_refused():
    with pytest.raises(ReadError) as caught:
        read("@string{a = {b}}\n")
    assert caught.value.code == "no-entries"


def test_other_texts_are_not_taken_for_it():
    assert not bibtex.sniff("write to\n@home {now}\n")
    assert not bibtex.sniff("see\n@article{this}")
    assert not bibtex.sniff("someone@example.org{x, y = 1}")
    assert bibtex.sniff("% words\n  @Misc{\n  title = {T}}")
    assert bibtex.sniff("@Misc{,\n  title = {T}}")
    assert bibtex.sniff(FULL)


PIECES = st.sampled_from(
    ["@", "{", "}", '"', "\\", ",", "=", "#", "%", "\n", "(", ")", "$", "a", "@misc{k,", "title = ", "author = ", "date=",
     " and ", "@string{", "@comment{", "crossref=", "k", "2000", "~", "--", "{\\'e}", "\\\\", "^{", "``", "\u2028"]
)  # fmt: skip


@settings(deadline=None)
@given(st.text() | st.lists(PIECES, max_size=60).map("".join))
def test_any_text_is_read_or_refused(text):
    for tried in (text, "@misc{a, title={T}}\n" + text):
        try:
            papers, _ = read(tried)
        except ReadError:
            continue
        assert len({paper.id for paper in papers}) == len(papers)
        assert all(display.title(paper) for paper in papers)


@given(
    st.text(st.characters(exclude_characters="{}\\$^~<&-`'%_\"#", exclude_categories=["Cs", "Cc"]))
)
def test_any_text_in_braces_comes_back(text):
    paper = entry(f"title = {{Title {text}}}, abstract = {{{text}}}")
    assert paper.title == one_line(f"Title {text}")
    assert " ".join(paper.abstract.split()) == " ".join(one_line(text).split())


@given(st.text("ab {}\\$^~<&-`'%_#\n", max_size=40))
def test_prose_of_any_field_is_rendered_without_an_error(text):
    kept = field_to_prose(text)
    assert field_to_prose(kept) is not None
    to_text(kept)
