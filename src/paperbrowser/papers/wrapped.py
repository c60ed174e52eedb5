"""Texts that come in lines of any length: titles on one line, abstracts in paragraphs. Pure functions."""

from paperbrowser.papers.text import clean, clean_line


def newlines(text: str) -> str:
    """`text` with lines that end in a newline character alone, whatever ended them before."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines_of(text: str) -> list[str]:
    """The lines, whatever ends them; other separators that Unicode knows stay in their titles."""
    return newlines(text).split("\n")


def one_line(text: str) -> str:
    """`text` clean, on one line, with single blanks."""
    line = " ".join(text.split())
    # Cleaned last, since a joiner may join nothing any more once a blank beside it is another.
    return line if line.isprintable() else clean_line(line)  # mostly there is nothing to clean


def paragraphs(text: str) -> str:
    """`text` clean, each paragraph on a line of its own: only an empty line ends one."""
    text = text.strip()
    if "\n" not in text and "\r" not in text:
        return clean(text)
    found: list[list[str]] = [[]]
    for line in lines_of(text):
        if words := line.strip():
            found[-1].append(words)
        elif found[-1]:
            found.append([])
    return clean("\n\n".join(" ".join(lines) for lines in found if lines))
