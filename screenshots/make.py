"""Draw the screenshots in this folder from the bundled profile: ``python screenshots/make.py``.

``--check`` draws them in memory and names the files that are stale.
"""

import asyncio
import re
import sys
from pathlib import Path

from paperbrowser.library import locate
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened

HERE = Path(__file__).parent
DARK, LIGHT = "textual-dark", "textual-light"
PICTURES: dict[str, tuple[tuple[int, int], str, list[str]]] = {
    "wide": ((120, 36), DARK, []),
    "80x24": ((80, 24), DARK, ["j", "j"]),
    "search": ((120, 36), DARK, ["slash", *"fieldlevel", "space", *"emulater", "enter"]),
    "help": ((100, 36), DARK, ["question_mark"]),
    "light": ((120, 36), LIGHT, ["s"]),
    "60x16": ((60, 16), DARK, ["j"]),
}


async def draw(name: str) -> str:
    """Return the picture as SVG, the same text for the same picture."""
    size, theme, presses = PICTURES[name]
    app = opened(locate.sample(), Config(theme=theme, restore=False), ())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in presses:
            await pilot.press(key)
        while not app.keys_handled:
            await pilot.pause(0.01)
        await app.workers.wait_for_complete()
        while app._browser._resting:  # the detail follows when a held key rests
            await pilot.pause(0.01)
        await pilot.pause()
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
