"""The list of profiles, with import, fetch and update."""

import datetime
import threading

import pytest
from textual.widgets import Input, OptionList

from paperbrowser.formats import toml
from paperbrowser.library import importing, locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.widgets.search_bar import SearchInput
from paperbrowser.tui.work.jobs import Job, bar
from tests.stored import save_profile
from tests.tui.pilot import keys, press, selected, shown, type_in, until_shown

SIZE = (100, 30)
SAMPLE = "The sample profile  comes with paperbrowser"


def papers(*names):
    return tuple(Paper(id=name, title=f"Paper {name}", abstract="x") for name in names)


def kept(name="Ada Example", *names, **fields):
    path = save_profile(Profile(name=name, papers=papers(*(names or "ab")), **fields))
    return Origin(path, "library")


def page(folder, name="page.toml", person="Bea Sample", *names):
    path = folder / name
    profile = Profile(name=person, papers=papers(*(names or "xyz")))
    path.write_text(toml.dumps(profile), encoding="utf-8")
    return path


def offered(app):
    options = app.screen.query_one(OptionList)
    return [
        str(options.get_option_at_index(at).prompt).strip() for at in range(options.option_count)
    ]


def marked(app):
    return str(app.screen.query_one(OptionList).highlighted_option.prompt).strip()


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_a_list_without_matches_shows_a_message():
    app = opened(kept(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p", *"zz")
        assert offered(app) == ["no matches"]


@pytest.mark.parametrize(
    "path", ["/no/such/file.bib", "~/loom.ris", "weaving.BIB", "no-folder/x.txt"]
)
async def test_a_file_that_is_missing_is_said_to_be_and_its_path_stays(here, path):
    app = opened(kept(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, path)
        assert offered(app) == ["There is no such file"]
        await press(pilot, "enter")
        assert isinstance(app.screen, PickScreen)
        assert app.screen.query_one(Input).value == path
        assert offered(app) == ["There is no such file"]


async def test_the_list_leads_back_to_the_sample_and_away_from_it():
    app = opened(kept(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        assert offered(app)[-1] == SAMPLE
        await press(pilot, *"sample", "enter")
        await until_shown(pilot, "Shirley Ho: 50 papers")
        await press(pilot, "p", *"ada", "enter")
        await until_shown(pilot, "Ada Example: 2 papers")


async def test_no_number_of_papers_is_shown_while_they_are_being_read(monkeypatch):
    kept(), kept("Bea Sample", "c")
    read, may_read = store.read, threading.Event()
    monkeypatch.setattr(store, "read", lambda *args, **kinds: may_read.wait() and read(*args, **kinds))  # fmt: skip
    app = opened(locate.everyone(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await until_shown(pilot, "The papers are being read.")
        assert "0 papers" not in shown(app)
        assert "no papers" not in shown(app)
        assert "· reading…" in shown(app)
        may_read.set()
        await until_shown(pilot, "3 papers")


async def test_typing_narrows_the_list_and_offers_to_fetch():
    app = opened(kept(), Config())
    kept("Åsa Öberg")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        assert offered(app) == [
            "Ada Example         2 papers",
            "Åsa Öberg           2 papers",
            "Everyone            2 profiles as one",
            SAMPLE,
        ]
        await press(pilot, *"oberg")
        assert offered(app)[0].startswith("Åsa Öberg")
        assert offered(app)[1:] == [
            f"Fetch “oberg” from {name}"
            for name in ("OpenAlex", "Semantic Scholar", "arXiv", "INSPIRE", "DBLP", "ORCID")
        ]
        assert marked(app).startswith("Åsa Öberg")
        await press(pilot, *" x")
        assert marked(app) == "Fetch “oberg x” from OpenAlex"
        await press(pilot, *["backspace"] * 2, "enter")
        assert "Åsa Öberg: 2 papers" in shown(app)


@pytest.mark.parametrize(
    ("typed", "offers"),
    [
        ("ab", ["no matches"]),
        (
            "0000-0002-1825-0097",
            [f"Fetch 0000-0002-1825-0097 from {name}" for name in ("OpenAlex", "arXiv", "INSPIRE", "ORCID")],
        ),
        ("https://openalex.org/A5000000001", ["Fetch A5000000001 from OpenAlex"]),
        ("A5000000001", ["Fetch A5000000001 from OpenAlex"]),
        ("S.Ho.1", ["Fetch S.Ho.1 from INSPIRE"]),
        ("/no such folder", ["There is no such file"]),
        ("https://example.org/ho", ["no matches"]),
        ("page.toml", None),
    ],
)  # fmt: skip
async def test_ids_and_files_are_recognised(here, typed, offers):
    app = opened(kept("Zoe"), Config())
    page(here)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, typed)
        if offers is None:
            assert offered(app) == ["Import page.toml"]
        else:
            assert offered(app) == offers


async def test_a_file_is_imported_and_opened(here):
    app = opened(locate.sample(), Config())
    path = page(here)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "j", "p")
        await type_in(pilot, f"'{path}' ")
        assert marked(app) == "Import page.toml"
        await press(pilot, "enter")
        await until_shown(pilot, "Bea Sample: 3 papers")
        assert selected(app) == "Paper x"
        await press(pilot, "j")
        assert "2 of 3 · bea-sample.toml" in shown(app)
        page(here, "page.toml", "Bea Sample", *"xyzw")  # again, one paper more
        await press(pilot, "p", *"page.toml", "enter")
        await until_shown(pilot, "Bea Sample: 1 added, 0 updated, 3 unchanged")
        assert selected(app) == "Paper y"
    assert [entry.listed for entry in store.profiles()] == [4]


async def test_several_files_are_imported_one_after_the_other(here):
    app = opened(locate.sample(), Config())
    page(here, "one.toml", "Ada")
    page(here, "the other.toml", "Bea")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, "one.toml\nthe\\ other.toml\n")
        assert app.screen.query_one(Input).value == r"one.toml the\ other.toml"
        assert marked(app) == "Import 2 files"
        await press(pilot, "enter")
        await until_shown(pilot, "2 files imported; Bea: 3 papers")
    assert [entry.name for entry in store.profiles()] == ["Ada", "Bea"]


async def test_an_unreadable_file_is_reported_and_the_others_are_imported(here):
    app = opened(locate.sample(), Config())
    (here / "bad.toml").write_text("version = 1\n[profile\n")
    page(here, "good.toml", "Ada")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p", *"bad.toml", "enter")
        await press(pilot)
        assert "bad.toml, line" in shown(app)
        assert selected(app).startswith("Emergent")
        assert store.profiles() == []
        await press(pilot, "p")
        await type_in(pilot, "bad.toml good.toml")
        await press(pilot, "enter")
        await until_shown(pilot, "(1 of 2 files imported)")
        assert "bad.toml, line" in shown(app)
        assert selected(app) == "Paper x"


async def test_an_import_that_is_stopped_changes_nothing(here, monkeypatch):
    going_on = threading.Event()

    def reads_for_ever(path, *, progress, waiting, **_):
        while True:
            progress(0.42)
            going_on.wait(0.01)

    monkeypatch.setattr(importing, "import_file", reads_for_ever)
    app = opened(locate.sample(), Config())
    page(here, "one.toml", "Ada")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, "one.toml")
        await keys(pilot, "enter")
        await until_shown(pilot, "1 of 50 · importing one.toml ━━━━╌╌╌╌╌╌ 42%")
        await keys(pilot, "j", "p")
        assert offered(app)[-1] == "Stop importing one.toml (42%)"
        await type_in(pilot, "one.toml")
        assert "Import one.toml" not in offered(app)  # one at a time
        await keys(pilot, "ctrl+u", *"stop", "enter")
        await until_shown(pilot, "stopped importing one.toml; nothing was changed")
        await keys(pilot, "j")
        assert "3 of 50 · sample" in shown(app)


async def test_quitting_ends_an_import(here, monkeypatch):
    ended = threading.Event()

    def reads_for_ever(path, *, progress, waiting, **_):
        try:
            while not ended.wait(0.01):
                progress(0.42)
        finally:
            ended.set()

    monkeypatch.setattr(importing, "import_file", reads_for_ever)
    app = opened(locate.sample(), Config())
    page(here, "one.toml", "Ada")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, "one.toml")
        await keys(pilot, "enter")
        await until_shown(pilot, "42%")
        await keys(pilot, "Q")
    assert ended.wait(5)


async def test_a_path_is_completed_folder_by_folder(here):
    (here / "Downloads").mkdir()
    page(here / "Downloads", "bea.toml")
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, "./down")
        assert offered(app) == ["./Downloads/"]
        await press(pilot, "enter")
        assert app.screen.query_one(Input).value == "./Downloads/"
        assert offered(app) == ["Import ./Downloads/bea.toml"]
        await press(pilot, "enter")
        await until_shown(pilot, "Bea Sample: 3 papers")


async def test_the_key_for_importing_lists_the_files_here(here):
    page(here, "bea.toml")
    app = opened(kept(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "I")
        assert offered(app) == ["Import bea.toml"]
        await press(pilot, *"be", "enter")
        await until_shown(pilot, "Bea Sample: 3 papers")


async def test_the_key_for_fetching_lists_no_profiles(here):
    app = opened(kept("Ada"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "F")
        assert offered(app) == []
        await press(pilot, "enter")
        assert not isinstance(app.screen, PickScreen)
        await press(pilot, "F", *"ada")
        assert marked(app) == "Fetch “ada” from OpenAlex"


async def test_files_dropped_onto_the_browser_are_offered_for_import(here):
    app = opened(locate.sample(), Config())
    one, two = page(here, "one.toml", "Ada"), page(here, "my two.toml", "Bea")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot)
        await type_in(pilot, "nothing of the kind")
        assert not isinstance(app.screen, PickScreen)
        await type_in(pilot, f"{one}\n{two}\n")
        assert marked(app) == "Import 2 files"
        await press(pilot, "escape")
        await type_in(pilot, f"file://{here}/my%20two.toml")
        assert app.screen.query_one(Input).value == str(two)
        await press(pilot, "enter")
        await until_shown(pilot, "Bea: 3 papers")
        await press(pilot, "slash")
        await type_in(pilot, str(one))  # into a line of text it goes as text
        assert app.screen.query_one(SearchInput).value == str(one)


async def test_pasted_text_is_cleaned():
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        await type_in(pilot, "sh\x1b]0;evil\x07o\u202e")
        assert app.screen.query_one(Input).value == "sh]0;evilo"


async def test_a_fetched_profile_can_be_updated():
    day = datetime.date.today() - datetime.timedelta(days=1)
    fields = {"source": "openalex", "source_id": "A5000000001", "updated": day}
    app = opened(kept(**fields), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        year = "" if day.year == datetime.date.today().year else f" {day.year}"
        update = f"Update Ada Example, fetched {day.day} {day:%b}{year} from OpenAlex"
        assert offered(app)[-1] == update
        await press(pilot, *"upd")
        assert marked(app) == update
        await press(pilot, *"ax")
        assert update not in offered(app)


async def test_a_profile_that_was_not_fetched_cannot_be_updated():
    app = opened(kept(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        assert len(offered(app)) == 2
        await keys(pilot, "escape", "ctrl+r")
        assert (
            "made of files, so no source has more: I imports a newer file, F asks a source"
            in shown(app)
        )


async def test_a_profile_of_an_unknown_source_cannot_be_updated():
    app = opened(kept(source="altavista", source_id="1"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        assert len(offered(app)) == 2
        await keys(pilot, "escape", "ctrl+r")
        assert "no source “altavista” is known here; F asks one that is" in shown(app)


async def test_the_sample_cannot_be_updated():
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await keys(pilot, "ctrl+r")
        assert "the sample has no source to be updated from; F fetches a profile" in shown(app)


def test_the_line_of_a_job_is_cut_at_the_name():
    job = Job("fetching", "Shirley Ho", 0)
    assert job.line(60) == "fetching Shirley Ho"
    job.fetched(0, None, "asking OpenAlex")
    assert job.line(60) == "fetching Shirley Ho: asking OpenAlex"
    job.fetched(400, 612, "Shirley Ho: 400 of 612 papers")
    assert job.line(60) == "fetching Shirley Ho ━━━━━━╌╌╌╌ 400 of 612"
    assert job.sentence == "fetching Shirley Ho (400 of 612)"
    job.fetched(400, 612, "OpenAlex asks to wait 30 s")
    assert job.line(80) == "fetching Shirley Ho ━━━━━━╌╌╌╌ 400 of 612, OpenAlex asks to wait 30 s"
    job.fetched(1400, None, "Maximiliana Longname-Longer: 1,400 papers")
    assert job.line(41) == "fetching Maximiliana Longn…: 1,400 papers"
    assert [bar(part) for part in (-1, 0, 0.55, 1, 2)] == [
        "╌" * 10, "╌" * 10, "━" * 5 + "╌" * 5, "━" * 10, "━" * 10,
    ]  # fmt: skip


async def test_several_profiles_are_selected_compared_and_opened_together():
    first = kept("Ada Example", "a", "b")
    kept("Bea Sample", "b", "c")
    kept("Cy Pattern", "d")
    app = opened(first, Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p")
        assert "Space selects several" in shown(app)
        await press(pilot, "space")
        assert "1 selected: ↵ opens it · = compares with the open one · Esc" in shown(app)
        await press(pilot, "space")
        assert "✓ Ada Example" in shown(app)
        await until_shown(pilot, "2 selected: ↵ opens them as one · = compares them")
        await press(pilot, "=")
        await until_shown(pilot, "Ada Example and Bea Sample")
        await until_shown(pilot, "papers listed")
        await press(pilot, "escape", "p", *"cy", "tab")
        assert "✓ Cy Pattern" in shown(app)  # the field is empty again, to look for the next
        await press(pilot, *"bea sam", "tab", "enter")
        await until_shown(pilot, "Cy Pattern, Bea Sample: 3 papers")
        assert len(app.origin.members) == 2
        await press(pilot, "p", "space", "=")
        await until_shown(pilot, "papers listed")


async def test_offers_are_not_selected_and_one_profile_is_not_compared_with_itself():
    first = kept("Ada Example", "a")
    kept("Bea Sample", "b")
    app = opened(first, Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "p", *"nobody known", "tab")
        assert "selected" not in shown(app)
        await press(pilot, *["backspace"] * 12, "=")
        assert isinstance(app.screen, PickScreen)  # with nothing selected it is typed
        await press(pilot, "backspace", "space", "=")
        await until_shown(pilot, "this profile is open: select another one to compare it with")
