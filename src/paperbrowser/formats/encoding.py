"""Decode the bytes of a file: find the encoding, or refuse what is not text."""

import codecs
import re
from typing import NamedTuple

from paperbrowser.formats.result import ReadError, Remark
from paperbrowser.papers.patterns import pattern

# Files that are picked by mistake, by their first bytes.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document, such as .xls"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "an archive"),
    (b"bplist00", "a web archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
# The longer marks come first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)
# XML may declare its encoding; that counts for bytes that are not UTF-8.
_DECLARED = pattern(
    rb"""\s{0,9}<\?xml\s[^<>]{0,200}?encoding\s?=\s?["']([A-Za-z][\w.-]{1,30})["']"""
)
# So does JabRef, in a comment.
_DECLARED_IN_COMMENT = pattern(
    rb"^[ \t]{0,9}%+[ \t]{0,9}encoding[ \t]{0,9}:[ \t]{0,9}([A-Za-z][\w.-]{1,30})",
    re.IGNORECASE | re.MULTILINE,
)
_DECLARABLE = pattern(
    r"iso[-_]?8859[-_]?\d{1,2}|(?:windows|cp|ibm)[-_]?\d{3,4}|latin[-_]?\d|koi8[-_][ru]|gbk|gb2312|gb18030|big5"
    r"|euc[-_]?(?:jp|kr|cn)|shift[-_]?jis|sjis|mac[-_]?roman|tis[-_]?620"
)
_NAMES = {
    "gb18030": "GB18030", "windows-1252": "Windows-1252", "shift_jis": "Shift JIS", "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
}  # fmt: skip
_SAMPLE = 65_536
# Controls that no text has; escape and form feed do occur in captured text.
_BINARY = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a\x1b")) + b"\x7f"
# Pages with a stray control or two have far fewer than this share, random bytes about ten percent.
_BINARY_SHARE = 0.03
# Chinese in GB18030 differs from Latin letters with accents (which would pair with the letter behind them, or
# stand alone among letters) by even runs of common characters: those of the first level of GB 2312.
_HIGH = pattern(rb"[\x80-\xff]+")
_COMMON_GB = range(0xB0, 0xD8)  # first bytes
_PUNCTUATION_GB = range(0xA1, 0xA4)
_COMMON_SHARE = 0.7
_ODD_SHARE = 0.2
_ADVICE = "save the page as plain text (UTF-8) and read that"
_OFFICE_ADVICE = "save a table as CSV or .xlsx, a text as plain text (UTF-8), and read that"


class Decoded(NamedTuple):
    """Text, the encoding of its bytes, and a remark if that had to be guessed."""

    text: str
    encoding: str
    remark: Remark | None = None


def decode(data: bytes) -> Decoded:
    """Decode UTF-8, UTF-16 or UTF-32 with a byte order mark, or else GB18030 or Windows-1252.

    UTF-8 of which few bytes are bad stays UTF-8, with U+FFFD in their place. The remark says what
    was guessed, replaced or dropped.

    Raises:
        ReadError: the bytes are not text (code "not-text").
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            advice = _OFFICE_ADVICE if "office" in kind else _ADVICE
            raise ReadError(f"this is {kind}, not text", code="not-text", advice=advice)
    for mark, encoding, width in _MARKS:
        if data.startswith(mark):
            return _decode_wide(data[len(mark) :], encoding, width)
    wide = _unmarked_utf16(data)
    if wide is not None:
        return _decode_wide(data, wide, 2)
    _refuse_binary(data)
    return _decode_narrow(data.removeprefix(codecs.BOM_UTF8))


def decode_line(data: bytes) -> tuple[str, Remark | None]:
    """Decode one line of a text in UTF-8, else Windows-1252; the remark has no line number."""
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        decoded = _decode_narrow(data)
    if decoded.encoding == "utf-8":
        return decoded.text, Remark("encoding", "bytes that are not UTF-8 are shown as \ufffd")
    name = _NAMES.get(decoded.encoding, decoded.encoding)  # the line may declare any
    return decoded.text, Remark("encoding", f"not UTF-8, and read as {name}")


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _BINARY))
    if controls > len(sample) * _BINARY_SHARE:
        raise ReadError("the file is binary, not text", code="not-text", advice=_ADVICE)


def _unmarked_utf16(data: bytes) -> str | None:
    """Return the sort of UTF-16 without a mark: mostly Latin text has NUL in every other place."""
    sample = data[:4096]
    low, high = sample[0::2], sample[1::2]
    if high and high.count(0) > len(high) * 0.7 and low.count(0) == 0:
        return "utf-16-le"
    if low and low.count(0) > len(low) * 0.7 and high.count(0) == 0:
        return "utf-16-be"
    return None


def _decode_wide(data: bytes, encoding: str, width: int) -> Decoded:
    torn = len(data) % width
    text = data[: len(data) - torn].decode(encoding, "replace")
    sample = text[:_SAMPLE].encode("utf-8", "replace")
    _refuse_binary(sample)
    name = encoding[:6].upper()
    if torn:
        return Decoded(text, encoding, _torn(text))
    return Decoded(text, encoding, Remark("encoding", f"the file is encoded in {name}, not UTF-8"))


def _decode_narrow(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        # A cut-off page is far more common than a Windows-1252 one that ends in an accented letter.
        if error.reason == "unexpected end of data" and error.end == len(data):
            text = data[: error.start].decode("utf-8")
            return Decoded(text, "utf-8", _torn(text))
        first_bad = error.start
    if (declared := _decode_declared(data)) is not None:
        return declared
    line = data.count(b"\n", 0, first_bad) + 1
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    if good > bad:
        bytes_are = "1 byte that is" if bad == 1 else f"{bad} bytes that are"
        message = f"the file has {bytes_are} not UTF-8, shown as \ufffd"
        return Decoded(text, "utf-8", Remark("encoding", message, line))
    encoding = _of_japan_or_korea(data)
    if encoding is None:
        encoding = "gb18030" if _is_chinese(data) else "windows-1252"
    message = f"the file is not UTF-8 and was read as {_NAMES[encoding]}"
    return Decoded(data.decode(encoding, "replace"), encoding, Remark("encoding", message, line))


def _of_japan_or_korea(data: bytes) -> str | None:
    """Return the encoding in which bytes are plainly Japanese (with kana) or Korean; None if they are not."""
    for encoding, letters, share in _EASTERN:
        try:
            text = data[:_SAMPLE].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < min(len(data), _SAMPLE) - 2:  # else a character is cut by the sample
                continue
            text = data[: error.start].decode(encoding)
        beyond = [char for char in text if not char.isascii()]
        if len(beyond) > 1 and sum(map(letters, beyond)) >= share * len(beyond):
            return encoding
    return None


def _is_kana(char: str) -> bool:
    return (
        "\u3041" <= char <= "\u30ff"
    )  # not the half-width ones, which letters with accents look like


def _is_hangul(char: str) -> bool:
    return "\uac00" <= char <= "\ud7a3"


# Chinese read as Korean is a mixture of hangul and hanja.
_EASTERN = (("shift_jis", _is_kana, 0.2), ("euc_jp", _is_kana, 0.2), ("euc_kr", _is_hangul, 0.9))


def _is_chinese(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 are most likely Chinese in GB18030 (of which GBK is a part)."""
    pairs = common = odd = among_letters = 0
    runs = 0
    for found in _HIGH.finditer(data):
        run = found[0]
        runs += 1
        odd += len(run) % 2
        before, after = data[found.start() - 1 : found.start()], data[found.end() : found.end() + 1]
        among_letters += before.isalpha() and after.isalpha()
        for at in range(0, len(run) - 1, 2):
            pairs += 1
            common += run[at + 1] > 0xA0 and (run[at] in _COMMON_GB or run[at] in _PUNCTUATION_GB)
        if pairs > _SAMPLE:
            break
    return (
        pairs > 1
        and common >= pairs * _COMMON_SHARE
        and max(odd, among_letters) <= runs * _ODD_SHARE
    )


def _decode_declared(data: bytes) -> Decoded | None:
    found = _DECLARED.match(data[:400]) or _DECLARED_IN_COMMENT.search(data[:2000])
    name = found[1].decode("ascii").lower() if found else ""
    if not _DECLARABLE.fullmatch(name):
        return None
    # Text that is declared as Latin-1 and has bytes where that has controls only is Windows-1252.
    name = name.replace("_", "-")
    name = "windows-1252" if name in {"iso-8859-1", "iso8859-1", "latin1", "latin-1"} else name
    try:
        return Decoded(data.decode(name, "replace"), name)
    except LookupError:
        return None


def _torn(text: str) -> Remark:
    line = text.count("\n") + 1
    return Remark("truncated", "the file ends in the middle of a character", line)
