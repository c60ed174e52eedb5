"""Identifiers of works and people (DOI, arXiv id, ORCID iD): found in text, in one spelling, as links.

Each `*_of` takes a bare id, a link, or text such as "doi:…" and "arXiv:…v2", and returns one spelling, so
that equal identifiers are equal texts; DOIs keep their case, and are compared by `doi_key`. Pure functions.
"""

import re
from urllib.parse import quote, unquote

from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean_line

# https://www.doi.org/doi-handbook: a prefix of numbers and dots, a slash, printable characters, any number of
# them. Text far longer than any DOI is cut, so that the search takes linear time.
# Angle brackets end one, unless they are those of a SICI (ANSI/NISO Z39.56), which older DOIs have:
# "10.1002/(SICI)1097-4636(199823)39:3<1::AID-JBM1>3.0.CO;2-U".
_SICI = r"<[\w.-]{1,20}:[^\s\"<>{}\\]{1,60}>(?=\d\.\d\.)"
_DOI = pattern(
    rf"\b10\.\d{{4,9}}(?:\.\d{{1,9}}){{0,9}}/(?:[^\s\"<>{{}}\\^`|]|{_SICI}){{1,1000}}", re.ASCII
)
_DOI_END = pattern(r"[.,;:!?'*]+$")
# https://shortdoi.org: a few letters and digits in the place of the rest.
_SHORT_DOI = pattern(
    r"\s*(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(10/(?=[0-9]*[a-z])[a-z0-9]{3,12})\s*",
    re.IGNORECASE | re.ASCII,
)
_ARXIV_DOI = "10.48550/arxiv."  # DataCite's prefix; such a DOI leads to the arXiv page
# https://info.arxiv.org/help/arxiv_identifier.html: 1605.08386v2, and until March 2007 hep-th/9901001.
_NEW_ARXIV = r"(?P<new>\d{2}(?:0[1-9]|1[0-2])\.\d{4,5})"
_OLD_ARXIV = r"(?P<old>[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3})"
_ARXIV = pattern(
    rf"(?:\s*|.*?(?:arxiv\s*:\s*|arxiv\.org/(?:abs|pdf|format|html|ps|e-print)/))"
    rf"(?:{_NEW_ARXIV}|{_OLD_ARXIV})(?:v\d+)?(?:\.pdf)?(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
_ORCID = pattern(r"\b(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])\b", re.ASCII)


def doi_of(text: str) -> str | None:
    """Return the DOI in `text`, in its case, or a short DOI that is all of it; None if there is none.

    >>> doi_of("https://doi.org/10.1093/MIND/LIX.236.433."), doi_of("doi:10/fg6rf9")
    ('10.1093/MIND/LIX.236.433', '10/fg6rf9')
    """
    if "10." not in text:
        short = _SHORT_DOI.fullmatch(text) if "10/" in text else None
        return short[1] if short is not None else None
    if "&lt;" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">")
    found = _DOI.search(clean_line(unquote(text) if "doi.org/" in text else text))
    if found is None:
        return None
    doi = _DOI_END.sub("", found[0])
    while doi[-1:] in {")", "]"} and doi.count(doi[-1]) > doi.count("(" if doi[-1] == ")" else "["):
        doi = _DOI_END.sub("", doi[:-1])
    return doi if doi.partition("/")[2] else None


def doi_key(doi: str) -> str:
    """Return what two spellings of a DOI have in common: its case does not count.

    >>> doi_key("10.1016/S0140-6736(99)00001-X")
    '10.1016/s0140-6736(99)00001-x'
    """
    return doi.lower()


def arxiv_of(text: str) -> str | None:
    """Return the arXiv id in `text`, without its version; None if there is none.

    >>> arxiv_of("arXiv:1605.08386v1 [math.CO]"), arxiv_of("https://arxiv.org/pdf/hep-th/9901001")
    ('1605.08386', 'hep-th/9901001')
    """
    lower = text.lower()
    if (at := lower.find(_ARXIV_DOI)) >= 0:
        text = text[at + len(_ARXIV_DOI) :]
    found = _ARXIV.match(text)
    if found is None:
        return None
    if found["new"]:
        return found["new"]
    archive, _, number = found["old"].partition("/")
    # math.GT/0309136 and math/0309136 are the same paper.
    return f"{archive.partition('.')[0].lower()}/{number}"


def arxiv_of_doi(doi: str | None) -> str | None:
    """Return the arXiv id that a DOI is made of; None for any other DOI.

    >>> arxiv_of_doi("10.48550/arxiv.1605.08386"), arxiv_of_doi("10.1093/mind/lix.236.433")
    ('1605.08386', None)
    """
    return arxiv_of(doi) if doi and doi.lower().startswith(_ARXIV_DOI) else None


def orcid_of(text: str) -> str | None:
    """Return the ORCID iD in `text` whose check digit (ISO 7064 11,2) fits; None if there is none.

    >>> orcid_of("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    for found in _ORCID.finditer(text):
        digits = "".join(found.groups()).upper()
        total = 0
        for digit in digits[:-1]:
            total = (total + int(digit)) * 2
        check = (12 - total % 11) % 11
        if digits[-1] == ("X" if check == 10 else str(check)):
            return "-".join(digits[at : at + 4] for at in range(0, 16, 4))
    return None


def doi_link(doi: str) -> str:
    """Return the link of a DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;()-._~!$&'*+,=@")


def arxiv_link(arxiv: str) -> str:
    """Return the link of an arXiv paper's page."""
    return f"https://arxiv.org/abs/{arxiv}"
