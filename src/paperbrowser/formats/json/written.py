"""Profiles and papers as JSON objects: what `paper` reads again. Pure functions; knows the model only."""

from typing import Any

from paperbrowser.papers.model import Paper, Profile


def facts_of(profile: Profile) -> dict[str, Any]:
    """What `paper.profile_of` makes the same profile of again, but for its papers, ready for JSON."""
    return {
        "name": profile.name,
        "field": profile.field,
        "h_index": profile.h_index,
        "papers": profile.claimed,
        "citations": profile.citations,
        "novelty": profile.novelty,
        "ai_score": profile.ai_score,
        "affiliation": profile.affiliation,
        "orcid": profile.orcid,
        "source": profile.source,
        "source_id": profile.source_id,
        "updated": profile.updated.isoformat() if profile.updated else None,
        "since": profile.since.isoformat() if profile.since else None,
    }


def fields_of(paper: Paper) -> dict[str, Any]:
    """What `paper.paper_of` makes the same paper of again, ready for JSON; what is unset is None."""
    return {
        "title": paper.title,
        "authors": list(paper.authors),
        "et_al": paper.et_al,
        "affiliations": list(paper.affiliations),
        "date": paper.date_text or None,
        "year_inferred": paper.year_inferred,
        "score": paper.score,
        "citations": paper.citations,
        "category": paper.category,
        "venue": paper.venue,
        "kind": paper.kind,
        "volume": paper.volume,
        "number": paper.number,
        "pages": paper.pages,
        "publisher": paper.publisher,
        "code": paper.code,
        "url": paper.url,
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "added": paper.added.isoformat() if paper.added else None,
        "id": paper.id,
        "abstract": paper.abstract,
    }
