"""The content of a file as every reader gets it: its beginning, its text, its lines, its dates."""

import datetime
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from paperbrowser.formats.encoding import decode, decode_line
from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.papers.model import Profile
from paperbrowser.papers.patterns import pattern
from paperbrowser.system.progress import Progress

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 65_536  # characters of the beginning, from which a format is recognised
LARGEST = 1 << 30  # bytes of a file
LONGEST_LINE = 10_000_000  # bytes

_START = 4 * HEAD  # bytes that have so many characters at least
_SLICE = 500  # lines between two reports of progress
_LINES = 0.95  # share of the time that reading lines takes; the rest is naming the papers
_VISIBLE = pattern("[^\\s\x00\u200b-\u200f\u2060\ufeff]")

# Entries of BibTeX and of tagged texts, which may quote anything further on.
_ENTRY = pattern(
    r"[\s\ufeff]*+(?:%[^\n]*+\n\s*+)*"
    r"(?:@[A-Za-z]{2,30}\s*+[{(]|[A-Z][A-Z0-9]{1,3} {0,2}- |%[A-Z0-9] |(?:PT|RT|FN) )"
)

# A line, None if it is too long, and a remark on its encoding.
InputLine = tuple[str | None, Remark | None]
_SizedLine = tuple[int, str | None, Remark | None]  # the same with its length


def begins_with_entry(head: str) -> bool:
    """Return whether a text begins with an entry of BibTeX or of tagged lines, or with a remark of its own.

    What looks like another format further on is in an abstract or a note of that.
    """
    return _ENTRY.match(head) is not None


class Input:
    """The content of a file, of which no more is read than is asked for.

    Attributes:
        head: the first characters of the text, `HEAD` at most.
        as_of: the day the content was saved, if the user says so.
        file_date: the day the file was last changed, if it is a file.
        progress: to be called now and then with the share that is done, 0 to 1; it may raise to cancel.
        remarks: on the encoding of the text.

    Args:
        stream: open at the beginning of the content.
        size: bytes of the content, if known.
        as_of: see the attribute.
        file_date: see the attribute.
        progress: see the attribute.

    Raises:
        ReadError: the content is not text, or cannot be read.
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        size: int | None = None,
        as_of: datetime.date | None = None,
        file_date: datetime.date | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.as_of = as_of
        self.file_date = file_date
        self.progress: Progress = progress or (lambda share: None)  # noqa: ARG005
        self.remarks: list[Remark] = []
        self._stream = stream
        self._size = size
        self._start = self._taken(lambda: stream.read(_START))  # read, and not given out yet
        self._text: str | None = None
        if self._start.startswith(b"PK") and (text := self._of_workbook()) is not None:
            self._in_lines, self._text, self.head = False, text, text[:HEAD]
            return
        start = decode(self._start)
        self._in_lines = not start.encoding.startswith(("utf-16", "utf-32"))
        self.head = start.text[:HEAD]

    @classmethod
    def of_text(
        cls,
        text: str,
        *,
        as_of: datetime.date | None = None,
        file_date: datetime.date | None = None,
        progress: Progress | None = None,
    ) -> "Input":
        """Return a text in memory as an input.

        Args:
            text: the whole text.
            as_of: the day the text was saved, if the user says so.
            file_date: the day its file was last changed, if there is one.
            progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

        Returns:
            An input whose `head` and `lines` are those of the text.
        """
        made = cls(io.BytesIO(), as_of=as_of, file_date=file_date, progress=progress)
        made.head = text[:HEAD]
        made._text = text
        return made

    def is_blank(self) -> bool:
        """Whether there is nothing to see in the content."""
        return not _VISIBLE.search(self.head) and not _VISIBLE.search(self.text())

    def text(self) -> str:
        """Return all of the text.

        Raises:
            ReadError: it is too large, or cannot be read.
        """
        if self._text is None:
            rest = LARGEST + 1 - len(self._start)
            data = self._start + self._taken(lambda: self._stream.read(rest))
            self._start = b""
            if len(data) > LARGEST:
                raise too_large()
            decoded = decode(data)
            self._text = decoded.text
            if decoded.remark is not None:
                self.remarks.append(decoded.remark)
        return self._text

    def first_line(self) -> str:
        """Return the first line, with its end if it has one; cut where it is too long."""
        if self._text is not None or not self._in_lines:
            return self.text().partition("\n")[0] + "\n" * ("\n" in self.text())
        if b"\n" not in self._start:
            rest = LONGEST_LINE + 1 - len(self._start)
            self._start += self._taken(lambda: self._stream.readline(rest))
        return decode_line(self._start[: self._start.find(b"\n") + 1 or None])[0]

    def lines(self) -> Iterator[InputLine]:
        """Return the lines with their ends, each read when it is asked for, and report the progress.

        Raises:
            ReadError: the file cannot be read.
        """
        if self._text is not None or not self._in_lines:
            sized, size = _lines_of(self.text()), len(self.text()) or None
        else:
            sized, size = self._lines_of_bytes(), self._size
        done = 0
        for number, (length, line, remark) in enumerate(sized):
            if number % _SLICE == 0:
                self.progress(_LINES * done / size if size else 0.0)
            done += length
            yield line, remark

    def _of_workbook(self) -> str | None:
        """Return the table in a workbook; None if the content is none."""
        from paperbrowser.formats.csv import workbook

        if not workbook.is_workbook(self._start):
            return None
        data = self._start + self._taken(lambda: self._stream.read(LARGEST + 1))
        if len(data) > LARGEST:
            raise too_large()
        return workbook.text_of(data)

    def _lines_of_bytes(self) -> Iterator[_SizedLine]:
        stream = io.BufferedReader(_Chain(self._start, self._stream), HEAD)
        try:
            while raw := stream.readline(LONGEST_LINE + 1):
                length = len(raw)
                if length <= LONGEST_LINE or raw.endswith(b"\n"):
                    try:
                        yield length, raw.decode(), None
                    except UnicodeDecodeError:
                        yield length, *decode_line(raw)
                else:
                    while not raw.endswith(b"\n") and (raw := stream.readline(1 << 20)):
                        length += len(raw)
                    yield length, None, None
        except OSError as error:
            raise unreadable(error) from None

    def _taken(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except OSError as error:
            raise unreadable(error) from None


class _Chain(io.RawIOBase):
    """Bytes that were read from a stream, and the rest of it."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        self._start = io.BytesIO(start)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        part = self._start.read(len(view)) or self._rest.read(len(view))
        view[: len(part)] = part
        return len(part)


def _lines_of(text: str) -> Iterator[_SizedLine]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        length = end - start
        yield length, text[start:end] if length <= LONGEST_LINE else None, None
        start = end


def too_large() -> ReadError:
    """Return the error for a file that is too large to be read."""
    return ReadError(
        f"the file is larger than {LARGEST >> 30} GiB",
        code="too-large",
        advice="check that it is the page you meant",
    )


def unreadable(error: OSError | ValueError) -> ReadError:
    """Return the error for a file that the system does not open or read."""
    reason = error.strerror if isinstance(error, OSError) else None
    return ReadError(
        f"the file cannot be read ({reason or 'its name is not valid'})",
        code="unreadable",
        advice="check the name",
    )


class FormatReader(NamedTuple):
    """The functions of a format that can be read.

    Attributes:
        sniff: whether the beginning of a text looks like the format.
        read: the profile in an input; raises `ReadError`.
        preview: the profile in the beginning of a text, None if there is none; never raises for what is
            in the text.
    """

    sniff: Callable[[str], bool]
    read: Callable[[Input], ReadResult]
    preview: Callable[[str], Profile | None]
