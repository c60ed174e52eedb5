"""The profile or file that an argument names: "shirley-ho", "Shirley Ho", "works.bib" or nothing."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean_line

_SAMPLE = Path(__file__).parent.parent / "sample" / "shirley-ho.toml"
_SAMPLE_NAMES = ("sample", _SAMPLE.stem)  # unless a profile of the library is called so
_LONGEST_NAME = 100  # bytes of a file's name; systems allow 255, with what is added to it
EVERYONE = "Everyone"  # the name of all profiles together
_NO_SLASH = "\u2215"  # stands for the slash in names of groups
_DEVICES = pattern(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.ASCII)  # reserved by Windows


class Origin(NamedTuple):
    """A file to open, or several profiles to open as one.

    Attributes:
        path: the file; of several profiles, a name in their folder that no file has.
        kind: a profile of the library, any other file, the sample, several profiles, or papers on a server.
        members: the files of several profiles.
        addresses: of a library on servers, whose name stands for the file.
    """

    path: Path
    kind: Literal["library", "file", "sample", "several", "server"]
    members: tuple[Path, ...] = ()
    addresses: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The name of several profiles: "Everyone", or that of a group."""
        return clean_line(self.path.name.replace(_NO_SLASH, "/"))


def sample() -> Origin:
    """Return the profile that comes with the program."""
    return Origin(_SAMPLE, "sample")


def locate(argument: str | None) -> Origin:
    """Find what `argument` names: a file's path, or the name of a profile or of its person.

    None is the profile changed last, or the sample if there is none. "sample", and the name of its person,
    are the sample unless a profile of the library has that name.

    Raises:
        ReadError: "unknown-profile", with the names that are near; or the library cannot be read.
    """
    if argument is None:
        paths = store.files()
        if not paths:
            store.check()
        return Origin(paths[0], "library") if paths else sample()
    if _exists(argument) and not Path(argument).is_dir():
        return Origin(Path(argument), "file")
    if (path := profile_named(argument)) is not None:
        return Origin(path, "library")
    if _wanted(argument) in _SAMPLE_NAMES:
        return sample()
    raise _unknown(argument)


def several(title: str, members: Iterable[Path]) -> Origin:
    """Return several profiles, to be opened as one."""
    # A group may be called "AI/ML" or "/tmp", and its path stays in the folder.
    return Origin(store.folder() / title.replace("/", _NO_SLASH), "several", tuple(members))


def on_server(title: str, *addresses: str) -> Origin:
    """Return a group's library on one server or several."""
    return Origin(store.folder() / title.replace("/", _NO_SLASH), "server", addresses=addresses)


def everyone() -> Origin:
    """Return all profiles of the library.

    Raises:
        ReadError: there are none, or the library cannot be read.
    """
    store.check()
    members = sorted(store.files(), key=lambda path: path.name)
    if not members:
        raise ReadError(
            "no profile yet",
            code="unknown-profile",
            advice="`paperbrowser fetch NAME` or `paperbrowser import FILE` adds one",
        )
    return several(EVERYONE, members)


def profile_named(name: str) -> Path | None:
    """Return the library's file of this name, or else that of a person of this name."""
    wanted = _wanted(name)
    paths = store.files()
    by_file = (path for path in paths if path.stem == wanted)
    by_person = (path for path in paths if file_name(store.stored(path).name) == wanted)
    return next(by_file, None) or next(by_person, None)


def file_name(name: str) -> str:
    """Return the file name, without its ending, for a person's name.

    >>> file_name("Åsa Öberg")
    'asa-oberg'
    """
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(char)
    )
    stem = unicodedata.normalize("NFC", "-".join(re.findall(r"[^\W_]+", bare)))
    while len(stem.encode("utf-8", "replace")) > _LONGEST_NAME:
        stem = stem[:-1]
    stem = stem.rstrip("-")
    if not stem:
        return "profile"
    return f"{stem}-profile" if _DEVICES.fullmatch(stem) else stem


def _wanted(name: str) -> str:
    return file_name(name.removesuffix(".toml"))


def _exists(argument: str) -> bool:
    try:
        return Path(argument).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _unknown(argument: str) -> ReadError:
    from difflib import get_close_matches

    store.check()
    if _exists(argument):
        what, advice = "this is a folder", "name a file in it"
    elif "://" in argument:  # not repeated: there may be a password in it
        what, advice = "this is an address, not a profile or file", "check the command's --help"
        return ReadError(what, code="unknown-profile", advice=advice)
    elif "/" in argument or Path(argument).suffix not in ("", ".toml"):
        what, advice = "there is no such file", "check the name"
    else:
        names = dict.fromkeys([*(path.stem for path in store.files()), _SAMPLE.stem])
        near = get_close_matches(_wanted(argument), names, 3, 0.5)
        what = "there is no such profile or file"
        advice = (
            f"did you mean {' or '.join(near)}?"
            if near
            else "`paperbrowser profiles` lists them, `paperbrowser import FILE` adds one"
        )
    return ReadError(what, code="unknown-profile", advice=advice, path=Path(clean_line(argument)))
