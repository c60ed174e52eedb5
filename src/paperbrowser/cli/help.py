"""`paperbrowser help`: print the help of the program or of a command."""

from importlib import import_module

from paperbrowser.cli import COMMANDS, fail, suggestion
from paperbrowser.cli.parser import Parser


def run(arguments: list[str]) -> int:
    """Print the help of the command that `arguments` name; without one, that of the program."""
    parser = Parser("paperbrowser help", description="Explain a command.")
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="default: the program")
    name = parser.parse_args(arguments).command
    if name is not None and name not in COMMANDS:
        known = suggestion(name) or f"there are {', '.join(COMMANDS)}"
        return fail(f'there is no command "{name}"; {known}', code=2)
    module = "open" if name is None else COMMANDS[name].module
    code: int = import_module(f"paperbrowser.cli.{module}").run(["--help"])
    return code
