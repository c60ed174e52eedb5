"""`paperbrowser keys`: print every action and its keys."""

from paperbrowser.cli.output import print_json, print_table, say
from paperbrowser.cli.parser import Parser
from paperbrowser.settings import config
from paperbrowser.settings.key_names import written
from paperbrowser.settings.keys import KEYS, in_force


def run(arguments: list[str]) -> int:
    """Print the actions with the keys in force, and what is wrong in the settings."""
    parser = Parser("paperbrowser keys", description="Print the keys in force.")
    parser.add_argument("--json", action="store_true", help="for other programs")
    as_json = parser.parse_args(arguments).json
    settings, warnings = config.load()
    for warning in warnings:
        say(warning)
    if as_json:
        print_json(
            [
                {
                    "id": key.id,
                    "keys": [*map(written, in_force(key.id, settings.keys))],
                    "default": [*map(written, key.keys)],
                    "group": key.group,
                    "does": key.sentence,
                }
                for key in KEYS
            ]
        )
        return 0
    table = [
        (
            f"  {key.id}",
            ", ".join(map(written, in_force(key.id, settings.keys))),
            f"{key.sentence} (by default {', '.join(map(written, key.keys))})"
            if key.id in settings.keys
            else key.sentence,
        )
        for key in KEYS
    ]
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for key, row in zip(KEYS, table, strict=True):
        groups.setdefault(key.group, []).append(row)
    print_table([row for group, rows in groups.items() for row in ((group, "", ""), *rows)])
    return 0
