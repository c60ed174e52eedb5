"""Damages real files in a thousand ways and imports them: no traceback, no hang, nothing written on failure.

    python -m tests.bench.fuzz FOLDER... [--inputs 10000] [--seed 1]

FOLDER holds files of any of the formats. Each input is one of them with some of its bytes deleted, doubled,
replaced or taken from another file, cut off, or written in another encoding. It is imported into a library of
its own, as `paperbrowser import` would. What goes wrong is printed with the seed that makes it again, and
the input is kept.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

_LARGEST = 200_000  # bytes of a file; larger ones only take longer
_SECONDS = 1.0  # for each 100 kB of input
_TOKENS = (
    b"{", b"}", b"[", b"]", b'"', b"\\", b"@", b",", b"=", b"%", b"#", b"$", b"<", b">", b"&", b";", b"\x00", b"\xff",
    b"\n", b"\r", b"\r\n", b"\xe2\x80\xa8", b"\x1b[31m", b"\xe2\x80\xae", b"TY  - ", b"ER  - ", b"null", b"1e999", b"-",
    b"<!DOCTYPE x [", b"<![CDATA[", b"&#0;", b"9" * 5000, b"{" * 500, b"[" * 2000, b"<a>" * 300, b"title", b"year",
)  # fmt: skip


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    files = [path.read_bytes() for folder in chosen.folders for path in _files(folder)]
    if not files:
        parser.error("no files there")
    print(f"{len(files)} files, {chosen.inputs} inputs, seed {chosen.seed}")
    return _fuzz(files, chosen.inputs, chosen.seed)


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _LARGEST
    )


def damaged(files: list[bytes], seed: int) -> bytes:
    """One of `files`, damaged in a few places: always the same for a seed."""
    chance = random.Random(seed)
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 1, 4, 40, 400)))
        match chance.randrange(8):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = data[at:end] * chance.choice((1, 2, 50))
            case 2:
                data[at:end] = bytes(chance.randrange(256) for _ in range(end - at))
            case 3:
                data[at:at] = chance.choice(_TOKENS)
            case 4:
                other = chance.choice(files)
                start = chance.randrange(len(other) + 1)
                data[at:end] = other[start : start + chance.choice((10, 200, 2000))]
            case 5:
                del data[at:]
            case 6:
                encoding = chance.choice(("utf-16", "utf-16-le", "latin-1", "gb18030", "utf-8-sig"))
                data = bytearray(data.decode("utf-8", "replace").encode(encoding, "replace"))
            case _:
                token = chance.choice(_TOKENS)
                data = data.replace(token, chance.choice(_TOKENS), chance.choice((1, 3, 20)))
        data = data[: 2 * _LARGEST]
    return bytes(data)


class _TooSlowError(BaseException):
    """Raised by the alarm; nothing that handles errors takes it for one."""


def _alarm(*_: object) -> None:
    raise _TooSlowError


def _fuzz(files: list[bytes], inputs: int, seed: int) -> int:
    home = Path(tempfile.mkdtemp(prefix="paperbrowser-fuzz-"))
    for name in ("DATA", "CACHE", "STATE", "CONFIG"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    from paperbrowser.formats import ReadError
    from paperbrowser.library import importing

    signal.signal(signal.SIGALRM, _alarm)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(inputs):
        data = damaged(files, seed * 1_000_000 + number)
        path = home / "input"
        path.write_bytes(data)
        before = _written(home)
        signal.setitimer(signal.ITIMER_REAL, 10 * _allowed(data))
        started = time.perf_counter()
        try:
            importing.import_file(path)
            outcome = "imported"
        except ReadError as error:
            outcome = "refused"
            sentence = str(error)
            if "\n" in sentence or len(sentence) > 1_000:
                outcome = "said in more than a sentence"
        except _TooSlowError:
            outcome = "hung"
        except Exception:  # noqa: BLE001 - what this looks for
            outcome = "failed"
            traceback.print_exc()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        seconds = time.perf_counter() - started
        slowest = max(slowest, seconds / _allowed(data))
        if outcome == "imported" and seconds > _allowed(data):
            outcome = "slow"
        if outcome != "imported" and _written(home) != before:
            outcome += ", and wrote"
        if outcome not in {"imported", "refused"}:
            kept = home / f"{outcome.replace(' ', '-').replace(',', '')}-{number}"
            kept.write_bytes(data)
            print(f"{outcome}: input {number} of seed {seed}, {seconds:.1f} s, kept as {kept}")
        outcomes[outcome] += 1
        for made in (home / "data" / "paperbrowser" / "profiles").glob("*"):
            made.unlink()
    print(*(f"{count:7,} {outcome}" for outcome, count in outcomes.most_common()), sep="\n")
    print(f"slowest: {slowest:.2f} of the time allowed (1 s for each 100 kB begun)")
    return 1 if set(outcomes) - {"imported", "refused"} else 0


def _allowed(data: bytes) -> float:
    return _SECONDS * max(1, -(-len(data) // 100_000))


def _written(home: Path) -> dict[str, bytes]:
    """What is in the library."""
    return {str(path): path.read_bytes() for path in (home / "data").rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
