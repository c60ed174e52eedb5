"""Works as papers: read from the library, and named so that no two have one id."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from paperbrowser.formats.json.own import paper_of
from paperbrowser.papers.model import Paper, with_fields
from paperbrowser.postgres.servers import Servers


def read(servers: Servers, ids: Sequence[str]) -> Iterator[tuple[str, Paper]]:
    """Yield the ids of some works and their papers, in any order."""
    if not ids:
        return
    rows = servers.each_of(
        # Each work is looked up in its own partition; by "id = ANY" all would be in every one.
        "SELECT w.id, w.record::text FROM unnest(%s::text[]) AS wanted (id) "
        "JOIN paperbrowser.works w USING (id)",
        ids,
    )
    for id_, record in rows:
        paper = paper_of(json.loads(record), lambda _message: None)
        if paper is not None:
            yield id_, paper


def renamed(paper: Paper, names: Counter[str]) -> Paper:
    """Return a paper under an id that none before it has; `names` are those and how often they came."""
    names[paper.id] += 1
    number = names[paper.id]
    return paper if number == 1 else renamed(with_fields(paper, id=f"{paper.id}-{number}"), names)
