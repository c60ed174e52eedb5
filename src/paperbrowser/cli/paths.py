"""`paperbrowser paths`: print where profiles, caches and settings are kept."""

from paperbrowser.cli.output import print_line
from paperbrowser.cli.parser import Parser
from paperbrowser.papers.text import clean_line
from paperbrowser.settings import config
from paperbrowser.system import paths


def run(arguments: list[str]) -> int:
    """Print the folders and the settings file, one a line."""
    Parser("paperbrowser paths", description="Print where things are kept.").parse_args(arguments)
    for name, path in (
        ("data", paths.data()),
        ("cache", paths.cache()),
        ("config", paths.config()),
        ("state", paths.state()),
        ("settings", paths.config() / config.FILE_NAME),
    ):
        print_line(f"{name}\t{clean_line(str(path))}")
    return 0
