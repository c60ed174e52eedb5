"""An app that draws, takes keys and ends by our own means, with private names of Textual.

They stand only here and in `driver`. Textual may change one in any release; those used here were read in
8.2.8; the test tests/tui/test_textual_contract.py names each of them and fails with the one that changed.
"""

import asyncio
import contextlib
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate  # 8.2.8
from textual._styles_cache import StylesCache  # 8.2.8
from textual.app import App
from textual.command import CommandPalette
from textual.css.styles import RenderStyles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.geometry import Offset, Size
from textual.screen import Screen
from textual.theme import ThemeProvider
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import WorkerFailed

from paperbrowser.system.terminal import Terminal
from paperbrowser.tui.terminal.key_layout import as_meant, is_unusual
from paperbrowser.tui.terminal.key_queue import KeyQueue
from paperbrowser.tui.terminal.renderer import Pieces, Renderer, terminal_size
from paperbrowser.tui.terminal.shutdown import Shutdown

if TYPE_CHECKING:
    from textual.timer import Timer

_COLOR_SYSTEMS: dict[int | None, ColorSystem] = {  # by the most colours that a terminal has
    0: ColorSystem.STANDARD,
    16: ColorSystem.STANDARD,
    256: ColorSystem.EIGHT_BIT,
}
# Ordinary characters, no margins, plain style, no line wrap, hidden cursor.
_RESET = "\x0f\x1b(B\x1b[?6l\x1b[r\x1b[m\x1b[?7l\x1b[?25l"
_MOST_WAITING = 8  # pieces of output; Textual stops everything at 30
_PAUSE = 0.1  # seconds
_BEHIND = 1.0  # seconds after which a key to quit goes before those that were typed earlier
_WATCHERS = "__watchers"  # 8.2.8, of an object: by attribute, who wants to be told of its changes
_AT_ONCE = 200  # characters; so few arrive together without synchronized output


class _Palette(CommandPalette):
    """Textual's palette, in which a page key does nothing while the commands are not laid out."""

    DEFAULT_CSS = """
    _Palette.-low > Vertical { margin-top: 0; }
    _Palette.-low #--input { border: none; }
    _Palette.-low #--input Label { margin-top: 0; }
    _Palette.-low CommandInput, _Palette.-low CommandInput:focus { border: none; height: 1; }
    _Palette CommandInput > .input--placeholder { text-style: $muted-style; color: $foreground; }
    """

    def _action_command_list(self, action: str) -> None:  # 8.2.8
        with contextlib.suppress(KeyError):  # Textual looks up the line of the highlighted command
            super()._action_command_list(action)


class _PartStyles(dict[str, RenderStyles]):
    """The styles of the parts of a node by their names, each found when it is first asked for.

    A screen shows few of the parts that its widgets have, and styles take most of their time for parts.
    """

    def __init__(self, stylesheet: Stylesheet, node: DOMNode, names: Collection[str]) -> None:
        """Find styles for parts of `node`."""
        self._stylesheet = stylesheet
        self._node = node
        self._names = names

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __missing__(self, name: str) -> RenderStyles:
        part = DOMNode(classes=name)
        part._attach(self._node)  # 8.2.8
        self._stylesheet.apply(part)
        self[name] = part.styles
        return part.styles


class _PartStylesheet(Stylesheet):
    """Textual's stylesheet, which finds the styles of parts when they are asked for."""

    def _process_component_classes(self, node: DOMNode) -> None:  # 8.2.8
        if not (names := node._get_component_classes()):  # 8.2.8
            return
        former = node._component_styles  # 8.2.8
        styles = _PartStyles(self, node, names)
        node._component_styles = styles  # 8.2.8
        if isinstance(node, Widget) and any(styles[one] != known for one, known in former.items()):
            node.refresh()


class TerminalApp(App[int]):
    """The base of the app: renderer, key queue and shutdown in place of Textual's own.

    Attributes:
        terminal: what the terminal can show.
        keys_pressed: how many keys, clicks and turns of the wheel there were.
        quit_keys: the keys that end the app wherever they are pressed.
    """

    quit_keys: Collection[str] = ()

    def __init__(self, *, own_renderer: bool = True) -> None:
        """Draw by our own renderer, or by Textual's."""
        if not os.environ.get("NO_COLOR"):
            os.environ.pop("NO_COLOR", None)  # Textual takes an empty one for a wish
        super().__init__()
        self.stylesheet = _PartStylesheet(variables=self.stylesheet._variables)  # 8.2.8
        self.keys_pressed = 0
        self._own_renderer = own_renderer
        self._key_queue = KeyQueue(self, self._take_key)
        self._ending = Shutdown(self)
        self._again: Timer | None = None  # paints what a slow terminal has not been sent
        self.draw_on(Terminal())

    def refresh_css(self, animate: bool = True) -> None:
        """Take over the colours of a theme; before there is a screen, nothing is styled with them."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver, or ours in place of that for a Unix terminal."""
        chosen = super().get_driver_class()
        if chosen.__name__ != "LinuxDriver":
            return chosen
        from paperbrowser.tui.terminal.driver import TerminalDriver

        return TerminalDriver

    # Drawing

    def draw_on(self, terminal: Terminal) -> None:
        """Send only what `terminal` has: characters, colours, links."""
        self.terminal = terminal
        colored = not self.no_color and terminal.colors != 0
        self._renderer = (
            Renderer(colored=colored, charset=terminal.charset, links=terminal.links)
            if self._own_renderer
            else None
        )

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Leave NO_COLOR to our renderer: Textual's filter turns the terminal's colours to black on black."""
        filters = super().get_line_filters()
        if not self.no_color:
            return filters
        others = [one for one in filters if not isinstance(one, Monochrome | NoColor)]
        return others if self._own_renderer else [*others, NoColor()]

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:  # 8.2.8
        """Send a repaint of `screen` by our renderer."""
        renderer, driver = self._renderer, self._driver  # 8.2.8
        self.cursor_position = self._cursor()
        if (
            renderer is None
            or driver is None
            or self.is_headless
            or driver.is_inline
            or not isinstance(renderable, LayoutUpdate | ChopsUpdate)
        ):
            super()._display(screen, renderable)
            return
        compositor = screen._compositor  # 8.2.8
        if (
            self.is_running
            and not self._closed  # 8.2.8
            and not self._batch_count  # 8.2.8
            and self._fits(compositor.size, renderer)
            and not self._is_behind()
        ):
            whole = isinstance(renderable, LayoutUpdate) and renderable.region.size == self.size
            if renderer.size != self.size and not whole:
                renderable = compositor.render_full_update()
            colors = COLOR_SYSTEMS[self.console.color_system or "truecolor"]
            colors = min(colors, _COLOR_SYSTEMS.get(self.terminal.colors, colors))
            lines = painted_lines(renderable)
            if output := renderer.encode(lines, self.size, colors, self.cursor_position):
                together = len(output) > _AT_ONCE
                if together:
                    self._begin_update()  # 8.2.8
                driver.write(output)
                if together:
                    self._end_update()  # 8.2.8
                driver.flush()
        self.post_display_hook()

    def _is_behind(self) -> bool:
        """Return whether the terminal has not taken earlier output; then a later picture will do."""
        writer = getattr(self._driver, "_writer_thread", None)  # 8.2.8
        if writer is None or writer._queue.qsize() <= _MOST_WAITING:  # 8.2.8
            return False
        if not writer.is_alive():  # as an error of the terminal ended it
            self._ending.gone()
        elif self._again is None:
            self._again = self.set_timer(_PAUSE, self._paint_again)
        return True

    def _paint_again(self) -> None:
        self._again = None
        self.screen.refresh()

    def _cursor(self) -> Offset:
        """Return the place of the terminal's own cursor, which is hidden.

        Braille displays and speech follow it, and input methods open there: at the caret of a field, the
        selected row of a list, or the beginning of what else has the focus.
        """
        focused = self.screen.focused
        if focused is None:
            return self.screen.region.offset
        place: Offset = getattr(focused, "cursor_screen_offset", focused.content_region.offset)
        if isinstance(focused, Input):  # Textual's is a cell too far at the end of the text
            place -= Offset(int(focused.cursor_at_end), 0)
        return self.screen.outer_size.clamp_offset(place)

    def _fits(self, laid_out: Size, renderer: Renderer) -> bool:
        """Return whether a screen is laid out for the size that the terminal has now.

        If it is not, it will be, and then all of it must be sent.
        """
        actual = terminal_size() or self.size
        if actual != self.size:  # signals that come together may give their sizes in any order
            self.post_message(events.Resize(actual, actual))
        elif laid_out == actual:
            return True
        renderer.forget()
        return False

    def on_resize(self, event: events.Resize) -> None:
        """Repaint all: after a resize, and after one there and back, the screen's content is unknown."""
        renderer = self._renderer
        if renderer is None:
            return
        # A terminal that reports its size in band does so at start, too; each later report is a resize.
        if renderer.started and (event.size != renderer.size or event.pixel_size is None):
            renderer.forget()
            self.screen.refresh()

    def on_mount(self) -> None:
        """Repaint all when the app comes back after it was suspended, and forget screens that are closed."""
        self.app_resume_signal.subscribe(self, self._repaint)
        self.screen_change_signal.subscribe(self, self._forget_closed)

    def _forget_closed(self, _screen: Screen[object]) -> None:
        """Drop what Textual keeps of closed widgets, some 30 MB in the first hour.

        Who wants to be told of the app's theme, as a note does, stays until it is told; and the colours of a
        thousand widgets are looked up by the cache of all that each has painted.
        """
        StylesCache.get_inner_outer.cache_clear()
        for watchers in getattr(self, _WATCHERS, {}).values():
            watchers[:] = [one for one in watchers if one[0].is_attached]

    def _repaint(self, _app: App[int]) -> None:
        if self._renderer is not None:
            self._renderer.forget()
        self.screen.refresh(layout=True)

    def action_redraw(self) -> None:
        """Paint all again, because something else may have written on the terminal or changed its modes."""
        if self._renderer is not None:
            self.write(_RESET)
        self._repaint(self)

    def write(self, sequence: str) -> None:
        """Send a sequence that draws nothing to the terminal."""
        if self._driver is not None:
            self._driver.write(sequence)

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait for the effects of the one before it."""
        if isinstance(event, events.InputEvent) and not event.is_forwarded:
            self.keys_pressed += not isinstance(event, events.MouseMove)
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if isinstance(event, events.Key) and event.key in self.quit_keys:
                self.set_timer(_BEHIND, self.exit)  # many keys may wait before it
            await self._key_queue.take(event)
        else:
            await super().on_event(event)

    async def _take_key(self, event: events.Event) -> None:
        """Handle a key or a paste as it was meant."""
        if isinstance(event, events.Key) and is_unusual(event):
            typing = isinstance(self.focused, Input)
            bound = self.screen.active_bindings
            event, *others = as_meant(event, bound, typing=typing)
            for other in reversed(others):
                self._key_queue.put_first(other)
            char = event.character or ""
            foreign = char.isprintable() and not char.isascii()
            if foreign and not typing and event.key not in bound and self.explain_key(char):
                return
        await super().on_event(event)

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Do an action, but none of a screen without widgets yet: its key was meant for the one before."""
        if isinstance(default_namespace, Screen) and not default_namespace.is_mounted:
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def explain_key(self, char: str) -> bool:  # noqa: ARG002 - for the app to say
        """Say that a letter of another alphabet has no action; return whether that was said."""
        return False

    def action_command_palette(self) -> None:
        """List every command by name."""
        app: App[Any] = self
        if self.use_command_palette and not CommandPalette.is_open(app):
            self.push_screen(_Palette(id="--command-palette"))

    def search_themes(self) -> None:
        """List the themes."""
        self.push_screen(_Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    @property
    def keys_handled(self) -> bool:
        """Whether all keys that were typed are handled."""
        return self._key_queue.idle

    def hold_keys(self, until: asyncio.Event) -> None:
        """Let the keys after this one wait until an event is set, but not for long."""
        self._key_queue.hold(until)

    def remember_copied(self, text: str) -> None:
        """Keep `text` for pasting within the app."""
        self._clipboard = text  # 8.2.8

    # The end

    def on_load(self) -> None:
        """Restore the terminal however the app ends."""
        self._ending.watch()

    def save(self) -> None:
        """Write to disk what is to be found again at the next start."""

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, however slow the terminal or the disk is."""
        self._ending.leave(return_code)
        super().exit(result, return_code, message)

    @property
    def last_words(self) -> str:
        """A sentence about work that the end cuts short; "" where there is nothing to say."""
        return ""

    @property
    def is_leaving(self) -> bool:
        """Whether the app is about to end."""
        return self._ending.leaving

    def quit_key_read(self) -> None:
        """See to it that the app ends, in the thread that has read one of `quit_keys`."""
        self._ending.asked()

    def after_loop(self) -> None:
        """Let Ctrl+C end at once what still runs after the app."""
        self._ending.after_loop()

    @property
    def crash_sentence(self) -> str:
        """A sentence for the user after a crash; else ""."""
        return self._ending.sentence

    @property
    def is_writing(self) -> bool:
        """Whether output still waits for the terminal to take it."""
        from textual.drivers.linux_driver import LinuxDriver

        if not isinstance(self._driver, LinuxDriver):
            return False
        writer = self._driver._writer_thread  # 8.2.8
        return writer is not None and writer.is_alive()

    def _fatal_error(self) -> None:  # 8.2.8
        """Report a crash in one sentence and a file instead of a traceback on the screen."""
        if self._exception is None or self.is_headless:  # 8.2.8
            super()._fatal_error()
        else:
            error = self._exception  # 8.2.8
            self._ending.report(error.error if isinstance(error, WorkerFailed) else error)
            self._close_messages_no_wait()  # 8.2.8

    def panic(self, *renderables: RenderableType) -> None:
        """End because of an error that is known by its description only."""
        self._handle_exception(RuntimeError(" ".join(map(str, renderables))))  # 8.2.8


def painted_lines(update: LayoutUpdate | ChopsUpdate) -> Iterator[tuple[int, Pieces]]:
    """Yield for each line that `update` touches its number, and the strips to paint with their columns."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x, pieces = update.region.x, []
            for whole in strips:
                pieces.append((x, whole))
                x += whole.cell_length
            yield y, pieces
        return
    lines: dict[int, Pieces] = {}
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= x2 and end > x1:
                lines.setdefault(y, []).append((x, strip.crop(0, min(end, x2) - x)))
    yield from sorted(lines.items())
