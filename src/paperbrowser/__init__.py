"""A researcher's papers in the terminal; and, for other programs, read from files of any format.

`read` returns a `Profile` with its `papers`, each a `Paper`; a file that cannot be read raises `ReadError`.

>>> import paperbrowser
>>> from importlib.resources import files
>>> profile = paperbrowser.read(files(paperbrowser) / "sample" / "shirley-ho.toml")
>>> profile.name, profile.h_index, len(profile.papers)
('Shirley Ho', 77, 50)
>>> paper = profile.papers[43]
>>> paper.title, paper.date_text, len(paper.authors)
('Lagrangian Neural Networks', '2020-03-10', 3)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Callable

    from paperbrowser.formats.result import ReadError, Remark
    from paperbrowser.papers.model import Paper, Profile

__version__ = "0.4.0"
__all__ = ["Paper", "Profile", "ReadError", "Remark", "__version__", "read"]

_HOMES = {
    "Paper": "paperbrowser.papers.model",
    "Profile": "paperbrowser.papers.model",
    "ReadError": "paperbrowser.formats.result",
    "Remark": "paperbrowser.formats.result",
}


def read(
    path: "str | os.PathLike[str]",
    *,
    form: str | None = None,
    as_of: "datetime.date | None" = None,
    on_remark: "Callable[[Remark], object] | None" = None,
) -> "Profile":
    r"""Read a file of any format as a profile.

    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "works.jsonl")
    >>> _ = file.write_text('{"title": "On Machines", "authors": ["Ada Example"], "year": 2017}\nno JSON')
    >>> remarks = []
    >>> profile = read(file, on_remark=remarks.append)
    >>> profile.name, profile.papers[0].authors, profile.papers[0].date_text
    ('works', ('Ada Example',), '2017')
    >>> [(remark.code, remark.line) for remark in remarks]
    [('bad-entry', 2)]

    Args:
        path: the file.
        form: the format, one of `paperbrowser.formats.names()`; by default it is recognised by the content.
        as_of: the day its content was saved, for dates without a year.
        on_remark: called with each remark on the file, such as an entry that was left out.

    Returns:
        The profile with its papers, named after the file if that names no person.

    Raises:
        ReadError: the file cannot be read; `str()` of it is one sentence: where, what is wrong, what to do.
        ValueError: there is no format of the name `form`.
    """
    from pathlib import Path

    from paperbrowser import formats

    if form is not None and not formats.is_known(form):
        raise ValueError(f'no format "{form}"; there are {", ".join(formats.names())}')
    result = formats.read(Path(path), form=form, as_of=as_of)
    if on_remark is not None:
        for remark in result.remarks:
            on_remark(remark)
    return result.profile


def __dir__() -> list[str]:
    """Return all names, those that are imported late among them, for `help(paperbrowser)`."""
    return sorted({*globals(), *_HOMES})


def __getattr__(name: str) -> object:
    """Import `Paper` and the like when they are asked for: the command line starts without them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
