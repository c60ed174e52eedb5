"""The saved profile page: every field of a real one, and damaged ones."""

import datetime
import hashlib
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.formats import page as profile_page
from paperbrowser.formats.input import Input
from paperbrowser.formats.result import ReadError
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGE = (FIXTURES / "shirley-ho.txt").read_text(encoding="utf-8")
TRUTH = json.loads((FIXTURES / "shirley-ho.truth.json").read_text(encoding="utf-8"))
HEAD, *ENTRIES = re.split(r"\n\n(?=(?:\d+\.\d)?[A-Z-]+[A-Z][a-z]{2} \d)", PAGE)
METRICS = "h-index77\n54papers\n2,693citations\nNovelty51%\nAI Score59"


def result(text, **options):
    return profile_page.read(Input.of_text(text, **options))


def read(text, **options):
    return result(text, **options).profile


def codes(text, **options):
    return {remark.code for remark in result(text, **options).remarks}


WHOLE = read(PAGE)


def page(*entries, head=HEAD):
    return "\n\n".join([head, *entries])


def entry(number, *, header=None, title=None, authors=None, abstract=None):
    """An entry of the fixture, with parts of it replaced."""
    old_header, old_title, _, old_authors, _, old_abstract = ENTRIES[number].split("\n")
    return "\n".join(
        [
            old_header if header is None else header,
            old_title if title is None else title,
            "",
            old_authors if authors is None else authors,
            "",
            old_abstract if abstract is None else abstract,
        ]
    ).rstrip("\n")


def without(papers, *names):
    return [replace(paper, **dict.fromkeys(names), id="") for paper in papers]


def test_every_field_of_the_real_page():
    stated = TRUTH["profile"]
    assert (WHOLE.name, WHOLE.field, WHOLE.claimed, len(WHOLE.papers)) == (
        "Shirley Ho",
        "CO",
        54,
        stated["listed"],
    )
    assert (WHOLE.h_index, WHOLE.citations, WHOLE.novelty, WHOLE.ai_score) == (77, 2693, 51, 59)
    for paper, true in zip(WHOLE.papers, TRUTH["papers"], strict=True):
        assert paper.title == true["title"]
        assert list(paper.authors) == true["authors"]
        assert paper.et_al == true["et_al"]
        assert list(paper.affiliations) == true["affiliations"]
        assert paper.category == true["category"]
        assert paper.date == PartialDate.parse(true["date"])
        assert paper.year_inferred == true["year_inferred"]
        assert paper.score == true["score"]
        assert paper.code == true["code"]
        assert len(paper.abstract) == true["abstract_chars"]
        digest = hashlib.sha256(paper.abstract.encode()).hexdigest()
        assert digest == true["abstract_sha256"]
    assert len({paper.id for paper in WHOLE.papers}) == 50


def test_only_the_count_is_remarked_on_in_the_real_page():
    (remark,) = result(PAGE).remarks
    assert str(remark) == "line 5: the page says 54 papers and lists 50"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", " \t\n") + "  ",
        lambda text: "\n\n\n" + text.replace("\n\n", "\n\n\n\n") + "\n\n\n",
        lambda text: text.replace("\n\n", "\n\u200b\n"),
        lambda text: re.sub(r"^(?=.)", "    ", text, flags=re.MULTILINE),
        lambda text: text.replace(" et al.", "\u00a0et al.").replace(" · ", "\u00a0·\u00a0"),
        lambda text: text.replace("Oct 4", "Oct\u00a04"),
        lambda text: text.replace("\n", "\n\n"),
        lambda text: re.sub("\n+", "\n", text),
        lambda text: "Skip to content\nHome\nSign in\n\n" + text,
        lambda text: text + "\n\nLoad more\n\n© 2026 The Site",
        lambda text: text.replace("Oct 4, ", "October 4, "),
        lambda text: text.replace("\n54 Papers\n", ""),
        lambda text: text.replace("N-body Simulations\n\n", "N-body Simulations\n"),
        lambda text: text.replace("de Oliveira et al.\n\n", "de Oliveira et al.\n"),
        lambda text: re.sub(
            r"^((?:[\d.]+)?[A-Z-]+)([A-Z][a-z]{2} \d+)", r"\1 \2", text, flags=re.MULTILINE
        ),
        lambda text: re.sub(
            r"^((?:[\d.]+)?[A-Z-]+)([A-Z][a-z]{2} \d+)", r"\1\n\2", text, flags=re.MULTILINE
        ),
    ],
)
def test_layout_does_not_matter(change):
    assert read(change(PAGE)) == WHOLE


@pytest.mark.parametrize(
    ("metrics", "fields_changed"),
    [
        (METRICS.replace("2,693", "1,234,567"), {"citations": 1_234_567}),
        (METRICS.replace("2,693", "12,693"), {"citations": 12_693}),
        (METRICS.replace("2,693", "1.2k"), {"citations": 1_200}),
        (METRICS.replace("2,693", "1.2M"), {"citations": 1_200_000}),
        (METRICS.replace("2,693", "2\u202f693"), {}),
        (METRICS.replace("2,693", "2 693"), {}),
        (METRICS.replace("2,693c", "2693 c"), {}),
        (METRICS.replace("2,693", "2.693"), {}),
        (METRICS.replace("2,693citations", "1citation"), {"citations": 1}),
        (METRICS.replace("h-index77\n", ""), {"h_index": None}),
        (METRICS.replace("77", "0").replace("2,693", "0"), {"h_index": 0, "citations": 0}),
        (METRICS.replace("h-index77", "h-index—"), {"h_index": None}),
        (
            METRICS.replace("51%", "51.5%").replace("59", "59.5"),
            {"novelty": 51.5, "ai_score": 59.5},
        ),
        (METRICS.replace("51%", "510%"), {"novelty": None}),
        ("\n".join(reversed(METRICS.split("\n"))), {}),
        (METRICS.replace("\n", " "), {}),
        ("h-index 77 · 54 papers · 2,693 citations · Novelty: 51% · AI Score: 59", {}),
        ("h-index\n77\n54\npapers\n2,693\ncitations\nNovelty\n51%\nAI Score\n59", {}),
        ("77\nh-index\n54\npapers\n2,693\ncitations\n51%\nNovelty\n59\nAI Score", {}),
    ],
)
def test_metrics(metrics, fields_changed):
    text = PAGE.replace(METRICS, metrics)
    assert read(text) == replace(WHOLE, **fields_changed)
    assert ("missing-stat" in codes(text)) == (None in fields_changed.values())


@pytest.mark.parametrize(
    ("head", "name", "field"),
    [
        ("测试 作者 (Ceshi Zuozhe)\n\nCO\n" + METRICS, "测试 作者 (Ceshi Zuozhe)", "CO"),
        ("Ann Example\n\nastro-ph.CO\n" + METRICS, "Ann Example", "astro-ph.CO"),
        ("Ann Example\n\nCosmology\n" + METRICS, "Ann Example", "Cosmology"),
        ("Ann Example\nInstitute of Samples\n\nCO\n" + METRICS, "Ann Example", "CO"),
        ("Ann Example\n\nShe writes. " + "words " * 30 + "\n\nCO\n" + METRICS, "Ann Example", "CO"),
        ("XU\n\n" + METRICS, "XU", None),
        ("Ann Example\n\n54 Papers", "Ann Example", None),
        ("Ann Example", "Ann Example", None),
        ("54 Papers", "Unnamed profile", None),
    ],
)
def test_name_and_field(head, name, field):
    profile = read(page(*ENTRIES, head=head))
    assert (profile.name, profile.field) == (name, field)
    assert profile.papers == WHOLE.papers


def test_a_page_of_entries_only():
    assert read("\n\n".join(ENTRIES)).papers == WHOLE.papers


def test_metrics_that_the_page_does_not_have_are_named():
    reading = result(page(*ENTRIES, head="Ann Example\n\n54 Papers\n"))
    assert reading.profile.h_index is None
    messages = [remark.message for remark in reading.remarks if remark.code == "missing-stat"]
    assert messages == ["the page does not have: h-index, citations, novelty, AI score"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("100.0LGOct 4, 2023Code", {"score": 100.0, "category": "LG", "code": True}),
        ("0.0LGOct 4, 2023", {"score": 0.0, "code": False}),
        ("97LGOct 4, 2023", {"score": 97.0, "category": "LG"}),
        ("990LGOct 4, 2023", {"score": None, "category": "LG"}),
        ("LG Oct 4, 2023 Code", {"category": "LG", "code": True, "score": None}),
        ("CO  Oct 4,  2023", {"category": "CO"}),
        ("97.0 FLU-DYN Oct 04, 2023", {"category": "FLU-DYN", "score": 97.0}),
        ("LG\nOct 4, 2023\nCode", {"category": "LG", "code": True}),
        ("82.8\nLG\nOct 4, 2023", {"score": 82.8, "category": "LG"}),
        *(
            (f"{category}Oct 4, 2023", {"category": category})
            for category in [
                "cs.LG",
                "astro-ph.CO",
                "ASTRO-PH",
                "Q-BIO.NC",
                "physics.flu-dyn",
                "MATH-PH",
                "DEC",
                "OCT",
                "hep-th",
                "stat.ML",
                "CODE",
                "Physics",
                "CondMat",
                "q-fin.CP",
            ]
        ),
        ("Fluid DynamicsOct 4, 2023", {"category": "Fluid Dynamics"}),
        ("Oct 4, 2023", {"category": None}),
    ],
)
def test_header(header, expected):
    (_, paper, after) = read(page(entry(1), entry(0, header=header), entry(2))).papers
    expected = {"date": PartialDate(2023, 10, 4), **expected}
    assert {name: getattr(paper, name) for name in expected} == expected
    assert paper.title == WHOLE.papers[0].title
    assert paper.abstract == WHOLE.papers[0].abstract
    assert after == WHOLE.papers[2]


@pytest.mark.parametrize(
    "header",
    [
        "LGFeb 30, 2023",
        "LGFeb 29",
        "LGSep 45, 2022",
        "LGOct 24, 22",
        "LGOct 24, 20222",
        "LGOct 2023",
        "LGFoo 5, 2022",
        "LG??? 5, 2022",
        "LG",
    ],
)
def test_a_date_that_is_none_is_left_out_and_remarked(header):
    text = page(entry(1), entry(0, header=header), entry(2))
    _, paper, _ = read(text).papers
    assert paper == replace(
        WHOLE.papers[0], date=None, code=False, id="mccabe-multiple-physics-pretraining"
    )
    (remark,) = [r for r in result(text).remarks if r.code == "bad-date"]
    assert remark.line == text[: text.index(header + "\n")].count("\n") + 1


def test_every_paper_scored_and_none():
    scored = [re.sub(r"^[\d.]*", f"{i * 2}.5", text) for i, text in enumerate(ENTRIES)]
    papers = read(page(*scored)).papers
    assert [paper.score for paper in papers] == [i * 2 + 0.5 for i in range(50)]
    assert without(papers, "score") == without(WHOLE.papers, "score")
    unscored = [re.sub(r"^[\d.]*", "", text) for text in ENTRIES]
    assert without(read(page(*unscored)).papers) == without(WHOLE.papers, "score")


def dates(*headers, **options):
    text = page(*(entry(i, header=header) for i, header in enumerate(headers)))
    papers = read(text, **options).papers
    return [(str(paper.date), paper.year_inferred) for paper in papers]


def test_a_date_without_a_year_is_of_the_year_after_the_newest_named():
    file_date = datetime.date(2031, 1, 1)
    found = dates("LGJan 1", "CODec 31", "GADec 30, 2025", file_date=file_date)
    assert found == [("2026-01-01", True), ("2026-12-31", True), ("2025-12-30", False)]


def test_as_of_overrides_and_no_paper_is_later():
    found = dates("LGJan 1", "CODec 31", "GADec 30, 2025", as_of=datetime.date(2026, 1, 5))
    assert found == [("2026-01-01", True), ("2025-12-31", True), ("2025-12-30", False)]
    assert dates("LGFeb 29", as_of=datetime.date(2025, 1, 5)) == [("2024-02-29", True)]


def test_without_any_year_the_date_of_the_file_gives_it():
    found = dates("LGJan 1", "CODec 31", file_date=datetime.date(2024, 6, 1))
    assert found == [("2024-01-01", True), ("2023-12-31", True)]
    assert dates("LGJan 1") == [("None", False)]


def test_a_date_after_the_page_was_saved_is_remarked():
    assert "future-date" in codes(PAGE, as_of=datetime.date(2025, 12, 1))
    assert "future-date" not in codes(PAGE, as_of=datetime.date(2026, 6, 1))
    assert "future-date" not in codes(PAGE, file_date=datetime.date(2026, 1, 1))
    late = page(entry(0, header="LGOct 4, 2099"))
    assert "future-date" in codes(late, file_date=datetime.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("line", "authors", "et_al", "affiliations"),
    [
        ("测试甲, 测试乙 et al. · 测试大学", ["测试甲", "测试乙"], True, ["测试大学"]),
        ("Тест Тестов, Пример Примеров", ["Тест Тестов", "Пример Примеров"], False, []),
        ("محمد تجريبي, مثال اختبار et al.", ["محمد تجريبي", "مثال اختبار"], True, []),
        ("The TESTCASE Collaboration et al.", ["The TESTCASE Collaboration"], True, []),
        ("Solo Author-Example", ["Solo Author-Example"], False, []),
        ("danah example", ["danah example"], False, []),
        ("Ann Example, Bob Sample Jr.", ["Ann Example", "Bob Sample Jr."], False, []),
        ("Bob Sample, Jr., Cy Dummy et al.", ["Bob Sample, Jr.", "Cy Dummy"], True, []),
        ("Ann Example et al. · a univ, b-lab", ["Ann Example"], True, ["a univ", "b-lab"]),
        ("Emoji Tester🧪, Wide 名前テスト", ["Emoji Tester🧪", "Wide 名前テスト"], False, []),
        ("Gal·la Prova, X. Y. Müller", ["Gal·la Prova", "X. Y. Müller"], False, []),
    ],
)
def test_authors(line, authors, et_al, affiliations):
    first, paper, last = read(page(entry(1), entry(0, authors=line), entry(2))).papers
    assert list(paper.authors) == authors
    assert paper.et_al is et_al
    assert list(paper.affiliations) == affiliations
    assert paper.abstract == WHOLE.papers[0].abstract
    assert (first, last) == (WHOLE.papers[1], WHOLE.papers[2])


def test_an_abstract_keeps_its_paragraphs():
    abstract = "First paragraph.\n\nA list:\n- item one\n- item two\n\n\nThird one."
    papers = read(page(entry(0, abstract=abstract), entry(1))).papers
    assert papers[0].abstract == "First paragraph.\n\nA list:\n- item one\n- item two\n\nThird one."
    assert papers[1] == WHOLE.papers[1]


def test_lines_wrapped_to_a_width_are_joined():
    abstract = "The first line of this abstract is rather long\nand goes on here. Short."
    (paper,) = read(page(entry(0, abstract=abstract))).papers
    assert paper.abstract == abstract.replace("\n", " ")


def test_missing_abstracts_are_remarked_once():
    text = page(entry(0), entry(1, abstract=""), entry(2), entry(3, abstract=""))
    reading = result(text)
    assert [bool(paper.abstract) for paper in reading.profile.papers] == [True, False, True, False]
    assert reading.profile.papers[1].authors == WHOLE.papers[1].authors
    assert [str(remark) for remark in reading.remarks if remark.code == "missing-abstract"] == [
        "line 19: 2 papers have no abstract"
    ]


def test_missing_authors_and_missing_title():
    title, authors, abstract = ENTRIES[4].split("\n")[1::2]
    header = ENTRIES[4].split("\n")[0]
    no_authors = f"{header}\n{title}\n\n{abstract}"
    no_title = f"{header}\n\n{authors}\n\n{abstract}"
    text = page(entry(0), no_authors, no_title, entry(1))
    first, second, third, last = read(text).papers
    whole = WHOLE.papers[4]
    assert (second.title, second.authors, second.abstract) == (whole.title, (), whole.abstract)
    assert (third.title, third.authors, third.abstract) == ("", whole.authors, whole.abstract)
    assert (first, last) == WHOLE.papers[:2]
    assert "bad-entry" in codes(text)


@pytest.mark.parametrize(
    "title",
    [
        "LGOct 4, 2023",
        "On the word Code: 97.0FLU-DYNMay 31",
        "54 Papers",
        "Code",
        "h-index77",
        "AI",
    ],
)
def test_a_title_may_look_like_something_else(title):
    papers = read(page(entry(1), entry(0, title=title), entry(2))).papers
    assert [paper.title for paper in papers] == [
        WHOLE.papers[1].title,
        title,
        WHOLE.papers[2].title,
    ]
    assert papers[1].code


@pytest.mark.parametrize(
    "quoted", ["COSep 5, 2022\n\nand goes on.", "COSep 5, 2022\nand goes on.", "May 5\nand so on."]
)
def test_an_abstract_may_quote_a_header(quoted):
    abstract = f"It quotes a header:\n\n{quoted}"
    papers = read(page(entry(0, abstract=abstract), entry(1))).papers
    assert papers[0].abstract == abstract
    assert papers[1:] == (WHOLE.papers[1],)


def test_a_repeated_entry_is_kept_and_remarked():
    text = page(*ENTRIES, ENTRIES[0])
    papers = read(text).papers
    assert papers[:50] == WHOLE.papers
    assert papers[50] == replace(papers[0], id=papers[0].id + "-2")
    assert "duplicate" in codes(text)


def test_control_characters_are_dropped_and_remarked():
    text = page(
        entry(0, title="Evil \x1b[31mred\x1b]0;pwned\x07title \x9b31m"),
        entry(1, title="Bidi \u202egnp.exe\u202c and \u2066isolate\u2069"),
        entry(2, authors="Nul\x00 Author, Bell\x07 Tester et al. · cam\x1bbridge"),
        entry(3, abstract="With \x00 NUL, \x08 backspace, [bold]markup[/] and \x0c form feed."),
    )
    papers = read(text).papers
    assert papers[0].title == "Evil [31mred]0;pwnedtitle 31m"
    assert papers[1].title == "Bidi gnp.exe and isolate"
    assert papers[2].authors == ("Nul Author", "Bell Tester")
    assert papers[2].affiliations == ("cambridge",)
    assert "[bold]markup[/]" in papers[3].abstract
    (remark,) = [r for r in result(text).remarks if r.code == "control-chars"]
    assert remark.line == text[: text.index("Evil")].count("\n") + 1


def test_only_a_newline_ends_a_line():
    text = page(
        entry(0, abstract="Line\u2028separator, \x0btab, \x85nel and\u2029paragraph."),
        entry(1, title="Title with\u2028line separator"),
        entry(2),
    )
    papers = read(text).papers
    assert papers[0].abstract == "Line separator,  tab,  nel and paragraph."
    assert papers[1].title == "Title with line separator"
    assert papers[2] == WHOLE.papers[2]


def test_huge_fields():
    text = page(
        entry(0, title="🧪" * 60), entry(1, title="x" * 5000), entry(2, abstract="a " * 10**5)
    )
    papers = read(text).papers
    assert [len(paper.title) for paper in papers[:2]] == [60, 5000]
    assert len(papers[2].abstract) == 2 * 10**5 - 1


@pytest.mark.parametrize(
    ("end", "papers", "cut"),
    [
        (PAGE.index("68.3LGMar 11") + 2, 20, True),
        (PAGE.index("68.3LGMar 11") + 5, 20, True),
        (PAGE.index("68.3LGMar 11") + 8, 20, True),
        (PAGE.index("68.3LGMar 11") + 12, 20, True),
        (PAGE.index("68.3LGMar 11") + 13, 20, True),
        (PAGE.index("The Well: a") + 7, 20, True),
        (PAGE.index("Ruben Ohana") + 3, 20, True),
        (PAGE.index("Machine learning based surrogate") + 200, 20, True),
        (PAGE.index("68.3LGMar 11"), 20, False),
    ],
)
def test_a_page_that_is_cut_off_keeps_its_whole_entries(end, papers, cut):
    profile = read(PAGE[:end])
    assert len(profile.papers) == papers
    assert profile.papers[:19] == WHOLE.papers[:19]
    assert ("truncated" in codes(PAGE[:end])) is cut
    if end >= PAGE.index("68.3LGMar 11"):
        assert profile.papers[19] == WHOLE.papers[19]
    for remark in result(PAGE[:end]).remarks:
        assert remark.line is not None


def test_a_head_without_papers_is_a_profile():
    profile = read(HEAD)
    assert profile == replace(WHOLE, papers=())
    empty = read("Ann Example\n\nCO\nh-index0\n0papers\n0citations\n\n0 Papers\n")
    assert empty == Profile(name="Ann Example", field="CO", claimed=0, h_index=0, citations=0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear colleague,\n\nthis is a letter.\n\nRegards\nAnn Example\n",
        "Paris May 5, 2023\nDear Ann,\n\nI have read\n54 papers\n\nBob Sample\n",
        "Ann Example\n\n54 papers\n",
        "COSep 5, 2022\n\n",
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(ReadError) as caught:
        result(text)
    assert caught.value.code == "no-entries"
    assert caught.value.advice
    assert "\n" not in str(caught.value)
    assert profile_page.preview(text) is None


def test_sniff():
    assert profile_page.sniff(PAGE)
    assert profile_page.sniff(HEAD)
    assert profile_page.sniff(PAGE.replace("\n", "\r\n")[:3000])
    assert not profile_page.sniff("Dear colleague,\n\nI read 54 papers on May 31.\n")


def test_preview_shows_whole_entries_only():
    for size in range(0, 30_000, 997):
        shown = profile_page.preview(PAGE[:size])
        complete = sum(PAGE[:size].count(text) for text in ENTRIES)
        papers = () if shown is None else shown.papers
        assert [paper.title for paper in papers] == [p.title for p in WHOLE.papers[: len(papers)]]
        assert complete - 1 <= len(papers) <= complete
        assert all(
            paper.abstract == p.abstract for paper, p in zip(papers, WHOLE.papers, strict=False)
        )
    assert shown is not None
    assert (shown.name, shown.claimed, shown.citations) == ("Shirley Ho", 54, 2693)


def test_progress_grows_to_one_and_may_cancel():
    shares = []
    result(PAGE, progress=shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1

    def cancel(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        result(PAGE, progress=cancel)


def test_remarks_do_not_multiply():
    text = page(*("LGFeb 30\nTitle\n\nAnn Example\n\nAbstract." for _ in range(2000)))
    assert len(result(text).remarks) == len(codes(text)) == 3


SIZE = 1_000_000


@pytest.mark.parametrize(
    "text",
    [
        "x" * SIZE,
        "9" * SIZE,
        "9." * SIZE,
        "Ann Example\n" + "\n" * SIZE,
        " " * SIZE + "x",
        "AB\n\n" * (SIZE // 4),
        "LGMay 3\n" * (SIZE // 10),
        "LGOct 4, 2023\n" + " " * SIZE + "x",
        page(entry(0, authors="A," * (SIZE // 2))),
        page(entry(0, authors=" et al" * (SIZE // 6) + "x")),
        page(entry(0, authors="· " * (SIZE // 2))),
        page(entry(0, abstract="\n" * SIZE + "x")),
        page(entry(0, abstract="\n\nLoad more" * (SIZE // 11))),
        page(entry(0, abstract="x\n" * (SIZE // 4))),
    ],
)
def test_time_grows_with_size_only(text):
    try:
        result(text)
    except ReadError as error:
        assert error.code == "no-entries"  # noqa: PT017 - either way of ending will do
    # A quadratic step takes minutes at this size.


WORDS = st.text("abcdefgh", min_size=2, max_size=8).map(str.capitalize)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
PAPERS = st.builds(
    Paper,
    title=TEXTS,
    authors=st.lists(
        st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4
    ).map(tuple),
    et_al=st.booleans(),
    affiliations=st.lists(WORDS, max_size=3).map(tuple),
    category=st.sampled_from(["LG", "FLU-DYN", "astro-ph.CO", "cs.LG", "hep-th"]),
    date=st.builds(PartialDate, st.integers(1990, 2030), st.integers(1, 12), st.integers(1, 28)),
    score=st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10),
    code=st.booleans(),
    abstract=st.lists(TEXTS.map(lambda text: text + "."), min_size=1, max_size=3).map("\n\n".join),
)


def written(paper):
    header = f"{'' if paper.score is None else paper.score}{paper.category}"
    header += f"{paper.date.first_day:%b} {paper.date.day}, {paper.date.year}{'Code' * paper.code}"
    people = ", ".join(paper.authors) + " et al." * paper.et_al
    if paper.affiliations:
        people += " · " + ", ".join(paper.affiliations)
    return f"{header}\n{paper.title}\n\n{people}\n\n{paper.abstract}"


@settings(deadline=None, max_examples=settings.default.max_examples // 2)
@given(papers=st.lists(PAPERS, max_size=6), seed=st.randoms(use_true_random=False))
def test_a_page_reads_back_with_any_blanks(papers, seed):
    head = f"Ann Example\n\nCO\n{METRICS}"
    text = page(*map(written, papers), head=head)
    noisy = "\n".join(
        line + seed.choice(["", " ", "\t \t"]) + ("\n" * seed.randrange(3) if not line else "")
        for line in text.split("\n")
    )
    for page_text in (text, noisy):
        profile = read(page_text)
        assert without(profile.papers) == papers
        assert (profile.name, profile.h_index, profile.ai_score) == ("Ann Example", 77, 59)


PIECES = [
    "LGOct 4, 2023",
    "97.0FLU-DYNMay 31Code",
    "\n",
    "\n\n",
    "h-index",
    "54 papers",
    "et al.",
    "·",
]


@settings(deadline=None, max_examples=2 * settings.default.max_examples)
@given(
    text=st.text()
    | st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map("".join),
    as_of=st.none() | st.dates(),
)
def test_any_text_is_read_or_refused(text, as_of):
    profile_page.sniff(text)
    shown = profile_page.preview(text)
    assert shown is None or isinstance(shown, Profile)
    try:
        reading = result(text, as_of=as_of, file_date=as_of)
    except ReadError:
        return
    ids = [paper.id for paper in reading.profile.papers]
    assert len(set(ids)) == len(ids)
    assert all(ids)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(r.line is None or 1 <= r.line <= lines for r in reading.remarks)
    for paper in reading.profile.papers:
        for field in fields(paper):
            value = getattr(paper, field.name)
            assert not isinstance(value, str) or value == value.strip()
