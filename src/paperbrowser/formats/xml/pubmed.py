"""PubMed's XML (https://dtd.nlm.nih.gov/ncbi/pubmed/doc/out/250101/): each PubmedArticle is a paper."""

import re

from paperbrowser.formats.entries import Collected, build
from paperbrowser.formats.kinds import pubmed_kind
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.xml.nodes import Node
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import literal, person
from paperbrowser.papers.text import one_line

ENTRIES = frozenset({"PubmedArticle"})

_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{1,9}")
_NO_TITLE = "Not Available"  # in English; the title in its own language stands elsewhere


def fits(root: Node) -> bool:
    """Return whether this is the root of a set of articles, or of one."""
    return root.name in {"PubmedArticleSet", "PubmedArticle"}


def paper_of(entry: Node, found: Collected) -> Paper | None:
    """Return the paper of an article."""
    citation = entry.find("MedlineCitation")
    article = citation.find("Article") if citation is not None else None
    if citation is None or article is None:
        found.remarks.left_out(entry.line, "an article without its citation")
        return None
    number = one_line(citation.text_at("PMID"))
    id_ = f"pmid:{number}" if number else ""
    issue = article.find("Journal", "JournalIssue")
    types = article.find_all("PublicationTypeList", "PublicationType")
    people = article.find("AuthorList")
    title = _marked_up(article.find("ArticleTitle"))
    if title.strip("[].") in {_NO_TITLE, ""}:
        title = _marked_up(article.find("VernacularTitle"))
    return build(
        found.remarks.at(entry.line),
        title=title.removesuffix("."),
        keys=(id_,),
        authors=map(_name, people.nodes("Author")) if people else (),
        issn=one_line(article.text_at("Journal", "ISSN")),
        keywords=tuple(
            filter(
                None, (one_line(one.text) for one in citation.find_all("KeywordList", "Keyword"))
            )
        ),
        retracted=(
            "retracted" if any(one.text == "Retracted Publication" for one in types) else None
        ),
        et_al=people is not None and people.attributes.get("CompleteYN") == "N",
        venue=markup.line_of(article.text_at("Journal", "Title")),
        kind=pubmed_kind(one.text for one in types),
        volume=one_line(issue.text_at("Volume")) if issue else None,
        number=one_line(issue.text_at("Issue")) if issue else None,
        pages=one_line(article.text_at("Pagination", "MedlinePgn")) or _article_number(article),
        date=_date(article, issue),
        abstract=_abstract(article),
        links=links_of([], doi=_doi(entry, article)),
        id_=id_,
    )


def _marked_up(node: Node | None) -> str:
    return markup.line_of(node.marked_up) if node is not None else ""


def _doi(entry: Node, article: Node) -> str:
    ids = [
        *(one for one in article.nodes("ELocationID") if one.attributes.get("EIdType") == "doi"),
        *(
            one
            for one in entry.find_all("PubmedData", "ArticleIdList", "ArticleId")
            if one.attributes.get("IdType") == "doi"
        ),
    ]
    return ids[0].text if ids else ""


def _article_number(article: Node) -> str:
    ids = (one for one in article.nodes("ELocationID") if one.attributes.get("EIdType") == "pii")
    numbers = (one_line(one.text) for one in ids)
    return next((number for number in numbers if _NUMBER.fullmatch(number)), "")


def _date(article: Node, issue: Node | None) -> PartialDate | None:
    for node in (issue.find("PubDate") if issue else None, article.find("ArticleDate")):
        if node is None:
            continue
        parts = [one_line(node.text_at(part)) for part in ("Year", "Month", "Day")]
        found = dates.of_parts(*parts) or dates.date_of(node.text_at("MedlineDate"))
        if found is not None:
            return found
    return None


def _name(author: Node) -> str:
    given = author.text_at("ForeName") or author.text_at("Initials")
    name = person(author.text_at("LastName"), given, author.text_at("Suffix"))
    return name or literal(author.text_at("CollectiveName"))


def _abstract(article: Node) -> str:
    """Return the abstract, its sections in paragraphs that begin with their headings."""
    parts = []
    for part in article.find_all("Abstract", "AbstractText"):
        label = one_line(part.attributes.get("Label", ""))
        words = markup.paragraphs_of(part.marked_up)
        parts.append(f"{label}: {words}" if label and label != "UNLABELLED" else words)
    return "\n\n".join(filter(None, parts))
