"""Lists of authors in one text, as in arXiv and spreadsheets, split into names. Pure functions; linear time.

E. Pian (1), P. Romano (2,3), and A. Treves ((1) INAF-Trieste, (2) INAF-Brera, (3) Milano)
Morrone, Marco; Boi, Anna;
"""

import re

from paperbrowser.papers.names import GROUP_WORD, given_first, is_doctor, is_suffix, literal, person
from paperbrowser.papers.text import one_line

_SEPARATOR = re.compile(r"[,&]|\b(?:and)\b", re.IGNORECASE)
_GROUP = re.compile(rf"({GROUP_WORD}|project)\s?:", re.IGNORECASE)
_CUT = re.compile(
    r"\bet\.? al\b|\band others$|\b(?:additional|other) authors\b|(?:\.\.\.|…)$", re.IGNORECASE
)
_REST = re.compile(r"(?:,? ?\band)?[ ,]{0,3}(?:\bet\.? al\.?|\bothers|\.\.\.|…)$", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,6}")
_OF = re.compile(r"[^\W\d_] (?:of|for|on) \w")  # no person's name has such a word
_TEX = re.compile(r"[\\{}$~]")


def whole_group(text: str) -> bool:
    """Return whether a text is the one name of an organisation with `and` or a comma in it.

    >>> whole_group("Panel on Machines and Society"), whole_group("Ada Example and Bo Other")
    (True, False)
    >>> whole_group("Academies of Sciences, Engineering, and Medicine")
    True
    """
    if ";" in text:
        return False
    parts = list(filter(None, map(str.strip, _SEPARATOR.split(one_line(text)))))
    first, others = "".join(parts[:1]), parts[1:]
    if not others or not _OF.search(first):
        return False
    return "," not in text or all(" " not in one for one in others)


def split(text: str) -> tuple[str, ...]:
    """Return the names, given names first, without affiliations.

    >>> split("E. Pian (1), P. Romano (2,3) and King, Jr. ((1) INAF-Trieste, (2) INAF-Brera)")
    ('E. Pian', 'P. Romano', 'King Jr.')
    >>> split("Morrone, Marco; Boi, Anna; ")
    ('Marco Morrone', 'Anna Boi')
    """
    bare = _REST.sub("", one_line(readable(_without_parentheses(one_line(text)))))
    if ";" in bare:
        parts = [given_first(part.strip().removeprefix("and ")) for part in bare.split(";")]
    elif whole_group(bare):
        parts = [literal(bare)]
    elif _is_one_name(bare):
        parts = [given_first(bare)]
    else:
        parts = _between_commas(_GROUP.sub(r"\1,", bare))
    return tuple(name for part in parts if (name := _name(part)))


def is_cut_short(text: str) -> bool:
    """Return whether the text says that there are more authors than it names."""
    return _CUT.search(text.strip()[-200:]) is not None


def initials_first(name: str) -> str:
    """Return a name with its initials first, which Scopus writes last: "De Bakker P.I.W."."""
    last, _, initials = name.rpartition(" ")
    if last and _INITIALS.fullmatch(initials) and "." not in last and not _follows(initials):
        return person(last, initials)
    return name


def _between_commas(text: str) -> list[str]:
    parts: list[str] = []
    for part in _SEPARATOR.split(text):
        name = part.strip()
        if parts and _follows(name):  # "R. Downey, Jr."
            parts[-1] += f" {name}"
        elif name:
            parts.append(name)
    initials = parts[1::2]
    if len(parts) == 2 * len(initials) and all(map(_is_initials, initials)):
        return [person(one, two) for one, two in zip(parts[::2], initials, strict=True)]
    return parts


def _follows(part: str) -> bool:
    return is_suffix(part) or is_doctor(part)


def _is_initials(name: str) -> bool:
    return _INITIALS.fullmatch(name.replace(" ", "")) is not None


def _is_one_name(text: str) -> bool:
    """Return whether the only comma is within a name: "Lovelace, Ada" but not "Ada Lovelace, Alan Turing"."""
    last, comma, first = text.partition(",")
    if not comma or "," in first or " and " in first:
        return False
    family, given = last.strip(), first.strip()
    single_words = bool(given) and " " not in family and " " not in given
    return single_words or _is_initials(given)


def _name(text: str) -> str:
    name = one_line(text).strip(" ,:*")
    if not any(char.isalpha() for char in name):
        return ""
    return text if name == text else name  # a `Name` keeps its parts


def readable(text: str) -> str:
    """Return a text without TeX, of which names have only accents."""
    if not _TEX.search(text):
        return text
    from paperbrowser.papers.latex import to_text

    return to_text(text)


def _without_parentheses(text: str) -> str:
    if "(" not in text and ")" not in text:
        return text
    kept: list[str] = []
    depth = 0
    for part in re.split(r"([()])", text):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(0, depth - 1)
        elif not depth:
            kept.append(part)
    return " ".join(kept)
