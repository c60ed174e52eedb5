"""Decoding: bytes of files as text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paperbrowser.formats.encoding import decode, decode_line
from paperbrowser.formats.result import ReadError

TEXT = "Bruno Régaldo-Saint Blancard et al. · cambridge\nΩ_m and more plain text\n" * 3


@pytest.mark.parametrize(
    ("data", "encoding", "code"),
    [
        (TEXT.encode(), "utf-8", None),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8", None),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le", "encoding"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be", "encoding"),
        (TEXT.encode("utf-16-le"), "utf-16-le", "encoding"),
        (TEXT.encode("utf-16-be"), "utf-16-be", "encoding"),
        (TEXT.encode("utf-32"), "utf-32-le", "encoding"),
        (TEXT.encode() + "é".encode()[:1], "utf-8", "truncated"),
        (TEXT.encode() + "🧪".encode()[:3], "utf-8", "truncated"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"a", "utf-16-le", "truncated"),
    ],
)
def test_encodings(data, encoding, code):
    decoded = decode(data)
    assert decoded.text == TEXT
    assert decoded.encoding == encoding
    assert (decoded.remark and decoded.remark.code) == code


def test_windows_1252():
    latin = TEXT.replace("Ω", "“Ö”")
    decoded = decode(latin.encode("windows-1252"))
    assert decoded.text == latin
    assert decoded.encoding == "windows-1252"
    assert decoded.remark is not None
    assert decoded.remark.code == "encoding"


@pytest.mark.parametrize(
    "text", ["@article{凯撒2013, title = {测试期刊}}", "作者：李明。题目：深度学习的方法与应用"]
)
def test_chinese_in_gb18030(text):
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")
    assert decoded.remark is not None
    assert "GB18030" in decoded.remark.message


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Müller, Größe, Öl, naïve café, señor, ÄÖÜ", "windows-1252"),
        ("GRÖSSE DER ÄRZTE, ÜBER ÖFEN", "windows-1252"),
        ("“Été” – déjà vu, œuvre", "windows-1252"),
        ("Gödel", "latin-1"),
        ("Łódź, Dvořák, Erdős", "iso-8859-2"),
        ("Привет, мир: новая статья о звездах", "windows-1251"),
        ("Ελληνικά γράμματα σε κείμενο", "iso-8859-7"),
    ],
)
def test_letters_with_accents_are_no_chinese(text, encoding):
    assert decode(text.encode(encoding)).encoding == "windows-1252"


def test_a_few_bad_bytes_stay_visible():
    decoded = decode(TEXT.encode().replace(b"plain", b"pl\xffain", 1))
    assert decoded.text == TEXT.replace("plain", "pl\ufffdain", 1)
    assert decoded.remark is not None
    assert (decoded.remark.code, decoded.remark.line) == ("encoding", 2)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00" * 4096,
        b"%PDF-1.7 text",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"{\\rtf1 text}",
        bytes(range(256)) * 16,
        b"\xff\xfe" + b"\x01\x00" * 50,
    ],
)
def test_what_is_not_text_is_refused(data):
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.code == "not-text"
    assert caught.value.advice


def test_a_stray_control_character_is_no_binary():
    assert "\x00" in decode((TEXT + "Nul\x00 Author\x07").encode()).text


@given(st.binary())
@example(b"\x81\x8d")
@example(b"\xed\xa0\x80 lone surrogate")
@example(b"\xff\xfe\x00\xd8")
def test_no_bytes_crash(data):
    try:
        decoded = decode(data)
    except ReadError as error:
        assert error.code == "not-text"  # noqa: PT017 - either way of ending will do
    else:
        decoded.text.encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_is_itself(text):
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text


@given(
    st.sampled_from(
        ["windows-1251", "koi8-r", "big5", "mac_roman", "tis-620", "ibm850", "latin-9"]
    ),
    st.binary(max_size=40),
)
@example("windows-1251", b"\xc0")
def test_a_line_may_declare_its_encoding(name, letters):
    line = b'<?xml version="1.0" encoding="%s"?>%s' % (name.encode(), letters)
    text, remark = decode_line(line)
    assert text.startswith("<?xml")
    assert remark is None or remark.code == "encoding"
