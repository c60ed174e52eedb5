"""What the metrics in the header mean."""

from paperbrowser.papers.metrics import Metrics
from paperbrowser.papers.model import Profile
from paperbrowser.tui.widgets.profile_header import papers_count

# Of one source only; the header leaves them out elsewhere.
_ESTIMATES = (
    ("novelty", "the source's own estimate of how new the work is, in percent"),
    ("AI score", "the source's own rating of the profile, 0 to 100"),
)


def explanations(profile: Profile, counted: Metrics | None) -> list[tuple[str, str]]:
    """(metric, sentence) for the metrics shown and a paper's own numbers."""
    listed = papers_count(profile)
    cut = profile.claimed is not None and profile.claimed > len(profile.papers)
    more = profile.claimed is not None and profile.claimed < len(profile.papers)
    return [
        (
            "h-index",
            "the largest h such that h papers have h citations or more, "
            + _whose(profile.h_index, counted.h_index if counted else None),
        ),
        (
            "papers",
            f"{listed}: the source lists the first number, and claims the second"
            if cut
            else f"{listed} are listed; the source claims {profile.claimed:,}"
            if more
            else f"{listed}, all that the source lists",
        ),
        (
            "citations",
            "of all the papers together, "
            + _whose(profile.citations, counted.citations if counted else None),
        ),
        *(_ESTIMATES if (profile.novelty, profile.ai_score) != (None, None) else ()),
        ("score", "the source's rating of one paper, 0 to 100; blank where it gives none"),
        ("cites", "how often one paper is cited, as the source counts; blank where it does not"),
    ]


def _whose(stated: int | None, listed: int | None) -> str:
    if stated is None and listed is not None:
        return f"computed from the papers listed, marked so or with *: {listed:,}; the source states none"
    if stated is not None and listed is not None and listed != stated:
        return f"as the source states it; computed from the papers listed, {listed:,}"
    return "as the source states it"
