"""Measure the reading of PDFs: `python -m tests.bench.articles FILE.pdf KNOWN [FILE.pdf KNOWN ...]`.

KNOWN has the text of the paper: JATS (`.xml`), or plain text with paragraphs apart by empty lines and
headings as lines that begin with "# ". Printed for each: the share of its runs of five words that one block of
the article has; its sections that are headings of the article, and those whose text is not in order;
ligatures, and words divided or joined at the end of a line by mistake; processor time a page, with that of
the process of PDFium; and the most memory of both. Tables, formulas, references and their numbers in the text are left out.

Open papers with JATS beside the PDF lie in the public repositories petermr/tigr2ess (`osanctum-backup`) and
ContentMine/norma; each names its licence.
"""

import re
import resource
import sys
import time
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from paperbrowser.formats.article import pdf

RUN = 5
_GAP = "\0"  # a formula, which no run goes over
_WORDS = re.compile(r"[^\W\d_]+|\d+|\0")
_WITH_HYPHEN = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_PLAIN = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?:[IVX]+|[A-Z])\. ")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_LEFT_OUT = {
    "table", "disp-formula", "inline-formula", "tex-math", "math", "table-wrap-foot", "alternatives",
    "supplementary-material", "inline-graphic", "disp-formula-group", "object-id", "media",
}  # fmt: skip
_APART = {
    "p",
    "title",
    "fig",
    "table-wrap",
    "list",
    "disp-quote",
    "sec",
    "boxed-text",
    "fn",
    "fig-group",
}


class Known(NamedTuple):
    """The text of a paper.

    Attributes:
        blocks: paragraphs and captions.
        sections: the heading of each with the first paragraph under it.
    """

    blocks: list[str]
    sections: list[tuple[str, str]]


class Measured(NamedTuple):
    """What was found of a paper."""

    pages: int
    runs: float
    headings: str
    disorder: int
    ligatures: int
    hyphens: int
    milliseconds: float
    megabytes: float
    missing: list[str]


def words(text: str) -> list[str]:
    """Return the words and numbers of a text as they are compared."""
    return _WORDS.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold())


def runs(text: str) -> list[tuple[str, ...]]:
    """Return the runs of words of a text that go over no formula."""
    found = words(text)
    each = zip(*(found[at:] for at in range(RUN)), strict=False)
    return [run for run in each if _GAP not in run]


def known(path: Path) -> Known:
    """Return the known text in a file."""
    if path.suffix == ".xml":
        return _of_jats(ElementTree.parse(path).getroot())
    parts = [one.strip() for one in re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))]
    sections = [
        (one[2:], after) for one, after in pairwise(parts) if one[:2] == "# " and after[:2] != "# "
    ]
    return Known([one.removeprefix("# ") for one in parts if one], sections)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: ElementTree.Element) -> str:
    """Return the text of a paragraph without what stands apart from it."""
    found = element.text or ""
    for child in element:
        name = _name(child)
        if name in _LEFT_OUT or (
            child.get("ref-type") == "bibr" and not _PLAIN.search(_text(child))
        ):
            found += f" {_GAP} "
        elif name not in _APART:
            found += _text(child)
        found += child.tail or ""
    return found


def _of_jats(root: ElementTree.Element) -> Known:
    places = [root.find(".//article-meta//article-title"), root.find(".//article-meta/abstract")]
    body = root.find("body")
    found = [one for one in (*places, body) if one is not None]
    blocks = [" ".join(_text(one).split()) for part in found for one in _blocks(part)]
    sections = []
    for section in body.iter("sec") if body is not None else ():
        title, first = section.find("title"), section.find("p")
        if title is not None and first is not None:
            sections.append((_text(title), _text(first)))
    return Known([one for one in blocks if one], sections)


def _blocks(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield titles and paragraphs, also those within a paragraph."""
    name = _name(element)
    if name in _LEFT_OUT:
        return
    if name in {"p", "title", "article-title"}:
        yield element
    for child in element:
        yield from _blocks(child)


def measured(paths: tuple[Path, Path]) -> Measured:
    """Read a PDF and compare it with what it should be."""
    data, right = paths[0].read_bytes(), known(paths[1])
    before = _processor()
    article = pdf.read(data)
    took = _processor() - before
    texts = [article.title, *(f"{one.label} {one.text}" for one in article.blocks)]
    there = {run for text in texts for run in runs(text)}
    wanted = dict.fromkeys(run for block in right.blocks for run in runs(block))
    missing = [" ".join(run) for run in wanted if run not in there]
    whole = unicodedata.normalize(
        "NFKC", " ".join([*texts, *(one.text for one in article.references)])
    )
    stream = f" {' '.join(words(whole))} "
    disorder, place = 0, 0
    for _, first in right.sections:
        start = f" {' '.join(words(first)[: 2 * RUN])} "
        found = stream.find(start, place)
        disorder += found < 0 and start in stream
        place = max(place, found)
    titles = {
        " ".join(_PLAIN.findall(_NUMBER.sub("", one.title).casefold())) for one in article.outline
    }
    wished = [" ".join(_PLAIN.findall(title.casefold())) for title, _ in right.sections]
    most = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    pages = article.pages or 1
    return Measured(
        pages,
        1 - len(missing) / max(len(wanted), 1),
        f"{sum(one in titles for one in wished)}/{len(wished)}",
        disorder,
        len(_LIGATURE.findall(" ".join(texts))),
        len(_wrong_at_ends(whole, " ".join(right.blocks))),
        took * 1000 / pages,
        most / 1024,
        missing,
    )


def _wrong_at_ends(text: str, right: str) -> set[str]:
    """Return words with a hyphen that the known text has without one, and the other way round."""
    right = unicodedata.normalize("NFKC", right).casefold()
    text = text.casefold()
    plain, hyphenated = set(_PLAIN.findall(right)), set(_WITH_HYPHEN.findall(right))
    divided = {
        one
        for one in _WITH_HYPHEN.findall(text)
        if one.replace("-", "") in plain and one not in hyphenated
    }
    joined = {one.replace("-", "") for one in hyphenated} - plain
    return divided | (joined & set(_PLAIN.findall(text)))


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Print a line for each pair of files; with -v also the first runs that are missing."""
    names = [one for one in sys.argv[1:] if one != "-v"]
    pairs = [(Path(one), Path(two)) for one, two in zip(names[::2], names[1::2], strict=True)]
    print(f"{'file':<24} pages   runs  sections  disorder  ligatures  hyphens  ms/page    MB")
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for (path, _), one in zip(pairs, pool.imap(measured, pairs, chunksize=1), strict=True):
            print(
                f"{path.stem[:24]:<24} {one.pages:>5}  {one.runs:.3f} {one.headings:>9} {one.disorder:>9}"
                f" {one.ligatures:>10} {one.hyphens:>8} {one.milliseconds:>8.1f} {one.megabytes:>5.0f}",
                flush=True,
            )
            for run in one.missing[:400] if "-v" in sys.argv else ():
                print("   ", run)


if __name__ == "__main__":
    main()
