"""`paperbrowser doctor`: check Python, packages, terminal, folders, settings and profiles.

Changes nothing, queries no terminal and no network.
"""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paperbrowser import formats
from paperbrowser.cli.output import print_table
from paperbrowser.cli.parser import Parser
from paperbrowser.library import store
from paperbrowser.papers.text import clean_line
from paperbrowser.settings import config
from paperbrowser.sources import settings
from paperbrowser.system import paths, terminal

_OLDEST_PYTHON = (3, 11)
_CLIPBOARD_TOOLS = ("wl-copy", "xclip", "xsel", "pbcopy", "clip.exe")


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check.

    Attributes:
        name: the thing that was checked.
        ok: False if paperbrowser cannot work because of it.
        what: the result.
        advice: what to do, or what to expect; may be given if `ok`, too.
    """

    name: str
    ok: bool
    what: str
    advice: str = ""

    @property
    def sentence(self) -> str:
        """Result and advice, safe to show."""
        return clean_line(f"{self.what}; {self.advice}" if self.advice else self.what)


def run(arguments: list[str]) -> int:
    """Print all checks; return 1 if one of them fails."""
    Parser("paperbrowser doctor", description="Check that all is well.").parse_args(arguments)
    findings = report()
    print_table(
        ("ok" if finding.ok else "BROKEN", finding.name, finding.sentence) for finding in findings
    )
    return 0 if all(finding.ok for finding in findings) else 1


def report() -> tuple[Finding, ...]:
    """Run all checks, the most basic first."""
    return (
        _python(),
        *_packages(),
        _pdfs(),
        _terminal(),
        _colours(),
        _encoding(),
        _signs(),
        _clipboard(),
        _browser(),
        *_folders(),
        *_settings(),
        *_plugins(),
        *_profiles(),
    )


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    oldest = ".".join(map(str, _OLDEST_PYTHON))
    ok = sys.version_info >= _OLDEST_PYTHON
    return Finding("python", ok, version, "" if ok else f"install Python {oldest} or newer")


def _packages() -> Iterator[Finding]:
    from importlib import metadata

    try:
        requirements = metadata.requires("paperbrowser") or []
    except metadata.PackageNotFoundError:
        yield Finding("packages", True, "not installed, run from its source")
        return
    for requirement in requirements:
        # Installers sort the bounds: `textual>=8.2,<9` is installed as `textual<9,>=8.2`.
        found = re.fullmatch(r"([\w.-]+?)\s*((?:[<>]=?\s*[\d.]+[\s,]*)+)", requirement)
        if found is None:  # the requirement of an extra
            continue
        name, bounds = found.groups()
        wanted = dict(re.findall(r"([<>]=?)\s*([\d.]+)", bounds))
        oldest, too_new = wanted.get(">=", "0"), wanted.get("<")
        advice = f"install {name} {oldest} or newer" + (f", below {too_new}" if too_new else "")
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding(name, False, "missing", advice)
            continue
        ok = _numbers(version) >= _numbers(oldest)
        ok = ok and (too_new is None or _numbers(version) < _numbers(too_new))
        yield Finding(name, ok, version, "" if ok else advice)


def _pdfs() -> Finding:
    """Return whether texts of papers that are PDFs can be read."""
    from importlib import metadata

    from paperbrowser.formats.article import pdf

    if not pdf.is_available():
        return Finding("PDFs", True, "not read", "`pip install 'paperbrowser[pdf]'` reads them")
    return Finding("PDFs", True, f"read by pypdfium2 {metadata.version('pypdfium2')}")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _terminal() -> Finding:
    term = os.environ.get("TERM", "")
    size = shutil.get_terminal_size()
    around = [name for name, variable in (("tmux", "TMUX"), ("screen", "STY")) if _set(variable)]
    streams = (("input", sys.stdin), ("output", sys.stdout), ("error", sys.__stderr__))
    piped = [name for name, stream in streams if stream is None or not stream.isatty()]
    what = f"TERM={term}, {size.columns}x{size.lines}"
    what += "".join(f", inside {name}" for name in around)
    what += f", not a terminal: standard {', '.join(piped)}" if piped else ""
    advice = ""
    if os.name == "posix" and term in {"", "dumb"}:
        advice = "the browser does not open here; use `paperbrowser list` or another terminal"
    elif size.columns < 40 or size.lines < 10:
        advice = "make the window larger: 100x30 is comfortable"
    return Finding("terminal", True, what, advice)


def _colours() -> Finding:
    depth = os.environ.get("COLORTERM", "")
    most = terminal.terminal().colors
    if _set("NO_COLOR"):
        return Finding("colours", True, "off, because NO_COLOR is set")
    if most is not None:
        what = f"at most {most}" if most else "none"
        return Finding("colours", True, f"{what}, from TERM={os.environ.get('TERM')}")
    if depth in {"truecolor", "24bit"}:
        return Finding("colours", True, f"all (COLORTERM={depth})")
    what = f"from TERM (COLORTERM={depth})" if depth else "from TERM (COLORTERM is not set)"
    return Finding("colours", True, what, "COLORTERM=truecolor gives all, if the terminal can")


def _encoding() -> Finding:
    names = {
        "output": getattr(sys.stdout, "encoding", None) or "none",
        "error": getattr(sys.__stderr__, "encoding", None) or "none",
    }
    locale = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_CTYPE", "LANG"))), "not set")
    what = ", ".join(f"{name} {encoding}" for name, encoding in names.items())
    utf8 = all(encoding.lower().replace("-", "") == "utf8" for encoding in names.values())
    advice = "" if utf8 else "set LANG to a UTF-8 locale such as C.UTF-8, or symbols become ASCII"
    return Finding("encoding", True, f"{what}, locale {locale}", advice)


def _signs() -> Finding:
    setting = config.load()[0].ascii
    charset = terminal.terminal(setting).charset
    if charset is None:
        advice = "if some are boxes or blanks, `paperbrowser --ascii` draws without them"
        return Finding("signs", True, "all of Unicode", advice)
    if setting == "on":
        return Finding("signs", True, 'ASCII only, because of ascii = "on" in config.toml')
    what = f"{charset} only, others are replaced"
    if terminal.terminal("off").charset is None:
        term = os.environ.get("TERM")
        advice = f'ascii = "off" in config.toml draws all, where {term} can show them'
        return Finding("signs", True, what, advice)
    return Finding("signs", True, what, "a UTF-8 locale shows all")


def _clipboard() -> Finding:
    route = terminal.clipboard_route()
    through = "through the terminal (OSC 52)"
    if route == "none":
        term = os.environ.get("TERM")
        return Finding("clipboard", True, f"none in TERM={term}", "texts to copy are shown instead")
    if route == "tool":
        tools = [tool for tool in _CLIPBOARD_TOOLS if shutil.which(tool)]
        if tools or sys.platform in {"darwin", "win32"}:
            return Finding("clipboard", True, f"the system's ({', '.join(tools) or 'built in'})")
        what = f"{through}, since no clipboard tool is installed"
        return Finding("clipboard", True, what, "install wl-clipboard (Wayland) or xclip (X11)")
    if route == "tmux" and shutil.which("tmux"):
        advice = "if nothing arrives outside, allow clipboard access in your terminal's settings"
        return Finding("clipboard", True, "tmux's, which passes it to the terminal", advice)
    where = ""
    advice = "if nothing arrives, allow clipboard access in your terminal's settings"
    if terminal.in_tmux():  # its command cannot be used
        where, advice = ", by way of tmux", "`set -s set-clipboard on` in tmux lets it pass"
    elif terminal.in_screen():
        where = ", by way of screen"
    elif terminal.over_ssh():
        where = ", to your side of the SSH session"
    return Finding("clipboard", True, f"{through}{where}", advice)


def _browser() -> Finding:
    display = next(filter(_set, ("WAYLAND_DISPLAY", "DISPLAY")), None)
    shown_instead = "links are shown, to copy or click them"
    if command := os.environ.get("BROWSER"):
        return Finding("browser", True, f"links open with BROWSER={command}")
    if terminal.over_ssh():
        return Finding("browser", True, "on the other side of the SSH session", shown_instead)
    if terminal.has_desktop():
        return Finding("browser", True, f"links open in it{f' ({display})' if display else ''}")
    return Finding("browser", True, "no display", shown_instead)


def _folders() -> Iterator[Finding]:
    for name, folder in (
        ("data", paths.data()),
        ("cache", paths.cache()),
        ("config", paths.config()),
        ("state", paths.state()),
    ):
        there = _nearest_existing(folder)
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            new = "" if there == folder else " (created when needed)"
            yield Finding(f"{name} folder", True, f"{folder}{new}")
        else:
            problem = "cannot be written to" if there.is_dir() else "is not a folder"
            advice = f"make {there} a folder that you may write to"
            yield Finding(f"{name} folder", False, f"{folder} {problem}", advice)


def _nearest_existing(folder: Path) -> Path:
    return next((path for path in (folder, *folder.parents) if os.path.lexists(path)), folder)


def _settings() -> Iterator[Finding]:
    path = paths.config() / config.FILE_NAME
    # Both report a file that cannot be read at all.
    chosen, wrong = config.load(path)
    problems = dict.fromkeys((*wrong, *settings.load(path)[1]))
    if chosen.theme is not None and (sentence := _theme_problem(chosen.theme)):
        problems[f"{path}: {sentence}"] = None
    for problem in problems:
        yield Finding("settings", False, problem)
    if not problems:
        there = os.path.lexists(path)
        yield Finding("settings", True, str(path) if there else f"the defaults; no {path}")


def _theme_problem(theme: str) -> str:
    from paperbrowser.tui.theme import problem_with

    return problem_with(theme)


def _plugins() -> Iterator[Finding]:
    from paperbrowser.sources import plugins

    rows, problems = formats.plugin_formats()
    for form in rows:
        yield Finding("plug-in", True, f"format {form.name}: {form.label}")
    services = plugins.rows()
    for _, row in services.rows:
        if isinstance(row, plugins.SourceRow):
            yield Finding("plug-in", True, f"source {row.info.name}: {row.info.label}")
    for problem in (*problems, *services.problems):
        yield Finding("plug-in", True, problem, "update or remove that package")


def _profiles() -> Iterator[Finding]:
    entries = store.profiles()
    broken = [entry for entry in entries if entry.error]
    for entry in broken:
        yield Finding("profile", False, str(entry.error), "repair the file, or move it away")
    good = len(entries) - len(broken)
    advice = "" if entries else "`paperbrowser import FILE` adds one; until then the sample opens"
    yield Finding("profiles", True, f"{good} in {paths.data()}", advice)


def _set(variable: str) -> bool:
    return bool(os.environ.get(variable))
