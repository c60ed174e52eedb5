"""What the metrics in the header mean."""

from paperbrowser.model import Profile
from paperbrowser.tui.profile_header import papers_count


def explanations(profile: Profile) -> list[tuple[str, str]]:
    """(metric, sentence) for the five metrics and a paper's own score."""
    listed = papers_count(profile)
    cut = profile.claimed is not None and profile.claimed != len(profile.papers)
    return [
        (
            "h-index",
            "the largest h such that h papers have h citations or more, as the source states it",
        ),
        (
            "papers",
            f"{listed}: the source lists the first number, and claims the second"
            if cut
            else f"{listed}, all that the source lists",
        ),
        ("citations", "of all the papers together, as the source states it"),
        ("novelty", "the source's own estimate of how new the work is, in percent"),
        ("AI score", "the source's own rating of the profile, 0 to 100"),
        ("score", "the source's rating of one paper, 0 to 100; blank where it gives none"),
    ]
