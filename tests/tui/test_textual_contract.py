"""The private names of Textual that `patched_app` and `driver` rely on are as they were in the version it was read in."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest
import textual
from textual import _compositor, reactive
from textual._styles_cache import StylesCache
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.command import CommandPalette
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread
from textual.geometry import Region, Size
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from paperbrowser import tui
from paperbrowser.tui.terminal import driver, patched_app
from paperbrowser.tui.terminal.patched_app import TerminalApp, painted_lines

HERE = Path(tui.__file__).parent
LINUX = linux_driver.LinuxDriver

# By name: the class that has it, and its signature or the line that sets it.
METHODS = {
    "_display": (App, "(self, screen: 'Screen', renderable: 'RenderableType | None') -> 'None'"),
    "_begin_update": (App, "(self) -> 'None'"),
    "_end_update": (App, "(self) -> 'None'"),
    "_fatal_error": (App, "(self) -> 'None'"),
    "_close_messages_no_wait": (App, "(self) -> 'None'"),
    "_handle_exception": (App, "(self, error: 'Exception') -> 'None'"),
    "_process_component_classes": (Stylesheet, "(self, node: 'DOMNode') -> 'None'"),
    "_get_component_classes": (DOMNode, "() -> 'frozenset[str]'"),
    "_attach": (MessagePump, "(self, parent: 'MessagePump') -> 'None'"),
    "_action_command_list": (CommandPalette, "(self, action: 'str') -> 'None'"),
    "_sequence_to_key_events": (
        XTermParser,
        "(self, sequence: 'str', alt: 'bool' = False) -> 'Iterable[events.Key]'",
    ),
}
ATTRIBUTES = {
    "_driver": (App, "self._driver: Driver | None = None"),
    "_exception": (App, "self._exception: Exception | None = None"),
    "_batch_count": (App, "self._batch_count = 0"),
    "_clipboard": (App, 'self._clipboard: str = ""'),
    "_closed": (MessagePump, "self._closed: bool = False"),
    "_component_styles": (DOMNode, "self._component_styles: dict[str, RenderStyles] = {}"),
    "_variables": (Stylesheet, "self._variables = variables or {}"),
    "_compositor": (Screen, "self._compositor = Compositor()"),
    "_app": (Driver, "self._app = app"),
    "_queue": (WriterThread, "self._queue: Queue[str | None] = Queue(MAX_QUEUED_WRITES)"),
    "_writer_thread": (LINUX, "self._writer_thread: WriterThread | None = None"),
}
# The lines in which Textual uses what is overridden or read here: class, method, line.
USES = {
    "a screen hands its repaints to `App._display`": (Screen, "_compositor_refresh", "app._display(self, update)"),
    "nothing is shown during a batch": (App, "_display", "if self._batch_count:"),
    "a batch is counted": (App, "_begin_batch", "self._batch_count += 1"),
    "a crash ends in `App._fatal_error`": (App, "_handle_exception", "self._fatal_error()"),
    "a copied text can be pasted": (App, "clipboard", "return self._clipboard"),
    "styles of parts are found by a method of their own": (Stylesheet, "apply", "self._process_component_classes(node)"),
    "styles of parts are asked for one by one": (DOMNode, "get_component_styles", "if name not in self._component_styles:"),
    "a theme's colours are taken over by a method of their own": (App, "_watch_theme", "self.call_next(partial(self.refresh_css, animate=False))"),
    "filters are asked of the app": (Widget, "get_line_filters", "self.app.get_line_filters()"),
    "keys are decoded by a name of the module": (LINUX, "run_input_thread", 'getincrementaldecoder("utf-8")()'),
    "colours are kept by what a widget has painted": (StylesCache, "get_inner_outer", "@lru_cache(1024)"),
    "watchers of an object are kept until it changes": (reactive.Reactive, "_check_watchers", 'getattr(obj, "__watchers", {}).get(name, [])'),
    "keys are parsed by a name of the module": (LINUX, "run_input_thread", "XTermParser(self._debug)"),
    "the screen is left by one sequence": (LINUX, "stop_application_mode", 'self.write("\\x1b[?1049l")'),
}  # fmt: skip


@pytest.mark.parametrize("name", METHODS)
def test_a_method_has_the_signature_that_was_read(name):
    holder, signature = METHODS[name]
    assert hasattr(holder, name), (
        f"{holder.__name__} has no {name} in Textual {textual.__version__}"
    )
    assert str(inspect.signature(getattr(holder, name))) == signature


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_an_attribute_is_set_as_it_was_read(name):
    holder, line = ATTRIBUTES[name]
    found = re.findall(
        rf"^\s+(self\.{name}\b(?:: .*)? = .*)$", inspect.getsource(holder), re.MULTILINE
    )
    assert line in found, f"{holder.__name__}.{name} in Textual {textual.__version__}: {found}"


@pytest.mark.parametrize("use", USES)
def test_textual_uses_what_is_overridden(use):
    holder, name, line = USES[use]
    method = inspect.getattr_static(holder, name, None)
    source = inspect.getsource(getattr(method, "fget", method)) if method is not None else ""
    assert line in source, f"{holder.__name__}.{name} in Textual {textual.__version__}: {use}"


def test_a_queue_of_output_is_longer_than_what_we_let_wait():
    assert MAX_QUEUED_WRITES >= 30


def test_a_driver_has_what_is_called_of_it():
    for name in ("write", "flush", "is_inline", "is_headless"):
        assert hasattr(Driver, name), name
    assert issubclass(LINUX, Driver)


async def test_a_repaint_of_the_whole_screen_gives_strips_by_line():
    app = TerminalApp()
    async with app.run_test(size=(12, 3)) as pilot:
        await app.mount(Static("one\ntwo"))
        await pilot.pause()
        update = app.screen._compositor.render_full_update()
        assert app.screen._compositor.size == Size(12, 3)
        assert isinstance(update, _compositor.LayoutUpdate)
        lines = dict(painted_lines(update))
        assert ["".join(strip.text for _, strip in lines[y]).strip() for y in range(3)] == [
            "one",
            "two",
            "",
        ]


def test_a_repaint_of_a_part_gives_strips_and_their_columns():
    whole = _compositor.LayoutUpdate([[Strip.blank(3), Strip.blank(2)]], Region(4, 1, 5, 1))
    assert [(y, [x for x, _ in pieces]) for y, pieces in painted_lines(whole)] == [(1, [4, 7])]
    chops = [{0: Strip.blank(4), 4: None} for _ in range(3)]
    part = _compositor.ChopsUpdate(chops, [(1, 0, 4)], [[4, 9]] * 3)
    assert [(y, [x for x, _ in pieces]) for y, pieces in painted_lines(part)] == [(1, [0])]


# Nothing else uses a private name


def _trees():
    for path in sorted(HERE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _private(name):
    return name.startswith("_") and not name.startswith("__")


def _private_attributes(tree):
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and _private(node.attr)
        and ast.unparse(node) != "os._exit"
        and node.attr != "_replace"  # of a named tuple, whose methods are all named so
    }


def _own_names(tree):
    """Private names that a module itself gives to something: methods, attributes, variables."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.attr if isinstance(node, ast.Attribute) else node.id)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Attribute):
            names.add(node.target.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)  # __slots__
    return names


def _inherited_names(tree):
    """Private names that the module of a base class gives, where it is ours."""
    bases = {
        base.id
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name)
    }
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("paperbrowser.tui."):
            if bases.isdisjoint(alias.name for alias in node.names):
                continue
            source = Path(importlib.import_module(node.module).__file__)
            module = ast.parse(source.read_text(encoding="utf-8"))
            names |= _own_names(module) | _inherited_names(module)
    return names


def test_the_table_above_names_all_that_is_used():
    used = set()
    for module in (patched_app, driver):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        used |= _private_attributes(tree) | (_own_names(tree) & {*METHODS})
    ours = {"_own_renderer", "_key_queue", "_ending", "_renderer", "_fits", "_repaint", "_cursor"}
    ours |= {"_forget_closed", "_stylesheet", "_node", "_names"}
    ours |= {"_pasted", "_pasted_at", "_paste_open", "_end_paste", "_without_excess", "_last"}
    ours |= {"_take_key", "_is_behind", "_again", "_paint_again", "_begun", "_begun_at"}
    assert used - ours == {*METHODS, *ATTRIBUTES}


@pytest.mark.parametrize(
    ("path", "tree"), [*_trees()], ids=lambda value: getattr(value, "stem", "")
)
def test_no_other_module_uses_a_private_name_of_another(path, tree):
    if path.name in ("patched_app.py", "driver.py"):
        return
    own = _own_names(tree) | _inherited_names(tree)
    used = _private_attributes(tree)
    assert used - own == set()


def _interface_classes():
    for path, tree in _trees():
        name = ".".join(path.relative_to(HERE).with_suffix("").parts).removesuffix(".__init__")
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                holder = getattr(
                    importlib.import_module(f"paperbrowser.tui.{name}"), node.name, None
                )
                if holder is not None and any(
                    base.__module__.startswith("textual.") for base in holder.__mro__
                ):
                    yield pytest.param(holder, node, id=node.name)


@pytest.mark.parametrize(("holder", "node"), [*_interface_classes()])
def test_no_private_name_of_ours_hides_one_of_textual(holder, node):
    theirs = set()
    for base in holder.__mro__:
        if base.__module__.startswith("textual."):
            theirs |= set(vars(base)) | set(re.findall(r"self\.(_\w+)", inspect.getsource(base)))
    ours = {name for name in _own_names(node) if _private(name)}
    meant = (
        {*METHODS, *ATTRIBUTES}
        if holder.__module__ in (patched_app.__name__, driver.__name__)
        else set()
    )
    assert ours & theirs - meant == set()
