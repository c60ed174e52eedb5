"""`paperbrowser citing`: print the papers that cite a paper."""

from paperbrowser.cli import references


def run(arguments: list[str]) -> int:
    """Print the papers citing the one that `arguments` name."""
    return references.run_for("citing", arguments)
