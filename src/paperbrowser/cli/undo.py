"""`paperbrowser undo`: undo the last mark, import or update of this machine, or do it again."""

from paperbrowser.cli.output import print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.library import former
from paperbrowser.reading.marking import Marking


def run(arguments: list[str]) -> int:
    """Undo a step and print what it was; return 1 if there is none, or it cannot be undone."""
    parser = Parser(
        "paperbrowser undo",
        description="Undo the last mark, import or update, as u does in the browser.",
        epilog="Each call goes a step further back. An import or update is undone unless its\n"
        "profile was changed since; then it says so, and the next call goes on before it.",
    )
    parser.add_argument("--redo", action="store_true", help="do again what was undone last")
    redo = parser.parse_args(arguments).redo
    marking = Marking()
    for problem in marking.problems:
        say(f"marks: {problem}")
    reasons: list[str] = []

    def put_back(file: str, now: str, before: str) -> str:
        if why := former.put_back(file, now, before):
            reasons.append(why)
        return why

    said = (marking.redo if redo else marking.undo)(put_back)
    if said is None or reasons:
        say(said or f"nothing to {'do again' if redo else 'undo'}")
        return 1
    print_line(said)
    return 0
