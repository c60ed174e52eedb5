"""Lists of the sections, references and highlights of a text, to choose from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from paperbrowser.papers import display
from paperbrowser.papers.article import Reference
from paperbrowser.papers.marks import Highlight
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.widgets.article_layout import TextPart

if TYPE_CHECKING:
    from paperbrowser.library.held import HeldPaper

_DEEPEST = 3  # levels of sections that are set in


def pick_section(
    host: Host, parts: Sequence[TextPart], here: int, go_to: Callable[[int], None]
) -> None:
    """List the sections of a text.

    Args:
        host: shows the list.
        parts: of the text.
        here: the part at the top of the screen.
        go_to: takes the part that is chosen.
    """
    headings = [at for at, part in enumerate(parts) if part.kind == "heading"]
    items = []
    for at in headings:
        one = parts[at]
        page = "" if one.page is None else f" · {one.page}"
        indent = "  " * min(max(one.level - 1, 0), _DEEPEST)
        items.append(Item(f"{indent}{one.text}{page}", "", str(at)))
    current = next((str(at) for at in reversed(headings) if at <= here), None)
    hint = "{choose} goes there · {close} closes"
    title = "Sections, with their pages" if any(part.page for part in parts) else "Sections"
    host.push_screen(
        PickScreen(title, items, hint=hint, current=current),
        lambda value: None if value is None else go_to(int(value)),
    )


def pick_reference(
    host: Host,
    references: Sequence[Reference],
    held: "Mapping[int, HeldPaper]",
    go_to: Callable[[int], None],
) -> None:
    """List the references of a text.

    Args:
        host: shows the list.
        references: in their order.
        held: those of works that the user has, by their places.
        go_to: takes the place of the one that is chosen.
    """
    items = []
    for at, one in enumerate(references):
        have = f"have it ({held[at].name}): " if at in held else ""
        items.append(Item(one.label or str(at + 1), f"{have}{one.text}", str(at)))
    count = display.counted(len(references), "reference")
    title = f"{count}, {len(held):,} of which you have" if held else count
    hint = "{choose} goes to a paper you have, or opens the link · {close} closes"
    host.push_screen(
        PickScreen(title, items, hint=hint),
        lambda value: None if value is None else go_to(int(value)),
    )


def pick_highlight(
    host: Host, highlights: Mapping[str, Highlight], go_to: Callable[[str], None]
) -> None:
    """List the highlights of a paper.

    Args:
        host: shows the list.
        highlights: by their ids.
        go_to: takes the id of the one that is chosen.
    """
    items = [
        Item(
            one.place or "highlight",
            display.highlight(replace(one, page=None, section="")),
            id_,
        )
        for id_, one in highlights.items()
    ]
    hint = "{choose} goes there · {close} closes"
    host.push_screen(
        PickScreen("Highlights", items, hint=hint),
        lambda value: None if value is None else go_to(value),
    )
