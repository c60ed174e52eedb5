"""The query language: words, phrases, exclusions, filters, and the papers that filters accept."""

import datetime
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers import words
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean, clean_line
from paperbrowser.search.conditions import Bounds, OneOf
from paperbrowser.search.fields import FIELDS, TEXT, TEXT_FIELDS, Filter, field_named
from paperbrowser.search.query import Phrase, Query, Term, parse
from tests.dates import partial_dates
from tests.search.accepted import accepts as met


def typed(*given_words, field=None):
    """Terms, the last of them unfinished."""
    *rest, last = given_words
    return (*(Term(word, field) for word in rest), Term(last, field, unfinished=True))


def finished(*given_words, field=None):
    return tuple(Term(word, field) for word in given_words)


def paper(**known):
    return Paper(title="x", **known)


def accepts(query, one):
    return all(met(condition, one) for condition in query.filters)


def dated(year):
    return paper(date=PartialDate(year, 6, 1))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("dark matter", typed("dark", "matter")),
        ("dark matter ", finished("dark", "matter")),
        ("dark matter.", finished("dark", "matter")),
        ("  Dark\tMATTER\n", finished("dark", "matter")),
        ("Schrödinger", typed("schrodinger")),
        ("n-body", typed("n-body")),
        ("self-", typed("self")),  # on its way to "self-supervised"
        ("ΛCDM", typed("lambda-cdm")),
        (r"$\Lambda$CDM halo", typed("lambda-cdm", "halo")),
        (r"G\"odel ", finished("godel")),
        ("dark, (matter)", finished("dark", "matter")),
        ("dark dark", typed("dark", "dark")),
        ("author:cran", typed("cran", field="author")),
        ("Author:Cranmer ", finished("cranmer", field="author")),
        ("au:cranmer,ho ", finished("cranmer", "ho", field="author")),
        ("title:n-body:sim ", finished("n-body", "sim", field="title")),
        ("a - b -- c --d – e ", finished("a", "b", "c", "d", "e")),
        ("x-y a_b ", finished("x-y", "a", "b")),
        ('10" mirror ', finished("10", "mirror")),
        ('10 " mirror ', finished("10", "mirror")),
        ('dark matter"', finished("dark", "matter")),
        ('dark matter "', finished("dark", "matter")),
        ("Attention: all you need ", finished("attention", "all", "you", "need")),
        (
            "FLASH: A 3:1 C:O std::vector ",
            finished("flash", "a", "3", "1", "c", "o", "std", "vector"),
        ),
        ("https://example.org/a ", finished("https", "example", "org", "a")),
        ("isbn: 978-0 ", finished("isbn", "978-0")),
        ("", ()),
        (" - -- \" ' : $ \\ ", ()),
        ("\0 \ud800 \u200b", ()),
    ],
)
def test_words_become_terms(text, terms):
    query = parse(text)
    assert query.terms == terms
    assert query == Query(text, terms)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ('"dark matter"', Phrase(("dark", "matter"))),
        ("“Dark Matter”", Phrase(("dark", "matter"))),
        ("„dunkle Materie“", Phrase(("dunkle", "materie"))),
        ('"n-body"', Phrase(("n", "body"))),
        ('"halo"', Phrase(("halo",))),
        ('title:"dark matter"', Phrase(("dark", "matter"), "title")),
        ("ABS:“dark matter”", Phrase(("dark", "matter"), "abstract")),
        ('"dark mat', Phrase(("dark", "mat"), unfinished=True, open=True)),
        ('"dark matter ', Phrase(("dark", "matter"), open=True)),
        ('author:"miles c', Phrase(("miles", "c"), "author", unfinished=True, open=True)),
    ],
)
def test_words_in_quotes_become_a_phrase(text, phrase):
    query = parse(text)
    assert query == Query(text, phrases=(phrase,))


def test_a_hyphen_makes_no_difference_within_a_phrase():
    assert parse('"N-body halo"').phrases == parse('"n body halo"').phrases


def test_a_phrase_may_touch_a_word():
    query = parse('("dark matter"halo) "" "weak lensing"')
    assert query.phrases == (Phrase(("dark", "matter")), Phrase(("weak", "lensing")))
    assert query.terms == finished("halo")


def test_an_open_quote_that_finds_nothing_can_be_searched_as_words():
    query = parse('halo title:"dark mat')
    assert query.problems == ()
    loose = query.unquoted()
    assert loose.phrases == ()
    assert loose.terms == (
        Term("halo"),
        Term("dark", "title"),
        Term("mat", "title", unfinished=True),
    )
    assert loose.problems == ("the quote is open; its words are searched on their own",)
    closed = parse('halo "dark matter"')
    assert closed.unquoted() is closed


def test_an_open_quote_does_not_swallow_a_filter():
    query = parse('"dark matter year:2022 halo')
    assert query.phrases == (Phrase(("dark", "matter"), open=True),)
    assert query.terms == typed("halo")
    assert [one.text for one in query.filters] == ["year:2022"]
    assert query.problems == ("the quote is open; it is taken to end before year:2022",)
    assert query.unquoted().terms == (*finished("dark", "matter"), *typed("halo"))


@pytest.mark.parametrize(
    ("text", "excluded_terms", "excluded_phrases"),
    [
        ("-wor", finished("wor"), ()),
        ("-n-body", finished("n-body"), ()),
        ('-"dark matter"', (), (Phrase(("dark", "matter")),)),
        ('-"dark mat', (), (Phrase(("dark", "mat")),)),
        ("-author:x", finished("x", field="author"), ()),
        ('-author:"m c"', (), (Phrase(("m", "c"), "author"),)),
        ("-and/or", (), (Phrase(("and", "or")),)),
    ],
)
def test_a_minus_excludes_words_and_phrases(text, excluded_terms, excluded_phrases):
    query = parse(f"halo {text}")
    assert query.excluded_terms == excluded_terms
    assert query.excluded_phrases == excluded_phrases
    assert query.terms == finished("halo")
    assert query.narrows


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("year:2022", Bounds(2022, 2022)),
        ("year:=2022 ", Bounds(2022, 2022)),
        ("Year:2020..2023", Bounds(2020, 2023)),
        ("year:2020...2023", Bounds(2020, 2023)),
        ("year:2020…2023", Bounds(2020, 2023)),
        ("year:2020-2023", Bounds(2020, 2023)),
        ("year:2020–2023", Bounds(2020, 2023)),
        ("year:2023..2020", Bounds(2020, 2023)),
        ("year:2020..", Bounds(low=2020)),
        ("year:..2020", Bounds(high=2020)),
        ("year:>2021", Bounds(low=2021, low_counts=False)),
        ("year:>=2021", Bounds(low=2021)),
        ("year:≥2021", Bounds(low=2021)),
        ("year:<2021, halo", Bounds(high=2021, high_counts=False)),
        ("year:<=2021", Bounds(high=2021)),
        ("score:>80.5", Bounds(low=80.5, low_counts=False)),
        ("score:80..90", Bounds(80, 90)),
        ("score:90..80 ", Bounds(80, 90)),
        ("score:80.5..90.25", Bounds(80.5, 90.25)),
        ("score:97", Bounds(97, 97)),
        ('score:"97"', Bounds(97, 97)),
        ("cat:CO", OneOf(("co",), begun=True)),
        ("cat:CO ", OneOf(("co",))),
        ("category:CO,astro-ph.GA ", OneOf(("co", "astro-ph.ga"))),
        ("cat:CO,", OneOf(("co",))),
        ('cat:"fluid dynamics"', OneOf(("fluid dynamics",))),
        ("has:Code,url", OneOf(("code", "link"))),
        ("cites:>100", Bounds(low=100, low_counts=False)),
        ("citations:10..50 ", Bounds(10, 50)),
        ("kind:Article,preprint", OneOf(("article", "preprint"))),
        ("venue:MNRAS", OneOf(("mnras",), begun=True)),
        ('journal:"Monthly Notices" ', OneOf(("monthly notices",))),
        ("venue:icml2017,apj ", OneOf(("icml 2017", "apj"))),
        ("arXiv:2301.01234v2 ", OneOf(("2301.01234",))),
        ("arxiv:https://arxiv.org/abs/hep-th/9901001", OneOf(("hep-th/9901001",))),
        ("doi:10.1093/MNRAS. ", OneOf(("10.1093/mnras",))),
        ("doi:https://doi.org/10.1093/MIND/LIX.236.433", OneOf(("10.1093/mind/lix.236.433",))),
        ("is:new", OneOf(("new",))),
        # On their way to something longer: what is known of them holds already.
        ("year:2020.", Bounds(low=2020)),
        ("year:2020..202", Bounds(low=2020)),
        ("score:80..9", Bounds(low=80)),
    ],
)
def test_the_value_of_a_field_becomes_a_condition(text, condition):
    query = parse(text)
    assert [one.condition for one in query.filters] == [condition]
    assert query.problems == ()
    assert not parse(f"-{text}").filters or parse(f"-{text}").filters[0].negated


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("year:", "year: needs a year, as in year:2022 or year:2020..2023"),
        ("YEAR: 2022", "year: needs a year, as in year:2022 or year:2020..2023"),
        ("-year:", "year: needs a year, as in year:2022 or year:2020..2023"),
        ("year:20", "year: needs a year, as in year:2022 or year:2020..2023"),
        ("year:>", "year: needs a year, as in year:2022 or year:2020..2023"),
        ("year:20 ", "year: needs a year, as in year:2022 or year:2020..2023, not “20”"),
        ("year:..", "year: needs a year, as in year:2022 or year:2020..2023"),
        ("year:soon", "year: needs a year, as in year:2022 or year:2020..2023, not “soon”"),
        (
            "year:2020..23 ",
            "year: needs a year, as in year:2022 or year:2020..2023, not “2020..23”",
        ),
        ("score:", "score: needs a number, as in score:>80 or score:70..90"),
        ("score:><5 ", "score: needs a number, as in score:>80 or score:70..90, not “><5”"),
        ("cat:", "cat: needs a category, as in cat:CO or cat:astro-ph"),
        ('cat:"', "cat: needs a category, as in cat:CO or cat:astro-ph"),
        ("cat:, x", "cat: needs a category, as in cat:CO or cat:astro-ph"),
        ("has:", "has: needs code, score, abstract, link, date, cites, doi, arxiv, pdf or text"),
        ("has:cod", "has: needs code, score, abstract, link, date, cites, doi, arxiv, pdf or text"),
        (
            "has:money",
            "has: needs code, score, abstract, link, date, cites, doi, arxiv, pdf or text, not “money”",
        ),
        ("is:old", "is: needs a state, as in is:unread or is:new, not “old”"),
        ("doi:10.10", "doi: needs a DOI, as in doi:10.1093/mind/lix.236.433"),
        ("arxiv:soon", "arxiv: needs an arXiv id, as in arxiv:1605.08386, not “soon”"),
        ("author:", "author: needs a name, as in author:cranmer"),
        ('title:"', "title: needs a word, as in title:turbulence"),
        ("foo:bar", "there is no field “foo”; it is searched as words"),
        ('foo:"bar', "there is no field “foo”; it is searched as words"),
        ('foo:"bar baz"', "there is no field “foo”; it is searched as words"),
        ("foo:>3", "there is no field “foo”; it is searched as words"),
        ("-foo:bar", "there is no field “foo”; it is left out as words"),
        (f"{'z' * 99}:x", f"there is no field “{'z' * 23}…”; it is searched as words"),
    ],
)
def test_a_value_that_is_not_understood_is_a_problem_and_filters_nothing(text, problem):
    query = parse(text)
    assert query.problems == (problem,)
    assert query.filters == ()


def test_an_unknown_field_is_searched_as_words():
    assert parse("foo:bar").terms == typed("foo", "bar")
    query = parse('foo:"bar baz"')
    assert (query.terms, query.phrases) == (finished("foo"), (Phrase(("bar", "baz")),))
    assert parse("-foo:bar").excluded_phrases == (Phrase(("foo", "bar")),)


def test_the_same_problem_is_named_once():
    assert len(parse("foo:a foo:b year: year:").problems) == 2


@pytest.mark.parametrize(
    ("text", "accepted", "refused"),
    [
        ("cat:CO ", "CO co astro-ph.CO math.CO", "LG astro-ph.GA cs.CO-OP"),
        ("cat:co", "CO astro-ph.CO", "cond-mat COO"),
        ("cat:astro-ph.CO", "astro-ph.CO ASTRO-PH.CO CO", "math.CO astro-ph.GA GA"),
        ("cat:astro-ph ", "astro-ph astro-ph.CO CO GA", "LG cs.LG math.CO astro"),
        ("cat:physics ", "physics.flu-dyn FLU-DYN physics", "CO physics-x"),
        ("cat:math", "math.CO NT math", "CO cs.LG math-ph"),
        ("cat:cs", "cs.LG LG SY", "stat.ML CO"),
        ("cat:CO,LG ", "CO cs.LG LG", "GA"),
        ("cat:hep ", "hep-th hep-ph", "CO he"),
        ("cat:astr", "astro-ph.CO astro-ph", "math.CO"),
        ("cat:astr ", "", "astro-ph.CO CO"),
        ("cat:cosmology ", "CO gr-qc astro-ph.CO", "LG"),
        ("cat:cosmol", "CO astro-ph.CO", "LG"),
        ('cat:"fluid dynamics" ', "FLU-DYN physics.flu-dyn", "CD"),
        ("cat:Biology ", "biology Biology q-bio q-bio.OT", "LG bio"),
        ("-cat:CO", "LG GA", "CO astro-ph.CO"),
        ("-cat:C", "CO CL LG", ""),  # half typed, it hides nothing
    ],
)
def test_a_category_is_found_by_its_code_archive_or_name(text, accepted, refused):
    (one,) = parse(text).filters
    for category in accepted.split():
        assert met(one, paper(category=category)), category
    for category in refused.split():
        assert not met(one, paper(category=category)), category
    assert met(one, paper()) is one.negated


def test_a_filter_keeps_the_text_that_was_typed():
    query = parse('YEAR:>2021 -Cat:CO has:"code"')
    assert [one.text for one in query.filters] == ["year:>2021", "-cat:CO", 'has:"code"']
    known = paper(date=PartialDate(2022, 1, 1), category="LG", code=True)
    assert accepts(query, known)
    assert not accepts(query, paper(code=True))


def test_each_row_of_the_table_of_fields_is_complete():
    assert TEXT_FIELDS == ("title", "author", "abstract")
    assert field_named("CAT") is field_named("category") is FIELDS["cat"]
    assert field_named("") is field_named("by") is None
    for name, field in FIELDS.items():
        assert field.name == name
        text_field = name in TEXT_FIELDS
        assert text_field == (field.read is None)
        of_papers = (field.number is None) != (field.labels is None)
        of_marks = (field.mark_number is None) != (field.mark_labels is None)
        assert text_field or of_papers or of_marks or name == TEXT
        for example in field.examples:
            query = parse(example)
            assert query.problems == ()
            assert query.filters or all(one.field for one in (*query.terms, *query.phrases))


def test_a_venue_is_found_by_its_words_and_by_its_initials():
    monthly = paper(venue="Monthly Notices of the Royal Astronomical Society")
    for asked in ("monthly", "royal astro", '"monthly notices"', "mnras", "MN"):
        assert met(parse(f"venue:{asked}").filters[0], monthly), asked
    for asked in ("mnr ", "notice ", "letters", '"monthly royal"'):
        assert not met(parse(f"venue:{asked}").filters[0], monthly), asked
    assert not accepts(parse("-venue:mnras"), monthly)
    assert accepts(parse("-venue:mn"), monthly)
    assert accepts(parse("venue:icml "), paper(venue="icml2017"))
    assert accepts(parse("venue:neurips,icml2017 "), paper(venue="ICML 2017"))
    assert not accepts(parse("venue:x"), paper())


def test_papers_added_after_the_fetch_before_are_new():
    since = datetime.date(2026, 10, 12)
    before, same, later = (paper(added=since + datetime.timedelta(days)) for days in (-30, 0, 1))
    query = parse("is:new", since)
    assert [accepts(query, one) for one in (before, same, later, paper())] == [
        False,
        False,
        True,
        False,
    ]
    assert accepts(parse("-is:new", since), before)
    assert not accepts(parse("-is:new", since), later)
    # Nothing is new in a profile that was fetched once.
    assert not accepts(parse("is:new"), later)
    assert accepts(parse("-is:new"), later)


papers = st.builds(
    Paper,
    citations=st.none() | st.integers(0, 40),
    doi=st.none() | st.just("10.1093/a"),
    arxiv=st.none() | st.just("1605.08386"),
    kind=st.none() | st.sampled_from(("article", "thesis")),
    title=st.just("x"),
    category=st.none() | st.sampled_from(("CO", "astro-ph.CO", "cs.LG", "LG", "hep-th")),
    date=st.none() | partial_dates(2018, 2024),
    score=st.none() | st.integers(0, 40).map(lambda n: n / 4),
    code=st.booleans(),
    abstract=st.sampled_from(("", "a")),
    url=st.none() | st.just("https://x.org"),
)


def numeric(name, value_of, numbers):
    """Queries by a field of numbers, each with a function that says which papers it should accept."""

    def query(low, high, kind):
        low, high = sorted((low, high))
        written, means = {
            "exact": (f"{low}", lambda v: v == low),
            "range": (f"{low}..{high}", lambda v: low <= v <= high),
            "from": (f"{low}..", lambda v: v >= low),
            "to": (f"..{high}", lambda v: v <= high),
            ">": (f">{low}", lambda v: v > low),
            ">=": (f">={low}", lambda v: v >= low),
            "<": (f"<{low}", lambda v: v < low),
            "<=": (f"<={low}", lambda v: v <= low),
        }[kind]

        def wanted(one):
            return value_of(one) is not None and means(value_of(one))

        return f"{name}:{written}", wanted

    kinds = st.sampled_from(("exact", "range", "from", "to", ">", ">=", "<", "<="))
    return st.builds(query, numbers, numbers, kinds)


presence = {
    "code": lambda one: one.code,
    "score": lambda one: one.score is not None,
    "abstract": lambda one: one.abstract != "",
    "link": lambda one: (one.url, one.doi, one.arxiv) != (None, None, None),
    "cites": lambda one: one.citations is not None,
    "doi": lambda one: one.doi is not None,
    "arxiv": lambda one: one.arxiv is not None,
    "date": lambda one: one.date is not None,
}
conditions = st.one_of(
    numeric("year", lambda one: one.date and one.date.year, st.integers(2017, 2025)),
    numeric("score", lambda one: one.score, st.integers(0, 40).map(lambda n: n / 4)),
    numeric("cites", lambda one: one.citations, st.integers(0, 40)),
    st.just(("kind:thesis,book", lambda one: one.kind == "thesis")),
    st.sampled_from(sorted(presence.items())).map(lambda item: (f"has:{item[0]}", item[1])),
    st.sampled_from(
        (
            ("cat:co", {"CO", "astro-ph.CO"}),
            ("cat:cs.LG", {"LG", "cs.LG"}),
            ("cat:cs,hep-th", {"LG", "cs.LG", "hep-th"}),
        )
    ).map(lambda item: (item[0], lambda one: one.category in item[1])),
)


@given(st.lists(papers, max_size=8), st.lists(st.tuples(conditions, st.booleans()), max_size=3))
def test_filters_agree_with_a_plain_loop(listed, asked):
    text = "".join(f"{'-' * negated}{written} " for (written, _), negated in asked)
    expected = []
    for one in listed:
        fine = True
        for (_, wanted), negated in asked:
            if bool(wanted(one)) == negated:
                fine = False
        if fine:
            expected.append(one)
    query = parse(text)
    assert len(query.filters) == len(asked)
    assert [one for one in listed if accepts(query, one)] == expected


def test_a_filter_of_the_wrong_kind_finds_nothing():
    assert not met(Filter("year", OneOf(("x",))), dated(2022))
    assert not met(Filter("cat", Bounds()), paper(category="CO"))


pieces = st.lists(
    st.sampled_from(
        [
            *'"“”-:,.$\\{}<>= \n\0\ud800…',
            "year:",
            "cat:",
            "title:",
            "foo:",
            "-au:",
            "2022",
            "co",
            "α",
            "́",
        ]
    )
    | st.text(max_size=4),
    max_size=30,
).map("".join)


@given(pieces)
def test_any_text_is_a_query_of_clean_words(text):
    query = parse(text)
    assert query.text == text
    assert query == parse(text)
    for problem in (*query.problems, *query.unquoted().problems):
        assert clean_line(problem) == problem != ""
    for one in query.filters:
        assert clean_line(one.text) == one.text
        assert met(one, paper()) is met(one, paper())
    every = (*query.terms, *query.excluded_terms)
    for term in every:
        assert words.split(words.fold(term.word)) == [term.word]
        assert term.field in (None, *TEXT_FIELDS)
    for phrase in (*query.phrases, *query.excluded_phrases):
        assert phrase.words
        assert all(phrase.words)
    for asked in (query, query.unquoted()):
        unfinished = [one for one in (*asked.terms, *asked.phrases) if one.unfinished]
        assert len(unfinished) <= 1
        assert not any(term.unfinished for term in asked.terms[:-1])
        assert not any(phrase.unfinished for phrase in asked.phrases[:-1])
    assert not any(one.unfinished for one in (*query.excluded_terms, *query.excluded_phrases))
    if text.endswith((" ", "\n")):
        assert not any(one.unfinished for one in (*query.terms, *query.phrases))


@given(st.text(st.characters(blacklist_characters='"“”„‟«»:$\\-!|')))
def test_text_without_syntax_is_its_folded_words(text):
    query = parse(text)
    assert [term.word for term in query.terms] == words.split(words.fold(clean(text)))
    assert replace(query, cited=(), titled=(), begun=None) == Query(text, query.terms)
    assert all(term.field is None for term in query.terms)


@given(
    st.lists(
        st.sampled_from(
            [
                "halo",
                "n-body",
                "ho",
                "Été",
                "2022",
                "7",
                "foo:",
                "year:",
                "cat:",
                "has:code",
                "title:",
                "au:",
            ]
        )
        | st.sampled_from([*'"“”-:,.<(', " ", " ", " -"]),
        max_size=14,
    ).map("".join)
)
def test_quotes_and_colons_lose_no_words(text):
    query = parse(text + " ")  # finished, so that nothing is left half typed
    found = [
        *(f"{term.field} {term.word}" for term in (*query.terms, *query.excluded_terms)),
        *(
            f"{one.field} {' '.join(one.words)}"
            for one in (*query.phrases, *query.excluded_phrases)
        ),
        *(one.text for one in query.filters),
        *query.problems,
    ]
    if any("…" in line for line in query.problems):
        return
    everything = words.fold("\n".join(found))
    for run in re.findall(r"[^\W_]+", words.fold(text)):
        assert run in everything


@pytest.mark.parametrize("unit", [
    '"', '" ', '"a ', "a:", ": ", "-", "- ", '-"', " ", "a-", "\\", "$", "year:", "year:1,", "cat:a,", "x", "7", "α", 'foo:"', "'",
])  # fmt: skip
@pytest.mark.slow
@pytest.mark.parametrize("start", ["", '"', '"x ', "cat:", "year:", "year:2020..", "title:"])
def test_long_queries_are_read_in_linear_time(start, unit):
    text = start + (unit * 30_000)[:30_000]
    parse(text)


def test_queries_and_completions_load_no_numpy_and_no_latex():
    script = (
        "import sys\n"
        "import paperbrowser.search.query, paperbrowser.search.completion\n"
        "names = {'numpy', 'textual', 'rich', 'rapidfuzz', 'paperbrowser.papers.latex'} & set(sys.modules)\n"
        "sys.exit(f'loaded {names}' if names else 0)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
