"""Mutates the inputs of the tests, and files of a folder, and reads them: no traceback, no hang, clean exports.

    python -m tests.bench.mutated [FOLDER...] [--cases 10000] [--seed 1] [--keep FOLDER]

The inputs are the texts written in `tests/formats` and the files of `tests/fixtures`; each FOLDER adds its
files. A case is one of them with bits flipped, parts cut, repeated, nested or blown up, with part of another
format in it, or in another encoding. It is read by its content, or as one of the formats. What is read is
written in every format: that must succeed too, have nothing that a terminal would act upon, and our own
formats must read back the same. What is refused is imported into a library too: then no byte of its folder may
change, and no file come or go. Every broken case is printed with its number, which makes it again.
"""

import argparse
import ast
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from paperbrowser import formats
from paperbrowser.formats.result import ReadError, ReadResult
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import written

_TESTS = Path(__file__).parent.parent
_LARGEST = 100_000  # bytes of a file; of larger ones a part is taken
_SHORTEST = 20  # characters of a text in a test
_SECONDS = 1.0  # for each 100 kB of input
_HUNG = 20  # times as many seconds
_ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1251", "gb18030", "shift_jis", "euc_kr",
    "utf-8-sig", "utf-7", "cp037",
)  # fmt: skip
_OPEN = (
    b"{",
    b"[",
    b"(",
    b'"',
    b"<",
    b"<a>",
    b"{\\b ",
    b'{"a":',
    b'[{"title":',
    b"$",
    b"<![CDATA[",
    b"<!--",
)
_TOKENS = (
    b"{", b"}", b"[", b"]", b"(", b")", b'"', b"'", b"\\", b"@", b",", b";", b":", b"=", b"%", b"#", b"$", b"<",
    b">", b"&", b"|", b"/", b"-", b"~", b"^", b"_", b"\x00", b"\x07", b"\x1b[31m", b"\x1b]0;x\x07", b"\x9b31m", b"\xc2\x9b31m",
    b"\xff", b"\xed\xa0\x80", b"\xef\xbf\xbe", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\n\n", b"\t", b"\x0b", b"\x0c", b"\x1a", b"\x1c", b"\x85",
    b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xcc\x81", b"\xd7\x90", b"\xd9\xa0", b"\xc2\xb2",
    b"TY  - ", b"ER  - ", b"AU  - ", b"PMID- ", b"PT J\n", b"%0 ", b"RT ", b"null", b"true", b"NaN", b"1e999", b"-1",
    b"0", b"99999999999", b"9" * 5000, b"0000-00-00", b"2021-13-45", b"10000", b'""', b"{}", b"[]", b"[[]]", b"and",
    b" and ", b"et al.", b"\\input{a}", b"&#0;", b"&#x1b;", b"&#xD800;", b"&amp;#27;", b"\\u001b", b"\\ud800", b"<!DOCTYPE x [",
    b"title", b"author", b"year", b"doi = {", b"10.1/", b"http://", b"javascript:a", b"*" * 300, b"A" * 3000,
)  # fmt: skip
_NO_TERMINAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def inputs(folders: list[Path]) -> list[bytes]:
    """Return the texts of the tests, and the files of the fixtures and of folders."""
    found = dict.fromkeys(_in_tests())
    for folder in (_TESTS / "fixtures", *folders):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    found[file.read(_LARGEST)] = None
    return [one for one in found if _is_read(one)]


def _is_read(data: bytes) -> bool:
    try:
        return bool(formats.read_bytes(data).profile.papers)
    except ReadError:
        return False


def _in_tests() -> Iterator[bytes]:
    for path in sorted((_TESTS / "formats").glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant):
                if isinstance(node.value, str) and len(node.value) >= _SHORTEST:
                    yield node.value.encode("utf-8", "surrogatepass")
                elif isinstance(node.value, bytes) and len(node.value) >= _SHORTEST:
                    yield node.value


def mutated(files: list[bytes], number: int) -> tuple[bytes, str | None]:
    """Return a case and the format to read it as (None: by its content): always the same for a number."""
    chance = random.Random(number)
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        data = _mutate(chance, data, files)[: 4 * _LARGEST]
    form = chance.choice(formats.names()) if chance.random() < 0.15 else None
    return bytes(data), form


def _mutate(chance: random.Random, data: bytearray, files: list[bytes]) -> bytearray:
    at = chance.randrange(len(data) + 1)
    end = min(len(data), at + chance.choice((1, 1, 4, 40, 400)))
    lines = data.splitlines(keepends=True)
    match chance.randrange(15):
        case 0 if at < len(data):
            data[at] ^= 1 << chance.randrange(8)
        case 1:
            del data[at:end]
        case 2:
            del data[at:]
        case 3:
            del data[:at]
        case 4:
            data[at:at] = data[at:end] * chance.choice((1, 3, 100))
        case 5:
            data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
        case 6:
            data[at:at] = chance.choice(_TOKENS) * chance.choice((1, 1, 2, 200))
        case 7:
            data = data.replace(
                chance.choice(_TOKENS), chance.choice(_TOKENS), chance.choice((1, 9, 999))
            )
        case 8:
            data[at:at] = chance.choice(_OPEN) * chance.choice((1, 50, 3000))
        case 9:
            other = chance.choice(files)
            start = chance.randrange(len(other) + 1)
            data[at:end] = other[start : start + chance.choice((10, 200, 2000))]
        case 10:
            data += chance.choice((b"", b"\n", b"\n\n")) + chance.choice(files)
        case 11:
            encoding = chance.choice(_ENCODINGS)
            data = bytearray(data.decode("utf-8", "replace").encode(encoding, "replace"))
        case 12:
            chance.shuffle(lines)
            data = bytearray(b"".join(lines))
        case 13 if lines:
            line = chance.choice(lines)
            data = data.replace(line, line * chance.choice((0, 2, 500)), 1)
        case _:
            value = re.search(rb'[\w"}\]]', bytes(data[at:]))
            if value:
                place = at + value.start()
                data[place : place + chance.choice((1, 5, 12))] = chance.choice(_TOKENS)
    return data


class _HungError(BaseException):
    """Raised by the alarm; nothing that handles errors takes it for one."""


def _alarm(*_: object) -> None:
    raise _HungError


def _content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def imported(data: bytes, form: str | None, folder: Path) -> str:
    """Import a case that is refused into the library within `folder`; return what is wrong, or ""."""
    from paperbrowser.library import importing

    file = folder / "case.txt"
    file.write_bytes(data)
    kept = folder / "DATA"
    before = _content(kept)
    try:
        importing.import_file(file, form=form, undoable=True)
    except ReadError as error:
        said = str(error)
        if len(said) > 1_000 or _NO_TERMINAL.search(said) or "\n" in said:
            return f"says {said[:200]!r}"
    else:
        return "is refused, and imported all the same"
    after = _content(kept)
    changed = [name for name in before | after if before.get(name) != after.get(name)]
    return f"changes {', '.join(changed)} and is refused" if changed else ""


def library(folder: Path) -> None:
    """Make a library of two people within `folder`, for this process."""
    from paperbrowser.library import importing

    for kind in ("DATA", "CACHE", "CONFIG", "STATE"):
        os.environ[f"XDG_{kind}_HOME"] = str(folder / kind)
    for name in ("Mira Toll", "Jon Ebb"):
        file = folder / f"{name}.bib"
        file.write_text(
            f"@book{{a, author = {{{name}}}, title = {{Ropes of {name}}}, year = 2011}}\n"
        )
        importing.import_file(file)


def outcome(data: bytes, form: str | None) -> str:
    """Return what became of a case: "read", "refused", or what is wrong."""
    allowed = _SECONDS * max(1, -(-len(data) // 100_000))
    signal.setitimer(signal.ITIMER_PROF, _HUNG * allowed)
    started = time.process_time()
    try:
        reading = formats.read_bytes(data, form=form)
    except ReadError as error:
        said = str(error)
        wrong = len(said) > 1_000 or _NO_TERMINAL.search(said) or "\n" in said
        return f"says {said[:200]!r}" if wrong else "refused"
    except _HungError:
        return "hung"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    if (taken := time.process_time() - started) > allowed:
        return f"slow, {taken:.1f} s"
    return _exported(reading)


def _exported(reading: ReadResult) -> str:
    for remark in reading.remarks:
        if _NO_TERMINAL.search(remark.message) or "\n" in remark.message:
            return f"remarks {remark.message[:200]!r}"
    profile = reading.profile
    if not profile.papers:
        return "read"
    profile = replace(profile, name=profile.name or "Papers")
    for name, form in formats.writable().items():
        text = "".join(form.load_writer()(profile, profile.papers))
        if bad := _NO_TERMINAL.search(text.replace("\ufeff", "", 1).replace("\r\n", "\n")):
            return f"{name} has {text[max(0, bad.start() - 40) : bad.end() + 20]!r}"
        if form.reader:
            try:
                back = formats.read_bytes(text.encode()).profile
            except ReadError as error:
                return f"{name} is not read again: {str(error)[:200]}"
            if name in {"toml", "jsonl"}:
                for one, two in zip(profile.papers, back.papers, strict=False):
                    if one != two or _people(one) != _people(two):
                        return f"{name} reads back otherwise: {_difference(one, two)}"
            if len(back.papers) != len(profile.papers):
                return f"{name} reads back {len(back.papers)} of {len(profile.papers)} papers"
    return "read"


def _people(paper: Paper) -> list[str]:
    return [written(name) for name in (*paper.authors, *paper.editors, *paper.translators)]


def _difference(one: Paper, two: Paper) -> str:
    told = [
        f"{field.name}: {getattr(one, field.name)!r:.100} is {getattr(two, field.name)!r:.100}"
        for field in fields(one)
        if getattr(one, field.name) != getattr(two, field.name)
    ]
    return "; ".join(told) or f"{_people(one)!r:.200} is {_people(two)!r:.200}"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="only the case of this number, with its traceback")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="write broken cases here")
    chosen = parser.parse_args()
    files = inputs(chosen.folders)
    with tempfile.TemporaryDirectory() as folder:
        library(Path(folder))
        return _run(chosen, files, Path(folder))


def _run(chosen: argparse.Namespace, files: list[bytes], folder: Path) -> int:
    signal.signal(signal.SIGPROF, _alarm)
    first = chosen.seed * 10_000_000
    numbers = range(first, first + chosen.cases) if chosen.case is None else [chosen.case]
    print(f"{len(files)} inputs, {len(numbers)} cases")
    counts: Counter[str] = Counter()
    for number in numbers:
        data, form = mutated(files, number)
        try:
            told = outcome(data, form)
            if told == "refused" and (wrong := imported(data, form, folder)):
                told = wrong
        except Exception as error:  # noqa: BLE001 - what this looks for
            where = traceback.extract_tb(error.__traceback__)[-1]
            told = f"fails: {type(error).__name__}: {error!s:.150} ({where.filename.rpartition('/')[2]}:{where.lineno})"
            if chosen.case is not None:
                traceback.print_exc()
        sort = told if told in {"read", "refused"} else "broken"
        counts[sort] += 1
        if sort == "broken":
            print(f"case {number} ({form or 'by content'}): {told}", flush=True)
            if chosen.keep:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / str(number)).write_bytes(data)
    print(*(f"{count:7,} {sort}" for sort, count in counts.most_common()), sep="\n")
    return 1 if counts["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
