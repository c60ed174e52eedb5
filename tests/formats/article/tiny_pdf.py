"""A writer of small PDFs, so that tests make their own: lines of text at places, in standard fonts."""

import zlib
from dataclasses import dataclass

FONTS = "Times-Roman", "Times-Bold"


@dataclass(frozen=True)
class Text:
    text: str
    left: float
    base: float
    size: float = 10
    bold: bool = False


def pdf(pages, *, width=612, height=792, packed=False):
    """Return a PDF; each page is a list of `Text`, or the bytes of its content."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    fonts = [font.format(name).encode() for name in FONTS]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *fonts]
    kids = []
    for page in pages:
        content = page if isinstance(page, bytes) else b"\n".join(map(_shown, page))
        more = b""
        if packed:
            content, more = zlib.compress(content), b"/Filter /FlateDecode"
        objects.append(
            b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), more, content)
        )
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>".encode()
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    return assembled(objects)


def assembled(objects, trailer=b""):
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _shown(one):
    text = one.text.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        text = text.replace(sign, b"\\" + sign)
    font = b"F1" if one.bold else b"F0"
    return b"BT /%b %g Tf 1 0 0 1 %g %g Tm (%b) Tj ET" % (font, one.size, one.left, one.base, text)


def column(lines, left, top, *, gap=12, size=10):
    """Return lines below each other; one that begins with "# " is bold and larger, with room above."""
    found = []
    base = top
    for line in lines:
        heading = line.startswith("# ")
        indent = 14 if line.startswith("  ") else 0
        base -= 8 if heading else 0
        text = line.removeprefix("# ").strip()
        if text:
            found.append(
                Text(text, left + indent, base, size + 2 if heading else size, bold=heading)
            )
        base -= gap + (4 if heading else 0)
    return found
