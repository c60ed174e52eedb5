"""Lists of authors in tables: of PubMed, OpenAlex, Scopus, JabRef and Python. Pure functions; linear time.

Lim SM, Dawson RF Jr; Machine Trial Group.
Ada Example|Bo van Other
['Example, Ada', 'Other, Bo']
"""

import re

from paperbrowser.formats.text import authors as author_lists
from paperbrowser.papers.names import given_first, literal, person, stands_for_others
from paperbrowser.papers.text import one_line

_MOST = 0.5  # of the names of a list that are like PubMed's, and of such lists in a table
_MEDLINE = re.compile(r"[^\W\d_][^,;.]{0,100} [A-Z]{1,4}(?: (?:[JS]r|\d(?:st|nd|rd|th)))?")
_INITIALS = re.compile(r"(?:[a-z]{1,3}-)?[^\W\d_a-z](?:[a-z]?-?[^\W\d_a-z]){0,4}[a-z]?")
_SUFFIX = re.compile(r"[JS]r|I{2,3}|\d(?:st|nd|rd|th)")
_SCOPUS_ID = re.compile(r"\(\d{5,12}\)")
_ANONYMOUS = re.compile(r"\[?(?:no author.{0,30}|anon(?:ymous)?\.?\]?)", re.IGNORECASE)
# SpringerLink writes nothing between names: "Ada ExampleBo McOther".
_GLUED = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bFitz)(?=[A-ZÀ-ÖØ-Þ])"
)
_TOKEN = re.compile(
    r"""'((?:[^'\\]|\\.){0,500}+)'|"((?:[^"\\]|\\.){0,500}+)"|([{}:,])""", re.DOTALL
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)", re.DOTALL)
_WHOLE_NAMES = ("name", "full_name", "fullname", "display_name", "author", "raw_author_name")
_FAMILY_NAMES = ("family", "last", "last_name", "lastname", "surname", "family_name")
_GIVEN_NAMES = ("given", "first", "first_name", "firstname", "forename", "given_name")


def is_medline(lists: list[str]) -> bool:
    """Return whether most of these lists are written as by PubMed: "Lim SM, Abd-Alrazaq AA, Lau Y."."""
    likely = 0
    for text in lists:
        parts = [part for part in re.split("[,;]", one_line(text).removesuffix(".")) if part]
        like = sum(_MEDLINE.fullmatch(part.strip()) is not None for part in parts)
        likely += bool(parts) and like >= len(parts) * _MOST
    return likely > len(lists) * _MOST


def medline(text: str) -> tuple[str, ...]:
    """Return the names of a list as PubMed writes it; what is no person's name stays in one piece.

    >>> medline("Lim SM, Dawson RF Jr, Shinta; Machine Trial Group.")
    ('SM Lim', 'RF Dawson Jr', 'Shinta', 'Machine Trial Group')
    """
    names: list[str] = []
    for part in one_line(text).removesuffix(".").split(";"):
        listed = [name.strip() for name in part.split(",") if name.strip()]
        people = list(map(_medline_person, listed))
        if len(listed) > 1 and not any(people):  # "Department of Machines, Example University"
            names.append(literal(part))
        else:
            names += [one or literal(name) for one, name in zip(people, listed, strict=True)]
    return tuple(name for name in names if name and not stands_for_others(name))


def _medline_person(name: str) -> str:
    words = name.split(" ")
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    if len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        return person(" ".join(words[:-1]), words[-1], suffix)
    return ""


def glued(text: str) -> tuple[str, ...]:
    """Return names with nothing between them."""
    return author_lists.split(_GLUED.sub("; ", one_line(text)))


def listed(text: str, *, family_first: bool) -> tuple[str, ...]:
    """Return the names of a list.

    Args:
        text: the list.
        family_first: other lists of the column have semicolons, so that a comma is within a name.

    Returns:
        The names, given names first.
    """
    text = text.strip()
    if not text:  # mostly, of editors and translators
        return ()
    if text.startswith("["):
        names = _of_python(text)
        if names or not text.strip("[] "):
            return names
        if text.endswith("]") and not _ANONYMOUS.fullmatch(text):
            text = text[1:-1]
    text = author_lists.readable(_SCOPUS_ID.sub("", text))
    if _ANONYMOUS.fullmatch(one_line(text)):
        return ()
    if "|" in text:
        return _named(text.split("|"))
    if family_first and ";" not in text and text.count(",") == 1:
        text += ";"
    if ";" not in text and text.count("\n"):
        text = text.replace("\n", ";")
    if ";" in text:
        text = ";".join(map(_parted, text.split(";")))
    elif _all_inverted(text, " and "):
        return _named(text.split(" and "))
    elif _all_inverted(text, " & "):
        return _named(text.split(" & "))
    return tuple(
        name
        for name in map(author_lists.initials_first, author_lists.split(text))
        if not stands_for_others(name)
    )


def is_cut_short(text: str) -> bool:
    """Return whether a list says that there are more authors than it names."""
    last = re.split("[;|,]", text.strip(" ;|[]'\"\n")[-200:])[-1].strip(" '\"")
    return author_lists.is_cut_short(text.strip(" []'\"")) or stands_for_others(last)


def strings(text: str) -> tuple[str, ...]:
    """Return the texts of a list of Python or JSON; those of objects, the value of each "name".

    >>> strings("['On machines', 'X']"), strings("[{'id': '1', 'name': 'Ada Example'}]")
    (('On machines', 'X'), ('Ada Example',))
    """
    return tuple(
        one.get("", "") or next((one[key] for key in _WHOLE_NAMES if key in one), "")
        for one in _objects(text)
    )


def _of_python(text: str) -> tuple[str, ...]:
    names = []
    for one in _objects(text):
        family = next((one[key] for key in _FAMILY_NAMES if one.get(key)), "")
        given = next((one[key] for key in _GIVEN_NAMES if one.get(key)), "")
        whole = one.get("", "") or next((one[key] for key in _WHOLE_NAMES if one.get(key)), "")
        names.append(person(family, given) if family else given_first(whole))
    return tuple(name for name in names if name and not stands_for_others(name))


def _objects(text: str) -> list[dict[str, str]]:
    """Return the objects of a list with their texts; a mere text is the value of the key ""."""
    found: list[dict[str, str]] = []
    depth = 0
    key: str | None = None
    last: str | None = None
    for token in _TOKEN.finditer(text):
        sign = token[3]
        if sign is None:
            value = _unescaped(token[1] if token[1] is not None else token[2])
            if depth == 0:
                found.append({"": value})
            elif depth == 1 and key is not None:
                found[-1].setdefault(key, value)
                key = last = None
            else:
                last = value
        elif sign == "{":
            depth += 1
            key = last = None
            if depth == 1:
                found.append({})
        elif sign == "}":
            depth = max(0, depth - 1)
            key = last = None
        elif sign == ":":
            key, last = (last.lower() if last else None), None
        else:
            key = last = None
    return found


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        sign = found[1]
        if len(sign) > 1:
            return chr(int(sign[1:], 16))
        return " " if sign in "ntr" else sign if sign in "'\"\\/" else f"\\{sign}"

    return _ESCAPE.sub(plain, text)


def _named(parts: list[str]) -> tuple[str, ...]:
    names = map(given_first, parts)
    return tuple(
        name for name in names if any(map(str.isalpha, name)) and not stands_for_others(name)
    )


def _all_inverted(text: str, joint: str) -> bool:
    parts = text.split(joint)
    return len(parts) > 1 and all(part.count(",") == 1 for part in parts)


def _parted(part: str) -> str:
    """Return the last names of a list, "Example, Ada & Other, Bo", with a semicolon between them."""
    for joint in (" & ", " and "):
        if _all_inverted(part, joint):
            return part.replace(joint, ";")
    return part
