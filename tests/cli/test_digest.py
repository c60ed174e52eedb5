"""`paperbrowser digest`: what two updates brought, told once, for a terminal, a mail or a program."""

import datetime
import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperbrowser import cli
from paperbrowser.formats import digest
from paperbrowser.library import store
from paperbrowser.library.news import news_of
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.news import News
from paperbrowser.papers.text import clean, columns
from paperbrowser.reading.marking import Marking
from tests.sources.people import OpenAlex, id_of
from tests.stored import save_profile

TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


def a_week_later():
    """All that the library knows happened a week earlier."""
    for path in store.files():
        earlier = re.sub(
            r"^(updated|since|added|published) = (\S+)$",
            lambda found: f"{found[1]} = {datetime.date.fromisoformat(found[2]) - 7 * DAY}",
            path.read_text(),
            flags=re.MULTILINE,
        )
        path.write_text(earlier)


def printed(capsys, *arguments):
    capsys.readouterr()
    assert cli.main(["digest", *arguments]) == 0
    return capsys.readouterr().out


def titles(text):
    return [line[2:] for line in text.splitlines() if line.startswith("* ")]


@pytest.fixture
def followed(configured):
    """Two people with a preprint and a paper of both."""
    openalex = OpenAlex(configured)
    arxiv = {"id": None, "display_name": "arXiv (Cornell University)"}
    openalex.add_work(
        "Knots without rope", TODAY - 200 * DAY, [1], doi="10.48550/arXiv.2501.00077",
        type="preprint", primary_location={"source": arxiv},
    )  # fmt: skip
    openalex.add_work("Ropes and nets", TODAY - 300 * DAY, [1, 2])
    for person in (1, 2):
        openalex.add_person(person)
        assert cli.main(["follow", id_of(person)]) == 0
    return openalex


def test_two_updates_and_what_the_digest_says_of_them(followed, capsys):
    assert printed(capsys) == f"nothing new since {(TODAY - 7 * DAY):%-d %b %Y}\n"
    a_week_later()
    followed.add_work(
        "Nets in <b>deep</b> water",
        TODAY - DAY,
        [1, 2],
        abstract_inverted_index={"Cast": [0], "them.": [1]},
    )
    assert cli.main(["update", "--all", "--quiet"]) == 0
    text = printed(capsys)
    assert text.splitlines() == [
        f"1 new paper since {(TODAY - 7 * DAY):%-d %b %Y}",
        "",
        "* Nets in deep water",
        f"  Author {id_of(1)}, Author {id_of(2)}",
        f"  Journal of Weaving, {TODAY - DAY}",
        f"  Bo Weaver1, Cai Weaver2: new {TODAY:%-d %b %Y}",
        "    Cast them.",
        "  https://doi.org/10.5072/W3",
    ]

    a_week_later()
    followed.add_work("Knots without rope", TODAY - 2 * DAY, [1], doi="10.5072/knots")
    followed.add_work("Hitches", TODAY, [2])
    assert cli.main(["update", "--all"]) == 0
    assert ", 1 preprint published\n" in capsys.readouterr().out
    text = printed(capsys, "--since", "3d")
    assert text.startswith("1 new paper and 1 preprint published since ")
    assert titles(text) == ["Hitches", "Knots without rope"]
    assert f"  Bo Weaver1: published (seen {TODAY:%-d %b %Y}); the preprint was known\n" in text
    assert titles(printed(capsys, "--since", "2w")) == [
        "Hitches",
        "Knots without rope",
        "Nets in deep water",
    ]
    assert titles(printed(capsys, "--since", str(TODAY - 7 * DAY)))[-1] == "Nets in deep water"

    # What was read is not unread, and what was hidden is in none.
    nets, *_ = [one for one in papers() if one.title.startswith("Nets")]
    (hitches,) = [one for one in papers() if one.title == "Hitches"]
    Marking().read([nets], on=True)
    assert titles(printed(capsys, "--unread")) == ["Hitches", "Knots without rope"]
    Marking().hide([hitches], on=True)
    assert titles(printed(capsys)) == ["Knots without rope", "Nets in deep water"]
    Marking().read([one for one in papers() if one.title.startswith("Knots")], on=True)
    assert printed(capsys, "--unread") == "nothing new that you have not read\n"


def papers():
    return [paper for path in sorted(store.files()) for paper in store.read(path).profile.papers]


NETS = Paper(
    title="From *nets* to <script>", authors=("Ida Rope",), added=TODAY, id="nets", doi="10.5072/nets",
    abstract="Longlines are long. " * 60, venue="Sea & Shore",
)  # fmt: skip


def test_a_digest_as_markdown_html_and_json(capsys):
    save_profile(Profile(name="Ida Rope", papers=(NETS,), since=TODAY - DAY, updated=TODAY))
    assert "## From \\*nets\\* to \\<script\\>\n" in printed(capsys, "--markdown")
    page = printed(capsys, "--html")
    assert page.startswith("<!DOCTYPE html>\n")
    assert page.endswith("</html>\n")
    assert "From *nets* to &lt;script&gt;</a></h2>" in page
    assert "<script" not in page
    (one,) = json.loads(printed(capsys, "--json"))["news"]
    assert (one["what"], one["day"], one["people"]) == ("new", str(TODAY), ["Ida Rope"])
    for form in ("--markdown", "--html"):
        assert "nothing new since 3 Mar 2999" in printed(capsys, form, "--since", "2999-03-03")
    assert json.loads(printed(capsys, "--json", "--since", "2999-03-03"))["news"] == []


@pytest.mark.parametrize("since", ["7", "d", "-1d", "7 d", "2026-02-30", "٣d", "1y"])
def test_another_span_is_refused(since, capsys):
    assert cli.main(["digest", f"--since={since}"]) == 2
    assert "is neither a number of days (7d) or weeks (2w) nor a date" in capsys.readouterr().err


def test_a_profile_that_cannot_be_read_is_named_and_the_others_are_told(capsys):
    path = save_profile(Profile(name="Ida Rope", papers=(NETS,), since=TODAY - DAY, updated=TODAY))
    path.with_name("broken.toml").write_text("[[papers]")
    assert cli.main(["digest", "--since", "99999w"]) == 1
    said = capsys.readouterr()
    assert titles(said.out) == ["From *nets* to <script>"]
    assert "broken.toml" in said.err


def test_what_somebody_had_as_a_preprint_is_a_publication_for_all():
    draft = Paper(title="Bights", arxiv="2601.00009", doi="10.5072/bights", published=TODAY, id="a")
    joined = Paper(title="Bights", doi="10.5072/Bights", added=TODAY, id="b")
    (news,) = news_of(
        [Profile(name="A", papers=(draft,)), Profile(name="B", papers=(joined,))], TODAY
    )  # fmt: skip
    assert news.published
    assert news.paper.people == ("A", "B")


def test_profiles_that_name_a_work_differently_tell_it_once():
    preprint = Paper(
        title="Splices of wet rope",
        authors=("Ida Rope", "Jo Cord"),
        arxiv="2601.00001",
        added=TODAY,
        id="a",
    )
    article = replace(
        preprint, arxiv=None, doi="10.5072/splices", venue="Journal of Rope", kind="article", id="b"
    )
    profiles = [
        Profile(name="Ida Rope", papers=(preprint,)),
        Profile(name="Jo Cord", papers=(article,)),
    ]
    (news,) = news_of(profiles, None)
    assert news.paper.people == ("Ida Rope", "Jo Cord")


TITLES = ("Currents", "Anchors", "Sails", "Ferries", "Lighthouses", "Pilots")
# A work has up to two identifiers, of which each profile knows some.
_WORKS = st.integers(0, 5)
_LISTED = st.tuples(
    _WORKS,
    st.sampled_from(["doi", "arxiv", "both"]),
    st.integers(0, 9),
    st.none() | st.integers(0, 20),
)


@given(st.lists(st.lists(_LISTED, max_size=6), max_size=4))
def test_no_work_is_told_twice(lists):
    profiles = [
        Profile(
            name=f"Person {place}",
            papers=tuple(
                Paper(
                    title=f"{TITLES[work]} of the northern harbours",
                    authors=("Ida Rope", "Jo Cord"),
                    date=PartialDate(2026, 1),
                    doi=f"10.5072/w{work}" if known != "arxiv" else None,
                    arxiv=f"2601.0000{work}" if known != "doi" else None,
                    added=None if age > 6 else TODAY - age * DAY,
                    published=None if out is None else TODAY - out * DAY,
                    id=f"{number}",
                )
                for number, (work, known, age, out) in enumerate(listed)
            ),
        )
        for place, listed in enumerate(lists)
    ]
    news = news_of(profiles, TODAY - 9 * DAY)
    told = titles("\n".join(digest.text(news, digest.headline(news, ""))))
    assert len(told) == len(set(told))
    days = [one.day for one in news]
    assert days == sorted(days, reverse=True)
    fresh = {paper.title for one in profiles for paper in one.papers if paper.added or
             (paper.published and paper.published >= TODAY - 9 * DAY)}  # fmt: skip
    assert set(told) <= fresh


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(), st.text(max_size=300), st.text(), st.booleans()), max_size=3))
def test_any_text_is_safe_and_fits_a_mail(texts):
    news = [
        News(
            Paper(
                title=clean(title),
                abstract=clean(abstract),
                venue=clean(venue),
                people=(clean(venue),),
            ),
            TODAY,
            out,
        )
        for title, abstract, venue, out in texts
    ]
    for line in digest.text(news, digest.headline(news, "today")):
        assert columns(line) <= 80
        assert len(line.encode()) < 998
        assert clean(line) == line
        assert "\n" not in line
        assert not line.startswith((".", "From "))
