"""A paper as others want it: a line to paste, a BibTeX entry, a link to open. Pure functions."""

import re
import unicodedata
from urllib.parse import quote_plus
from zlib import crc32

from paperbrowser import shown
from paperbrowser.latex import to_text
from paperbrowser.links import links
from paperbrowser.model import Paper
from paperbrowser.text import clean_line, is_web_link

_MANY = 10  # authors; beyond, the line names the first three, as the sources do
_LONGEST_QUERY = 200  # characters of a title; search engines read no more
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def citation(paper: Paper) -> str:
    """One plain line: authors, year, title, venue, link. What is not known is left out."""
    title = shown.title(paper)
    year = f" ({paper.date.year})" if paper.date else ""
    authors = _authors_line(paper)
    parts = [_ended(authors + year), _ended(title)] if authors else [_ended(title + year)]
    if paper.venue:
        parts.append(_ended(paper.venue))
    if paper.url and is_web_link(paper.url):
        parts.append(paper.url)
    return " ".join(parts)


def _authors_line(paper: Paper) -> str:
    names = [" ".join(to_text(name).split()) for name in paper.authors]
    cut = paper.et_al
    if len(names) > _MANY:
        names, cut = names[:3], True
    return ", ".join(names) + (" et al." if names and cut else "")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def link(paper: Paper) -> str:
    """Where to read the paper: the best of its links, else a web search for its exact title."""
    if known := links(paper):
        return known[0]
    title = " ".join(shown.title(paper).replace('"', " ").split())
    if len(title) > _LONGEST_QUERY:
        title = title[:_LONGEST_QUERY].rsplit(" ", 1)[0]
    return "https://scholar.google.com/scholar?q=" + quote_plus(f'"{title}"')


def bibtex(paper: Paper) -> str:
    """A BibTeX entry, ready to paste: LaTeX in the title stays, everything else is escaped.

    It is `@misc`, because no source tells what kind of place a paper was published in. A year that was
    inferred is given, and a remark above the entry (which BibTeX skips) says so.
    """
    fields = [f"title = {{{{{_escaped(paper.title) or 'Untitled'}}}}}"]
    if paper.authors:
        names = [_bibtex_name(name) for name in paper.authors]
        fields.append(f"author = {{{' and '.join([*names, *['others'] * paper.et_al])}}}")
    if paper.date:
        fields.append(f"year = {{{paper.date.year}}}")
        if paper.date_precision != "year":
            fields.append(f"month = {_MONTHS[paper.date.month - 1]}")
    if paper.venue:
        fields.append(f"howpublished = {{{_escaped(paper.venue)}}}")
    if paper.url and is_web_link(paper.url):
        fields.append(f"url = {{{_escaped_url(paper.url)}}}")
    remark = "% The year is inferred: the source names month and day only.\n"
    entry = "".join(f"  {field},\n" for field in fields)
    inferred = paper.date is not None and paper.year_inferred
    return f"{remark if inferred else ''}@misc{{{_key(paper)},\n{entry}}}\n"


def _key(paper: Paper) -> str:
    decomposed = unicodedata.normalize("NFKD", paper.id)
    key = re.sub(r"[^A-Za-z0-9:._-]+", "-", decomposed).strip("-.:") or "paper"
    # Ids in other scripts lose most of their letters; a checksum keeps their keys apart.
    lost = any(char.isalpha() and not char.isascii() for char in decomposed)
    return f"{key}-{crc32(paper.id.encode(errors='replace')):08x}" if lost else key


def _bibtex_name(name: str) -> str:
    escaped = _escaped(name)
    # Braces keep BibTeX from taking a group apart into first and last names.
    one_piece = re.search(
        r"\band\b|^others$|\b(collaboration|consortium|team)$|,.*,.*,", escaped, re.IGNORECASE
    )
    return f"{{{escaped}}}" if one_piece else escaped


def _escaped_url(url: str) -> str:
    """The url with percent codes where a brace would end the field early."""
    return url.replace("{", "%7B").replace("}", "%7D")


_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.|$)|\$\$?|[{}&%#_^]")
_MATH_SWITCH = {"\\(": True, "\\[": True, "\\)": False, "\\]": False}
_ALWAYS_ESCAPED = {"%": r"\%", "#": r"\#"}
_ESCAPED_IN_TEXT = {"&": r"\&", "_": r"\_", "^": r"\textasciicircum{}"}


def _escaped(source: str) -> str:
    r"""`source` as BibTeX carries it: LaTeX kept, bare special characters escaped, braces in pairs.

    BibTeX counts every brace, even `\{`, so one without its partner becomes a command.
    """
    source = clean_line(" ".join(source.split()))
    tokens = list(_TOKEN.finditer(source))
    partnerless = _partnerless_braces(tokens)
    dollars = [at for at, token in enumerate(tokens) if token[0][0] == "$"]
    lone_dollar = dollars[-1] if len(dollars) % 2 else None
    out: list[str] = []
    end, in_math = 0, False
    for at, token in enumerate(tokens):
        found = token[0]
        if at == lone_dollar:
            new = r"\$"
        elif found[0] == "$":
            new, in_math = found, not in_math
        elif found in _MATH_SWITCH:
            new, in_math = found, _MATH_SWITCH[found]
        elif found in {r"\{", r"\}"} or at in partnerless:
            side = "left" if "{" in found else "right"
            new = rf"\{side[0]}brace{{}}" if in_math else rf"\textbrace{side}{{}}"
        elif found == "\\":
            new = r"\textbackslash{}"
        elif in_math:
            new = _ALWAYS_ESCAPED.get(found, found)
        else:
            new = _ALWAYS_ESCAPED.get(found) or _ESCAPED_IN_TEXT.get(found, found)
        out += source[end : token.start()], new
        end = token.end()
    return "".join(out) + source[end:]


def _partnerless_braces(tokens: list[re.Match[str]]) -> set[int]:
    """Which tokens are braces that nothing closes or opens."""
    opened: list[int] = []
    alone: set[int] = set()
    for at, token in enumerate(tokens):
        if token[0] == "{":
            opened.append(at)
        elif token[0] == "}":
            if opened:
                opened.pop()
            else:
                alone.add(at)
    return alone.union(opened)


def copied(paper: Paper, what: str, *, source: bool = False) -> str:
    """What a reader copies of a paper: "title", "abstract", "link", "citation" or "bibtex".

    Title and abstract are as shown, or with their LaTeX if the `source` is wanted.
    """
    match what:
        case "title":
            return paper.title if source else shown.title(paper)
        case "abstract":
            return paper.abstract if source else to_text(paper.abstract)
        case "link":
            return link(paper)
        case "citation":
            return citation(paper)
        case "bibtex":
            return bibtex(paper)
    raise ValueError(f"nothing of a paper is called {what!r}")
