"""Hours of use in minutes: ``python -m tests.bench.soak [--seconds N] [--seed N]``.

Two real terminals share a library. One lives as long as the run: random keys of every kind, marks, screens,
searches, texts, people, references, resizes and imports into the profile that is open; its memory is printed
every 20 seconds. The other is closed, hung up or killed again and again, and begun anew. At each end the
seconds until the process is gone are measured, and its processor time meanwhile; where they are too many, the
stacks of all its threads are printed. Crash reports are printed too. No service is reached: what is known of
references is in the cache.
"""

import argparse
import datetime
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
from pathlib import Path
from time import monotonic, sleep

from paperbrowser.library import stored_texts
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from paperbrowser.sources.citations import kept
from paperbrowser.sources.citations.answer import (
    AskedWork,
    CitationAnswer,
    KnownWork,
    LinkedWork,
    ServiceReport,
)
from tests.terminal import Terminal

_EVERY = 20  # seconds between two samples of the memory
_SOON = 2.0  # seconds within which the app ends, or says what it is saving; more on a machine under load
_LATEST = 20 * _SOON  # seconds after which it is killed
_REST = 0.5  # seconds without output and processor time after which the app has done all
_MOST_BACK = 12  # times that Esc is pressed
_LONGEST_REST = 6.0  # seconds; the caret of a field blinks
_MOST_PAPERS = 400  # of the profile, so that it is not the papers that grow
_TODAY = datetime.date.today()
# Dumps the stacks of all threads into the file named by SOAK_STACKS when it is sent SIGUSR1.
_LAUNCH = """
import faulthandler, os, signal, sys
faulthandler.register(signal.SIGUSR1, open(os.environ["SOAK_STACKS"], "w"), all_threads=True)
from paperbrowser.tui.work import editor
editor._USUAL = ("true",)  # the palette may open it
from paperbrowser.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
_MOVES = (
    "j",
    "k",
    "j" * 8,
    "G",
    "g",
    "\x1b[6~",
    "\x1b[5~",
    "J",
    "K",
    "\t",
    "l",
    "h",
    "<",
    ">",
    "z",
    "b",
)
_SORTS = ("s", "d", "r", "C", "S\r", "S\x1b", "c", "n", "N", "L", "R", "\x0c")
_SEARCHES = ("/emul\r", "/ada\x1b", "/is:read\r", "/year:2004..2015\r", "/tag:later\r", "/(lattice OR\r", "/cita\t\r")  # fmt: skip
_MARKS = ("*", "m", "w", "tlater\r", "t\x1b", "ea thought\x13", "eno\x1b", "X", " ", "  ", "VjjV", "u", "U", "uuu", "\x0e", "{", "}", "+3\r")  # fmt: skip
_SCREENS = (
    "D", "T", "Tmnw*", "Tnnp\x1b", "'\r", "'\x1b", "f", "f\r", "fven\x1b", "v", "vlll\t", "v\t\t\r", "~", "~jj\r",
    "p", "pada\r", "pshir\r", "i", "i\x1b", "?", "?mark\x1b", ":", ":sort\x1b", "a\x1b", "x\x1b", "O\x1b",
)  # fmt: skip
_PEOPLE = ("A", "Ajj\r", "A/moss\r", "AG\r", "Av", "Avjj\r", "Ass", "A  =", "Aj=\r", "Aj!", "AuuU", "Ap\x1b", "=ivo\r", "=ivo\rjj   G", "=\r")  # fmt: skip
_CITED = ("[", "]", "[jjj", "]G[", "[jj]", "[/tide\r", "[/x\x1bc", "[sdC", "[l J h\t", "[jaada\r", "[ash\r", "[r", "[\x1b[\x1b")  # fmt: skip
_TEXTS = (
    "P", "P   b", "P/tide\rnnN", "P/har\x1b", "PojjjG\r", "P]]][", "P4g", "Pr\x1b", "Prj\r", "PVJJKh", "PVjjy", "PVe a thought\x13",
    "PH\r", "PH\x1b", "Ph", "PuU", "P>>><", "PG b", "P?\x1b",
)  # fmt: skip
_BACK = "\x1b"


def bibliography(path, rnd):
    """Write a bibliography of Ada Ollin: papers of a fixed stock, with other notes each time."""
    entries = [
        f"@article{{ollin{at},\n  author = {{Ollin, Ada and Moss, Ivo {chr(65 + at % 26)}.}},\n"
        f"  title = {{The lattice of harbour number {at} and its ${{\\alpha}}_{{{at % 7}}}$ walls}},\n"
        f"  journal = {{Annals of Quays {at % 9}}},\n  year = {1999 + at % 25},\n"
        f"  doi = {{{_doi(at)}}},\n"
        f"  note = {{Reading {rnd.randint(0, 99)}}},\n  abstract = {{{'Tides and ropes emulate. ' * 40}}}\n}}\n"
        for at in rnd.sample(range(_MOST_PAPERS), 120)
    ]
    path.write_text("\n".join(entries), encoding="utf-8")


def _doi(number):
    return f"10.5072/ollin.{number}"


def store_texts():
    """Store the texts of some papers, and what is known of the references and citing papers of others."""
    for at in range(0, _MOST_PAPERS, 3):
        sections = "".join(
            f"<section class='ltx_section'><h2 class='ltx_title'>{number} Harbour {number}</h2>"
            + f"<p>{'The tide came at night, i.e. no rope was dry. Nobody was there. ' * 9}</p>" * 5
            + "</section>"
            for number in range(1, 9)
        )
        page = (
            f"<html><body><article><h1 class='ltx_title'>Walls of harbour {at}</h1>{sections}"
            f"<ul class='ltx_biblist'>"
            f"<li class='ltx_bibitem'>A. Ollin, The lattice, doi:{_doi(at + 1)}</li></ul>"
            f"</article></body></html>"
        )
        names = [f"doi:{_doi(at)}"]
        stored_texts.keep(names, page.encode(), "html", "https://example.org/", _TODAY)
    for at in range(0, _MOST_PAPERS, 2):
        for direction in ("references", "citing"):
            works = tuple(
                LinkedWork(
                    Paper(
                        title=f"Tide {number} of harbour {at}",
                        authors=("Ada Ollin", "Bo Rill"),
                        date=PartialDate(1999 + number),
                        doi=_doi(at + number),
                        abstract="Tides. " * 60,
                    ),
                    f"W{at + number}",
                )
                for number in range(25)
            )
            answer = CitationAnswer(
                direction=direction, source="openalex", works=works, total=40, cursor="more",
                known=KnownWork(("W1",), 40, 40), reports=(ServiceReport("openalex", "listed"),), day=_TODAY,
            )  # fmt: skip
            kept.keep(AskedWork(Paper(title="A", doi=_doi(at))), answer)


class Soak:
    """The run: its library, its terminals and what was found."""

    def __init__(self, folder, seed):
        """Make a library of one profile within `folder`."""
        self.rnd = random.Random(seed)
        self.folder = Path(folder)
        self.file = self.folder / "Ada Ollin.bib"
        self.env = {
            f"XDG_{kind}_HOME": f"{folder}/{kind}" for kind in ("DATA", "CACHE", "CONFIG", "STATE")
        }
        self.env["PYTHONPATH"] = os.pathsep.join(
            filter(None, (os.getcwd(), os.environ.get("PYTHONPATH")))
        )
        # Nobody listens there: no service is asked, no web browser opened.
        self.env |= {"HTTPS_PROXY": "http://127.0.0.1:9", "BROWSER": "true"}
        os.environ.update(self.env)
        self.keys = self.steps = 0
        self.ends = {}
        self.faults = []
        self._said = set()
        for name in ("Ada Ollin", "Ivo Moss"):
            bibliography(self.file, self.rnd)
            subprocess.run(
                [sys.executable, "-m", "paperbrowser", "import", str(self.file), "--into", name],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
        store_texts()

    def begin(self, name):
        """Begin a terminal on the profile."""
        stacks = self.folder / f"{name}.stacks"
        stacks.write_text("")
        env = {**self.env, "SOAK_STACKS": str(stacks), "VISUAL": "", "EDITOR": ""}
        terminal = Terminal([sys.executable, "-c", _LAUNCH, "Ada Ollin"], (100, 30), env)
        # Ctrl+S keeps a note; typed while an editor has the terminal, it would stop all output.
        terminal._attributes[0] &= ~termios.IXON
        termios.tcsetattr(terminal.fd, termios.TCSANOW, terminal._attributes)
        terminal.stacks = stacks
        terminal.recent = []
        try:
            terminal.wait_for("Ada Ollin", 60)
        except AssertionError as error:
            self.fault(f"{name} did not begin: {error}")
        return terminal

    def fault(self, sentence):
        """Note and print something that is wrong."""
        self.faults.append(sentence)
        print(f"FAULT: {sentence}", flush=True)

    def crashes(self):
        """Print crash reports that were not printed before."""
        for report in sorted(Path(self.env["XDG_STATE_HOME"]).glob("**/crashes/*")):
            if report not in self._said:
                self._said.add(report)
                self.fault(report.read_text())

    def alive(self, terminal):
        """Whether the program still runs; it ends by no key that is sent here but Q."""
        if terminal.status is not None:
            return False
        pid, status = os.waitpid(terminal.pid, os.WNOHANG)
        if pid:
            terminal.status = os.waitstatus_to_exitcode(status)
        return not pid

    def keys_for(self):
        """Return some keys that belong together."""
        draw = self.rnd.random()
        if draw < 0.01:
            bibliography(self.file, self.rnd)
            return f"I{self.file}\r"
        kind = next(
            kind
            for most, kind in (
                (0.31, _MOVES), (0.38, _SORTS), (0.44, _SEARCHES), (0.59, _MARKS), (0.69, _SCREENS),
                (0.74, _PEOPLE), (0.79, _CITED), (0.86, _TEXTS), (1, (_BACK,))
            )
            if draw < most
        )  # fmt: skip
        return self.rnd.choice(kind)

    def step(self, terminal):
        """Send some keys, and at times another size."""
        keys = self.keys_for()
        terminal.recent = [*terminal.recent[-29:], keys]
        try:
            terminal.send(keys)
        except OSError:
            return
        self.keys += len(keys)
        self.steps += 1
        if self.rnd.random() < 0.03:
            terminal.resize(self.rnd.randint(20, 250), self.rnd.randint(5, 60))
        terminal.read(0.02)
        if self.rnd.random() < 0.1:  # a user looks at what they did
            self.quiet(terminal)
        if self.rnd.random() < 0.04:  # else thousands of keys would wait, and take memory
            self.rest(terminal)

    def quiet(self, terminal, limit=30.0):
        """Read until nothing comes for a moment."""
        end = monotonic() + limit
        while terminal.read(0.15):
            if monotonic() > end:
                self.fault(
                    f"still painting after {limit:.0f} s; keys {terminal.recent}\n{terminal.text}"
                )
                return
        del terminal.output[:-65536]

    def leave_fields(self, terminal):
        """Go back to the list, as a field would take the key to quit for a letter."""
        terminal.resize(100, 30)
        for _ in range(_MOST_BACK):
            self.rest(terminal)
            if "q quit" in terminal.screen.display[-1]:
                return
            terminal.send("\x1b")

    def rest(self, terminal):
        """Wait until the program has done all that it was asked for, or nearly all."""
        end = monotonic() + _LONGEST_REST
        while monotonic() < end:
            used = processor_time(terminal.pid)
            if not terminal.read(_REST) and processor_time(terminal.pid) == used:
                return

    def died(self, name, terminal):
        """Note that the program ended by itself."""
        self.crashes()
        self.fault(
            f"{name} ended by itself with {terminal.status}; keys {terminal.recent}\n{terminal.text}"
        )

    def end(self, name, terminal, how):
        """End a program and measure how long that takes."""
        start, told, dumped = monotonic(), False, False
        used = processor_time(terminal.pid)
        soon = _SOON * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
        if how == "Q":
            self.leave_fields(terminal)
            start, used = monotonic(), processor_time(terminal.pid)
            terminal.send("Q")
        elif how == "ctrl+c at once":
            terminal.send("\x03")
        elif how == "hang-up":
            terminal.hang_up()
        else:
            terminal.kill(getattr(signal, how))
        while self.alive(terminal):
            terminal.read(0.02)
            told = told or "Ctrl+C drops it" in terminal.text
            late = monotonic() - start
            if late > soon and not dumped and not told:
                dumped = True
                used = processor_time(terminal.pid) - used
                terminal.kill(signal.SIGUSR1)
            if late > _LATEST:
                terminal.kill(signal.SIGKILL)
                os.waitpid(terminal.pid, 0)
                terminal.status = -signal.SIGKILL
                break
        seconds = monotonic() - start
        while terminal.read(0.02):
            pass
        self.ends.setdefault(how, []).append(seconds)
        if dumped:
            sleep(0.2)  # the dump may be on its way
            self.fault(
                f"{name}: {how} took {seconds:.1f} s, with {used:.1f} s of processor time in the first "
                f"{soon:.0f} s; load {os.getloadavg()[0]:.1f}; keys {terminal.recent}\n{terminal.text}\n"
                f"{terminal.stacks.read_text()}"
            )
        expected = {
            "Q": 0,
            "ctrl+c at once": 0,
            "hang-up": 129,
            "SIGHUP": 129,
            "SIGTERM": 143,
            "SIGKILL": -9,
        }[how]
        if dumped and terminal.status == -signal.SIGUSR1:
            terminal.status = expected  # it ended while it was asked for its stacks
        if terminal.status != expected:
            self.fault(
                f"{name}: {how} gave the status {terminal.status}, not {expected}\n{terminal.text}"
            )
        if b"Traceback (most recent call last)" in terminal.output:
            self.fault(f"{name}: {how} printed a traceback\n{terminal.text}")
        if how not in ("hang-up", "SIGKILL") and (left := terminal.left_on()):
            self.fault(f"{name}: {how} left on {left}")
        self.crashes()

    def run(self, seconds):
        """Use both terminals for so long."""
        start = sampled = monotonic()
        lasting, passing = self.begin("lasting"), self.begin("passing")
        curve = []
        change = start + 45
        print("minute  memory (MB)  threads  open files  keys", flush=True)
        while monotonic() < start + seconds:
            if not self.alive(lasting):
                self.died("lasting", lasting)
                lasting.__exit__()
                lasting = self.begin("lasting")
            self.step(lasting)
            if self.rnd.random() < 0.3:
                if not self.alive(passing):
                    self.died("passing", passing)
                    change = 0
                elif monotonic() > change:
                    how = self.rnd.choice(
                        ["Q", "Q", "ctrl+c at once", "hang-up", "SIGHUP", "SIGTERM", "SIGKILL"]
                    )
                    self.end("passing", passing, how)
                if monotonic() > change:
                    passing.__exit__()
                    passing = self.begin("passing")
                    change = monotonic() + self.rnd.uniform(5, 60)
                self.step(passing)
            if monotonic() > sampled + _EVERY and self.alive(lasting):
                sampled = monotonic()
                minute = (sampled - start) / 60
                process = Path(f"/proc/{lasting.pid}")
                curve.append((minute, lasting.memory()))
                print(
                    f"{minute:6.1f}  {lasting.memory():11.1f}  {len(list((process / 'task').iterdir())):7}"
                    f"  {len(list((process / 'fd').iterdir())):10}  {self.keys}",
                    flush=True,
                )
                self.crashes()
        for name, terminal in (("passing", passing), ("lasting", lasting)):
            if self.alive(terminal):
                self.end(name, terminal, "Q")
            terminal.__exit__()
        for how, ends in sorted(self.ends.items()):
            print(f"ended by {how}: {len(ends)} times, {max(ends):.2f} s at most")
        early = [memory for minute, memory in curve if 10 <= minute < 15]
        late = [memory for minute, memory in curve[-15:]]
        if early:
            print(
                f"memory from minute 10 to 15: {max(early):.1f} MB at most; in the last 5 minutes {max(late):.1f} MB"
            )
        print(f"{self.keys:,} keys in {self.steps:,} steps, {len(self.faults)} faults")


def processor_time(pid):
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main():
    """Run, in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # No q is in its name, nor in that of the file: where I is no key, the rest of what is typed are keys.
    while "q" in (folder := tempfile.mkdtemp()).lower():
        Path(folder).rmdir()
    try:
        soak = Soak(folder, options.seed)
        soak.run(options.seconds)
    finally:
        shutil.rmtree(folder)
    sys.exit(bool(soak.faults))


if __name__ == "__main__":
    main()
