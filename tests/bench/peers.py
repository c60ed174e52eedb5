"""Programs of the same kind, on the same papers: what one step to another abstract costs them.

fzf with a preview window, newsboat, less and a minimal Textual app, as far as they are installed.
"""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from paperbrowser.library import locate, store
from paperbrowser.papers import display


@dataclass(frozen=True)
class Peer:
    """A program: what to start, what it shows when it is ready, keys to get there, the key of one step."""

    name: str
    command: list[str]
    wanted: str
    step: str
    before: str = ""


def peers(folder):
    """Those that are installed, with their files in `folder`."""
    papers = store.read(locate.sample().path).profile.papers
    folder = Path(folder)
    found = [
        Peer(
            "minimal Textual app",
            [sys.executable, "-m", "tests.bench.minimal_app"],
            "number 0",
            "j",
        )
    ]
    first = display.title(papers[0])[:20]
    rows = [f"{display.title(p)}\t{' '.join(display.abstract(p).split())}" for p in papers]
    table = folder / "papers.tsv"
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    if fzf := shutil.which("fzf"):
        preview = r"printf '%s\n\n%s\n' {1} {2} | fold -s -w 46"
        command = f"{fzf} --no-sort --layout=reverse -d '\t' --with-nth=1 --preview \"{preview}\" < {table}"
        found.append(Peer("fzf, preview window", ["sh", "-c", command], first, "\x1b[B"))
    if newsboat := shutil.which("newsboat"):
        items = "".join(
            f"<item><title>{escape(display.title(p))}</title><guid>{n}</guid><link>https://example.org/{n}</link>"
            f"<description>{escape(display.abstract(p))}</description></item>"
            for n, p in enumerate(papers)
        )
        feed = folder / "feed.xml"
        head = (
            "<title>papers</title><link>https://example.org</link><description>papers</description>"
        )
        feed.write_text(
            f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>',
            encoding="utf-8",
        )
        (folder / "urls").write_text(f"file://{feed}\n")
        (folder / "config").write_text("auto-reload yes\n")
        command = [newsboat, "-q", "-u", str(folder / "urls"), "-c", str(folder / "cache.db"), "-C", str(folder / "config")]  # fmt: skip
        found.append(Peer("newsboat, article", command, "/50) papers", "n", before="\r|\r"))
    if less := shutil.which("less"):
        text = folder / "papers.txt"
        text.write_text("\n\n".join(row.replace("\t", "\n\n") for row in rows), encoding="utf-8")
        found.append(Peer("less, one line", [less, str(text)], first, "j"))
    return found
