"""Draw the screenshots in this folder from the bundled profile: ``python screenshots/make.py``.

``--check`` draws them in memory and names the files that are stale.
"""

import asyncio
import os
import re
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from textual.pilot import Pilot

from paperbrowser.formats import toml
from paperbrowser.library import locate, store
from paperbrowser.papers.model import Profile
from paperbrowser.reading.marking import Marking
from paperbrowser.settings.config import Config
from paperbrowser.system import paths
from paperbrowser.tui.app import PaperBrowser
from paperbrowser.tui.launch import opened

HERE = Path(__file__).parent
DARK, LIGHT = "textual-dark", "textual-light"
WIDE, USUAL, SMALL = (120, 36), (80, 24), (60, 16)


class Picture(NamedTuple):
    """A picture: the terminal, and what the user does there.

    Attributes:
        size: of the terminal, in cells.
        theme: the colours.
        presses: the keys pressed.
        marked: whether the user has marked papers before.
        everyone: whether the bundled person and some co-authors are open as one.
    """

    size: tuple[int, int]
    theme: str
    presses: list[str]
    marked: bool = False
    everyone: bool = False


PICTURES = {
    "wide": Picture(WIDE, DARK, []),
    "80x24": Picture(USUAL, DARK, ["j", "j"]),
    "search": Picture(WIDE, DARK, ["slash", *"fieldlevel", "space", *"emulater", "enter"]),
    "help": Picture((100, 36), DARK, ["question_mark"]),
    "light": Picture(WIDE, LIGHT, ["s"]),
    "60x16": Picture(SMALL, DARK, ["j"]),
    "marks": Picture(WIDE, DARK, ["j"], marked=True),
    "marks-80x24": Picture(USUAL, DARK, ["j"], marked=True),
    "everyone": Picture(WIDE, DARK, ["j"], marked=True, everyone=True),
    "everyone-80x24": Picture(USUAL, DARK, ["j"], marked=True, everyone=True),
    "triage": Picture(WIDE, DARK, ["T", "w"], marked=True),
    "pictures": Picture(WIDE, DARK, ["v", "left", "left"]),
    "facets": Picture(WIDE, DARK, ["f", "j", "enter"]),
    "people": Picture(WIDE, DARK, ["A", "j"]),
    "pairs": Picture(USUAL, DARK, ["A", "v"]),
    "metrics": Picture(USUAL, DARK, ["i"]),
    "compare": Picture(WIDE, DARK, ["p", "pageup", "space", "space", "equals_sign"], everyone=True),
    "similar": Picture(USUAL, DARK, ["j", "tilde"]),
    "triage-80x24": Picture(USUAL, DARK, ["T", "w"], marked=True),
}


def prepare(home: Path, picture: Picture) -> locate.Origin:
    """Make a home folder with what the picture needs, and return what to open in it."""
    for kind in ("DATA", "CACHE", "CONFIG", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    sample = store.read(locate.sample().path).profile
    if picture.marked:
        marking, papers = Marking(), sample.papers
        marking.star(papers[1:2], on=True)
        marking.tag(papers[1:2], "method/pretraining", on=True)
        marking.rate(papers[1:2], 5)
        marking.note(papers[1], "Compare figure 3 with ours.", {})
        marking.read([*papers[:2], papers[3], papers[8]], on=True)
        marking.queue([papers[4], papers[6]], on=True)
        marking.tag(papers[5:6], "lensing", on=True)
    if not picture.everyone:
        return locate.sample()
    profiles = paths.data() / "profiles"
    profiles.mkdir(parents=True)
    names = Counter(name for paper in sample.papers for name in paper.authors)
    for name, _ in names.most_common(4):
        own = tuple(paper for paper in sample.papers if name in paper.authors)
        # The numbers of the bundled person are not theirs.
        profile = Profile(name=name, papers=own)
        text = "".join(toml.write(profile, own))
        (profiles / f"{name.lower().replace(' ', '-')}.toml").write_text(text, encoding="utf-8")
    return locate.everyone()


async def draw(name: str) -> str:
    """Return the picture as SVG, the same text for the same picture."""
    picture = PICTURES[name]
    with TemporaryDirectory() as home:
        return await drawn(
            opened(prepare(Path(home), picture), Config(theme=picture.theme, restore=False)),
            picture,
        )


async def settled(app: PaperBrowser, pilot: Pilot[int]) -> None:
    """Wait until all keys, threads and the detail are done."""
    await pilot.pause()
    while not app.keys_handled:
        await pilot.pause(0.01)
    await app.workers.wait_for_complete()
    while app.browser._resting:  # the detail follows when a held key rests
        await pilot.pause(0.01)
    await pilot.pause()


async def drawn(app: PaperBrowser, picture: Picture) -> str:
    """Return the picture of an app, as SVG."""
    async with app.run_test(size=picture.size) as pilot:
        await settled(app, pilot)
        for key in picture.presses:
            await pilot.press(key)
            await settled(app, pilot)
        svg = app.export_screenshot(title="paperbrowser", simplify=True)
    # Rich numbers the ids of each picture anew; fixed ones make pictures comparable.
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> int:
    """Write the pictures, or check them."""
    stale = []
    for name in PICTURES:
        path = HERE / f"{name}.svg"
        svg = asyncio.run(draw(name))
        if "--check" not in sys.argv:
            path.write_text(svg, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != svg:
            stale.append(name)
    if stale:
        print(f"stale: {', '.join(stale)}; run python screenshots/make.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
