"""Go through the list of a large library in a terminal: ``python -m tests.bench.library_list [--papers N]``.

Prints for some sizes of the terminal the bytes of a step and of a page, and what a walk by pages through the
list, down and up, leaves of the program's memory at most.
"""

import argparse
import re
import statistics
import tempfile

from paperbrowser.postgres import schema
from paperbrowser.postgres.address import connect
from tests.bench.terminal import OURS
from tests.postgres.many import fill
from tests.postgres.server import Server
from tests.terminal import Terminal

SIZES = (120, 36), (80, 24), (60, 16)
DOWN, PAGE_DOWN, PAGE_UP = "j", "\x1b[6~", "\x1b[5~"
_BLOCK = 50_000  # papers that are made at once


def opened(address, size):
    folder = tempfile.mkdtemp()
    env = {f"XDG_{name}_HOME": f"{folder}/{name}" for name in ("DATA", "CACHE", "CONFIG", "STATE")}
    return Terminal([*OURS, address], size, env)


def walked(terminal, key, wanted):
    """Press a key until a text is shown; return how often."""
    presses = 0
    while wanted not in terminal.text:
        terminal.send(key)
        terminal.read(0.05)
        terminal.take_in()
        presses += 1
    return presses


def measure(address, papers):
    for size in SIZES:
        with opened(address, size) as terminal:
            terminal.wait_for(f"1 of {papers:,}")
            terminal.settle(1.0)
            steps = [terminal.press(DOWN).bytes for _ in range(20)]
            pages = [terminal.press(PAGE_DOWN).bytes for _ in range(20)]
            for name, counts in (("step", steps), ("page", pages)):
                usual, most = statistics.median(counts), max(counts)
                print(
                    f"{size[0]}x{size[1]}: a {name} {usual:.0f} bytes, at most {most}", flush=True
                )
    with opened(address, (120, 100)) as terminal:
        terminal.wait_for(f"1 of {papers:,}")
        terminal.settle(1.0)
        print(f"opened: {terminal.peak_memory():.0f} MB")
        down = walked(terminal, PAGE_DOWN, f" {papers:,} of {papers:,}")
        up = walked(terminal, PAGE_UP, f" 1 of {papers:,}")
        assert re.search(rf"\b1 of {papers:,}", terminal.text)
        print(f"{down:,} pages down and {up:,} up: {terminal.peak_memory():.0f} MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--papers", type=int, default=20_000)
    papers = arguments.parse_args().papers
    server = Server()
    server.start()
    try:
        server.execute("CREATE DATABASE many")
        address = server.address("many")
        with connect(address) as connection:
            schema.create(connection, address)
            for first in range(0, papers, _BLOCK):
                fill(connection, first, min(papers, first + _BLOCK))
            connection.execute("VACUUM (ANALYZE) paperbrowser.works, paperbrowser.words")
        measure(address, papers)
    finally:
        server.remove()


if __name__ == "__main__":
    main()
