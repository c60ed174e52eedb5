"""The reader's words on whose papers are, read without the rest of the journal: profiles open with them.

Most readers have none, and then nothing is parsed.
"""

from collections.abc import Iterator
from pathlib import Path

from paperbrowser.papers.members import Correct
from paperbrowser.papers.model import Profile
from paperbrowser.system import paths

_FIELD = b"authorship"


def load() -> Correct:
    """Return what carries out the words in the journal of the data folder.

    A file that cannot be read says nothing; `Marking.problems` names it.
    """
    contents = [*_contents()]
    if not any(_FIELD in content for content in contents):
        return unchanged
    import re

    from paperbrowser.reading.authorship import Corrections
    from paperbrowser.reading.fold import State
    from paperbrowser.reading.journal import decoded

    # Lines with such a word, and those that may undo one.
    field = re.compile(rb'"f"\s*:\s*"(?:authorship|undo|redo)"')
    found = b"".join(
        content[content.rfind(b"\n", 0, one.start()) + 1 : content.find(b"\n", one.end()) + 1]
        for content in contents
        for one in field.finditer(content)
    )
    said = State(decoded(found)).judgements
    return Corrections(said) if said else unchanged


def unchanged(profile: Profile, path: Path) -> tuple[Profile, str]:
    """Return a profile as it is."""
    return profile, ""


def _contents() -> Iterator[bytes]:
    try:
        found = sorted((paths.data() / "marks").glob("*.jsonl"))
    except (OSError, paths.NoHomeError):
        return
    for path in found:
        try:
            yield path.read_bytes()
        except OSError:
            continue
