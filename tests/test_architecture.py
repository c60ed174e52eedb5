"""The promises about which module may know which, kept by reading the source."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import paperbrowser

SOURCE = Path(paperbrowser.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))


def _module(path):
    parts = ["paperbrowser", *path.relative_to(SOURCE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_module(path): path for path in FILES}


def _imports(path, *, at_import_only=False):
    """The modules that `path` imports, wherever in the file or only when it is itself imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
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
            assert node.level == 0, f"{path.name}: relative import"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in MODULES else node.module)
    return found


def _within(module, package):
    return module == package or module.startswith(f"{package}.")


IMPORTS = {module: _imports(path) for module, path in MODULES.items()}

# From left to right, as the arrows go: a module may import what stands in its own line or below.
# What a line leaves out (package marker, version) anybody may import.
LAYERS = [
    ["tui"],
    ["cli", "__main__"],
    [
        "doctor",
        "export_command",
        "fetch_command",
        "import_command",
        "key_command",
        "serve_command",
        "update_command",
    ],
    ["chosen_papers"],
    ["arguments"],
    ["fetching"],
    ["kept_pages"],
    ["sources"],
    ["source_settings"],
    ["citation", "config", "console", "progress_line", "session"],
    ["exporting"],
    ["key_choice"],
    ["view", "completion"],
    ["index_cache"],
    ["search", "marks", "library", "handwriting", "snapshot", "history", "merging"],
    ["query", "fields", "derived"],
    ["formats", "folders", "atomic_file"],
    ["key_names", "key_table", "surroundings"],
    [
        "latex",
        "categories",
        "dates",
        "identifiers",
        "links",
        "metrics",
        "paper_id",
        "shown",
        "text",
        "uncollected",
        "venues",
        "words",
        "metrics",
        "model",
    ],
]


def _layer(module):
    for depth, names in enumerate(LAYERS):
        if any(_within(module, f"paperbrowser.{name}") for name in names):
            return depth
    return None


def test_every_module_has_its_place():
    placed = {module for module in MODULES if _layer(module) is not None}
    assert set(MODULES) - placed == {"paperbrowser"}


@pytest.mark.parametrize("module", MODULES)
def test_arrows_go_one_way(module):
    if _layer(module) is None:  # what it offers to other programs it imports when asked
        at_once = _imports(MODULES[module], at_import_only=True)
        assert not any(_within(name, "paperbrowser") for name in at_once)
        return
    for imported in IMPORTS[module]:
        depth = _layer(imported)
        if depth is None or (module, imported) == ("paperbrowser.cli", "paperbrowser.tui.launch"):
            continue
        assert depth >= _layer(module), f"{module} imports {imported}"


@pytest.mark.parametrize("module", MODULES)
def test_only_the_interface_knows_the_screen(module):
    if _within(module, "paperbrowser.tui"):
        return
    roots = {name.partition(".")[0] for name in IMPORTS[module]}
    assert not roots & {"textual", "rich"}
    shown = {name for name in IMPORTS[module] if _within(name, "paperbrowser.tui")}
    assert shown == ({"paperbrowser.tui.launch"} if module == "paperbrowser.cli" else set())


def test_no_module_imports_itself_in_a_circle():
    graph = {}
    for module, path in MODULES.items():
        imported = _imports(path, at_import_only=True)
        graph[module] = {name for name in imported if name in MODULES and name != module}
    graphlib.TopologicalSorter(graph).prepare()  # raises on a circle


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_each_file_says_what_it_owns_and_stays_small(path):
    source = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(source))
    assert source.count("\n") <= 400


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


def test_nothing_is_loaded_before_the_first_picture_that_it_does_not_need():
    script = (
        "import sys\n"
        "import paperbrowser.cli\n"
        "from paperbrowser import config, library\n"
        "from paperbrowser.tui.launch import opened\n"
        "opened(library.locate(None), *config.load())\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    roots = {name.partition(".")[0] for name in loaded}
    assert not roots & {"numpy", "rapidfuzz", "filelock", "tomli_w", "httpx", "pyperclip"}
    ours = {name.removeprefix("paperbrowser.") for name in loaded if name in MODULES}
    assert ours & {name for name in ours if name.partition(".")[0] in LATER} == set()
    # The sample and the library are TOML; readers of other formats are loaded when a file asks for them.
    known = {"encoding", "reading", "profile_toml", "profile_toml.values"}
    assert {name for name in ours if _within(name, "formats")} <= {
        "formats",
        *(f"formats.{name}" for name in known),
    }
    assert "textual.widgets._markdown" not in loaded
    assert not ours & {
        f"tui.{name}" for name in ("filling", "pick_screen", "profile_list", "dropped_files")
    }


def test_the_network_is_asked_in_one_module():
    asking = {
        module
        for module, names in IMPORTS.items()
        if {name.partition(".")[0] for name in names} & {"httpx", "requests", "http", "urllib3"}
        or "urllib.request" in names
    }
    assert asking == {"paperbrowser.sources.http"}
    assert "httpx" not in _imports(MODULES["paperbrowser.sources.http"], at_import_only=True)


LATER = {
    "search",
    "query",
    "fields",
    "completion",
    "words",
    "history",
    "index_cache",
    "citation",
    "exporting",
    "doctor",
    "import_command",
    "merging",
    "metrics",
    "sources",
    "source_settings",
    "fetching",
    "kept_pages",
    "progress_line",
    "fetch_command",
    "update_command",
}
