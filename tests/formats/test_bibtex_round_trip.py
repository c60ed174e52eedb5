"""What a .bib holds is the same after importing and exporting it."""

from dataclasses import replace

import pytest

from paperbrowser import formats
from paperbrowser.formats import toml
from paperbrowser.formats.bibtex.write import write_biblatex, write_bibtex
from paperbrowser.formats.input import Input
from paperbrowser.papers.model import Profile
from tests.bench.round_trip import changes

FILES = {
    "names": r"""
@techreport{harbour2020,
  author = {{Harbour Safety Organization} and {Council for Tides}},
  title = {A Report on {DNA} of Tides}, institution = {Harbour Press}, number = {TR-7}, year = {2020}}
@article{nunez2019,
  author = {Nu{\~n}ez Prado, In{\'e}s and da Rocha Lima, Jo{\~a}o and Mac Bride, T. and {\'E}l Roux, Luc},
  title = {Of Two Words}, journal = {Journal of Words}, year = 2019, month = mar}
@article{order2001, author = {Pieter Van Aken and pieter van aken and White, JR and de la Mar, III, Rosa},
  title = {Order}, journal = {J. Ord.}, year = {2001}}
@article{many, author = {Amy Field, Ben Hill and Cy Dale}, title = {Commas}, journal = {J}, year = {2002}}
@article{jun, author = {Martin Sea Jr. and Wei Lake 0002 and Northern Snow Collaboration}, title = {J}, year = {2002}}
@article{east, author = {佐藤, 花子 and 林, 海}, title = {海の本}, journal = {海}, year = {2003}}
""",
    "keys": r"""
@misc{Muñoz20031, title = {One}}
@misc{O'Brien:2003/a+b, title = {Two}}
@misc{2003A&A...367..1B, title = {Three}}
@misc{山本2003, title = {Four}}
@misc{_x-, title = {Five}}
""",
    "types": r"""
@mastersthesis{m, author = {Field, Amy}, title = {On Mud}, school = {Mud School}, type = {Diploma}, address = {Delft}, year = {1999}}
@inbook{i, author = {Field, Amy}, title = {Mud}, chapter = {7}, pages = {12--19}, publisher = {Mud Press}, year = {1999}}
@booklet{b, title = {Mud for All}, howpublished = {Handed out}, month = {January~5}, year = {1999}}
@manual{n, title = {Mud Pump}, organization = {Pumps Ltd}, edition = {Second}, year = {in press}}
@unpublished{u, author = {Hill, Ben}, title = {More Mud}, note = {To appear, maybe}}
@proceedings{p, editor = {Dale, Cy and Hill, Ben}, title = {Proceedings of Mud}, series = {Mud Series}, volume = {3}, isbn = {978-0-00-000000-2}, year = {1998}}
@inproceedings{q, author = {Dale, Cy}, title = {Mud at Work}, crossref = {p}, pages = {1--2}}
@patent{t, author = {Hill, Ben}, title = {Pump}, number = {US 1}, holder = {Pumps Ltd}, year = 2001}
""",
    "fields": r"""
@article{f1,
  author = {Field, Amy}, title = {A {Bayesian} View}, journal = {Phys. Mud}, year = 2004, month = "5~" # jun,
  articleno = {5}, numpages = {20}, issn = {1234-5678}, issue = {2}, publisher = {Mud \& Sons}, address = {Delft},
  doi = {10.5072/MUD.B.7}, url = {https://example.org/a_b}, keywords = {mud; water, sand},
  file = {Full Text:C\:\\Users\\amy\\a_b%20c.pdf:application/pdf}, timestamp = {2020-01-02 10:11:12 +0100},
  bdsk-file-1 = {YnBsaXN0MDDSAQIDBFxyZWxhdGl2ZVBhdGg=}, annote = {Read \emph{twice}, 5\% is $x^2$},
  collaboration = {MUDLAB}, abstract = {Rates of $10^{-3}$ in \textit{B. mudis}.}, __groups = {a:1}}
@article{f2, author = {Hill, Ben}, title = "Plain", journal = mudj, year = {2005}, eid = {e77}, pages = {1--9}}
@article{f3, title = {Of a Group}, collaboration = {SEABED}, journal = {J. Sea}, year = {2006}, eprint = {2006.01234}, archiveprefix = {arXiv}}
@article{f4, author = {Hill, Ben}, title = {Short}, journal = {J}, year = {2007}, doi = {10/gh7k2p}, note = {Cited by: 7}}
@article{f5, author = {Hill, Ben}, title = {Wos}, journal = {J}, year = {2008}, article-number = {77}, times-cited = {12}, month = {APR-MAY}}
@article{f6, author = {Hill, Ben}, title = {By link}, journal = {arXiv preprint arXiv:2006.01235}, year = {2008}, url = {https://doi.org/10.5072/b}}
@inproceedings{f7, author = {Hill, Ben}, title = {Two Venues}, booktitle = {Mud 8}, journal = {Mud 8}, organization = {ACM}, year = {2008}}
""",
    "biblatex": r"""
@thesis{l1, author = {Field, Amy}, title = {On Silt}, type = {mathesis}, institution = {Silt School}, date = {2010-03}}
@online{l2, author = {Field, Amy}, title = {Silt}, subtitle = {A Page}, url = {https://example.org/silt}, urldate = {2011-01-01}, date = {2010-03-04/2010-03-06}}
@book{l3, author = {Hill, Ben}, translator = {Dale, Cy and others}, title = {Silt}, location = {Gent}, publisher = {S}, date = {2010}, langid = {dutch}, venue = {Hall}}
@collection{l4, editor = {Dale, Cy}, title = {Silt Works}, date = {in press}, eventdate = {2010}}
@article{l5, author = {Dale, Cy}, title = {J}, journaltitle = {Silt J.}, journalsubtitle = {An Organ}, date = {2010-05-06}}
""",
}  # fmt: skip


def read(text):
    return formats.read_bytes(text.encode(), form="bibtex").profile


@pytest.mark.parametrize("name", FILES)
def test_names_keys_types_and_fields_come_back(name):
    assert list(changes(FILES[name])) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("write", [write_bibtex, write_biblatex])
def test_what_is_exported_reads_as_the_same_papers(name, write):
    profile = read(FILES[name])
    again = read("".join(write(profile, profile.papers)))
    by_id = {paper.id: paper for paper in again.papers}  # a whole comes behind its parts
    for paper in profile.papers:
        back = by_id.pop(paper.id)
        kept = {name for name, value in paper.bibtex if value}
        assert replace(back, bibtex=(), abstract="") == replace(paper, bibtex=(), abstract="")
        assert kept - {"date", "journaltitle", "location"} <= {name for name, _ in back.bibtex} | {
            "title"
        }
    # Once more, nothing changes any more.
    exported = "".join(write(again, again.papers))
    assert "".join(write(read(exported), read(exported).papers)) == exported


@pytest.mark.parametrize("name", FILES)
def test_a_profile_file_keeps_them(name):
    profile = replace(read(FILES[name]), name="Ada Example")
    stored = toml.read(Input.of_text(toml.dumps(profile))).profile
    assert "".join(write_bibtex(stored, stored.papers)) == "".join(
        write_bibtex(profile, profile.papers)
    )


def test_fields_have_their_places():
    one, two, three, four, five, *_ = read(FILES["fields"]).papers
    assert (one.pages, one.issn, one.place, one.collaboration) == (
        "5",
        "1234-5678",
        "Delft",
        "MUDLAB",
    )
    assert one.keywords == ("mud", "water", "sand")
    assert one.doi == "10.5072/MUD.B.7"
    assert two.pages == "1-9"
    assert three.authors == ("SEABED Collaboration",)
    assert (four.doi, four.citations, four.note) == ("10/gh7k2p", 7, None)
    assert (five.pages, five.citations) == ("77", 12)
    (book,) = [paper for paper in read(FILES["types"]).papers if paper.id == "p"]
    assert (book.editors, book.series, book.isbn) == (
        ("Cy Dale", "Ben Hill"),
        "Mud Series",
        "978-0-00-000000-2",
    )


def test_what_was_changed_since_is_written_as_it_is_now():
    (paper,) = read(
        "@article{k, title={On {DNA}}, author={{\\'E}l, Luc}, journal={J}, pages={pp. 1}, month={5}, year=1999}"
    ).papers
    changed = replace(paper, title="On RNA", authors=("Bo Other",), pages="7-9", kind="conference")
    (text,) = write_bibtex(Profile(name="x", papers=(changed,)), (changed,))
    assert text.startswith("@inproceedings{k,\n")
    for line in ("title = {{On RNA}}", "author = {Other, Bo}", "pages = {7--9}", "booktitle = {J}"):
        assert f"  {line},\n" in text
    assert "DNA" not in text


def test_an_entry_that_is_not_exported_is_not_referred_to():
    profile = read(FILES["types"])
    part = [paper for paper in profile.papers if paper.id == "q"]
    (text,) = write_bibtex(profile, part)
    assert "crossref" not in text
    assert "booktitle = {Proceedings of Mud}" in text
    whole = "".join(write_bibtex(profile, profile.papers))
    assert whole.index("@inproceedings{q,") < whole.index("@proceedings{p,")


def test_entries_of_one_key_keep_it_where_it_was_first():
    profile = read("@misc{a, title={T}}\n@misc{a, title={U}}")
    assert [paper.key for paper in profile.papers] == [None, "a"]
    text = "".join(write_bibtex(profile, profile.papers))
    assert text.count("@misc{a,") == 1


@pytest.mark.parametrize(
    "value",
    [
        r"\input{/etc/passwd}",
        r"\write18{id}",
        r"^^5cinput{a}",
        r"\immediate\openout5=a",
        r"\csname x\endcsname",
    ],
)
@pytest.mark.parametrize(
    "name", ["annote", "title", "author", "journal", "year", "month", "eprint", "url", "keywords"]
)
def test_kept_values_that_act_are_text(name, value):
    profile = read(f"@article{{k, {name} = {{a {value} {{B}}}}}}")
    for write in (write_bibtex, write_biblatex):
        (text,) = write(profile, profile.papers)
        for acting in (
            r"\input",
            r"\write",
            "^^",
            r"\immediate",
            r"\openout",
            r"\csname",
            r"\endcsname",
        ):
            assert acting not in text


def test_letters_that_are_written_twice_are_exported_once():
    profile = read(
        r"@article{k, author={Jan Ko\ifmmode \acute{s}\else \'{s}\fi{}cielny and Kr\ifmmode\check{s}\else\v{s}\fi{}ka, Eva}, title={\ifmmode a\else b\fi}}"
    )
    assert profile.papers[0].authors == ("Jan Kościelny", "Eva Krška")
    (text,) = write_bibtex(profile, profile.papers)
    assert r"author = {Jan Ko\'{s}cielny and Kr\v{s}ka, Eva}" in text
    assert "title = {b}" in text


def test_names_of_fields_are_names():
    (paper,) = read("@misc{k, title={T}}").papers
    odd = replace(
        paper,
        bibtex=(("entrytype", "comment{"), ("a = {}, b", "x"), ("\\input", "y"), ("ok", "z}")),
    )
    (text,) = write_bibtex(Profile(name="x", papers=(odd,)), (odd,))
    assert text == "@misc{k,\n  title = {T},\n  ok = {z\\textbraceright{}},\n}\n"
