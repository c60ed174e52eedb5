"""What stands in the status line about a file that is read."""

from paperbrowser.formats.result import ReadResult
from paperbrowser.library.store import Origin

_SAMPLE_NOTE = "sample · yours: paperbrowser fetch NAME, or import FILE"


def note_for(origin: Origin, reading: ReadResult) -> str:
    """What should stand in the status line about a file that was read."""
    if origin.kind == "sample":
        return _SAMPLE_NOTE
    # The header shows "50 of 54 papers" already; a page without a metric shows a dash.
    remarks = [r for r in reading.remarks if r.code not in ("count-mismatch", "missing-stat")]
    if not remarks:
        return origin.path.name
    more = f" (and {len(remarks) - 1} more)" if len(remarks) > 1 else ""
    return f"{origin.path.name}, {remarks[0]}{more}"
