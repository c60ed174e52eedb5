"""The plan of the code (docs/architecture.md), kept by reading the source."""

import ast
import collections
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import paperbrowser

SOURCE = Path(paperbrowser.__file__).parent
ROOMS = [
    "papers",
    "system",
    "settings",
    "formats",
    "library",
    "search",
    "reading",
    "sources",
    "insight",
    "texts",
    "postgres",
    "tui",
    "cli",
]
MOST_LINES = 600
MOST_ARROWS = 64

# A docstring begins with a verb and its object, or with the noun of the thing.
RIDDLES = {"what", "whoever", "as", "so", "where", "told"}


def _module(path):
    parts = ["paperbrowser", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(path): path for path in sorted(SOURCE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def _imports(module, *, at_import_only=False):
    """The modules that `module` imports, wherever in the file or only when it is itself imported."""
    nodes = list(ast.walk(TREES[module]))
    if at_import_only:
        inside = {
            id(inner)
            for node in nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
            for inner in ast.walk(node)
        }
        nodes = [node for node in nodes if id(node) not in inside]
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in MODULES else node.module)
    return found


def _room(module):
    """The room of a module; "" for the package itself and `__main__`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__main__" else ""


IMPORTS = {module: _imports(module) for module in MODULES}


def test_the_contract_of_the_rooms_is_kept(capsys, monkeypatch):
    monkeypatch.chdir(SOURCE.parent.parent)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_there_are_thirteen_rooms_and_nothing_beside_them():
    found = {path.name for path in SOURCE.iterdir() if path.name != "__pycache__"}
    assert found == {*ROOMS, "__init__.py", "__main__.py", "py.typed", "sample"}


def test_the_graph_of_the_rooms_stays_small():
    arrows = {
        (_room(module), _room(imported))
        for module, names in IMPORTS.items()
        for imported in names
        if imported in MODULES and _room(module) != _room(imported)
    }
    assert len(arrows) <= MOST_ARROWS


def test_no_module_imports_itself_in_a_circle():
    """Imports for type checking and those within functions count as well."""
    graph = {
        module: {name for name in names if name in MODULES and name != module}
        for module, names in IMPORTS.items()
    }
    graphlib.TopologicalSorter(graph).prepare()  # raises on a circle


def test_only_the_screen_imports_textual():
    importing = {
        _room(module)
        for module, names in IMPORTS.items()
        if {name.partition(".")[0] for name in names} & {"textual", "rich"}
    }
    assert importing == {"tui"}


def test_private_names_of_textual_stand_in_two_modules():
    """`textual._x` is imported by the one module that says in which version it was read."""
    importing = {
        module
        for module, names in IMPORTS.items()
        if any(re.match(r"textual\.(\w+\.)*_", name) for name in names)
    }
    terminal = "paperbrowser.tui.terminal"
    assert importing <= {f"{terminal}.patched_app", f"{terminal}.driver"}


def test_the_network_is_asked_in_two_modules():
    importing = {
        module
        for module, names in IMPORTS.items()
        if {name.partition(".")[0] for name in names} & {"httpx", "requests", "http", "urllib3"}
        or "urllib.request" in names
    }
    assert importing == {"paperbrowser.sources.http", "paperbrowser.sources.download"}
    assert not any("httpx" in _imports(module, at_import_only=True) for module in importing)


@pytest.mark.parametrize("module", MODULES)
def test_a_file_is_one_thing_and_says_which(module):
    assert ast.get_docstring(TREES[module])
    assert MODULES[module].read_text(encoding="utf-8").count("\n") <= MOST_LINES


@pytest.mark.parametrize("module", MODULES)
def test_docstrings_begin_with_a_verb_or_a_noun(module):
    nodes = [TREES[module], *ast.walk(TREES[module])]
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in nodes:
        if isinstance(node, documented) and (text := ast.get_docstring(node)):
            first = re.split(r"\W+", text.lstrip("`*\"'([ "))[0].casefold()
            assert first not in RIDDLES, f"{getattr(node, 'name', module)}: {text.splitlines()[0]}"


def test_a_class_has_a_name_of_its_own():
    places = collections.defaultdict(set)
    for module, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name.lstrip("_")].add(module)
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


# What is loaded when


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "--json"],
        ["export", "--to", "csv"],
        ["profiles"],
        ["paths"],
        ["keys"],
        ["--help"],
        ["--version"],
    ],
)
def test_plain_commands_load_no_screen(arguments):
    script = (
        "import sys\n"
        "from paperbrowser.cli import main\n"
        f"code = main({arguments!r})\n"
        "heavy = {'textual', 'rich', 'rapidfuzz', 'numpy'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_first_picture_loads_only_what_it_shows():
    script = (
        "import sys\n"
        "import paperbrowser.cli\n"
        "from paperbrowser.library import locate\n"
        "from paperbrowser.settings import config\n"
        "from paperbrowser.tui.launch import opened\n"
        "opened(locate.locate(None), *config.load())\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    roots = {name.partition(".")[0] for name in loaded}
    assert not roots & {"numpy", "rapidfuzz", "filelock", "tomli_w", "httpx", "pyperclip"}
    ours = {name.removeprefix("paperbrowser.") for name in loaded if name in MODULES}
    later = ("texts", "sources", "library.merge", "library.importing", "search.index", "search.query",
             "search.fields", "search.completion", "search.cache", "library.search_history",
             "formats.bibtex", "formats.json", "formats.xml", "formats.tagged", "formats.csv",
             "formats.page", "formats.citation", "papers.words", "papers.metrics",
             "cli.doctor", "cli.import_", "cli.fetch", "cli.update", "cli.export",
             "tui.work.jobs", "tui.screens.pick", "tui.menus")  # fmt: skip
    assert not {name for name in ours if name.startswith(later)}
    assert "textual.widgets._markdown" not in loaded
