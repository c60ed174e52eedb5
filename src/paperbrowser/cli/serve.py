"""`paperbrowser serve`: the same browser in a web browser, for whoever sits at this machine."""

import shlex
import sys

from paperbrowser.cli.output import print_line, say
from paperbrowser.cli.parser import Parser

_MISSING = "serving needs a package that is not installed; install it with: pip install 'paperbrowser[web]'"


def run(arguments: list[str]) -> int:
    """Serve until Ctrl+C. Each page that is opened has a browser of its own."""
    parser = Parser("paperbrowser serve", description="Show the browser on a web page.")
    parser.add_argument("source", nargs="?", metavar="PROFILE|FILE", help="what to open")
    # Whoever reaches the page reads what the user can read, so only this machine does.
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="default: 8000")
    chosen = parser.parse_args(arguments)
    if not 0 < chosen.port < 65536:
        parser.error(f"--port {chosen.port} is no number from 1 to 65535")
    try:
        from textual_serve.server import Server
    except ImportError:
        say(_MISSING)
        return 1
    command = [sys.executable, "-m", "paperbrowser", *filter(None, [chosen.source])]
    server = Server(shlex.join(command), host="127.0.0.1", port=chosen.port, title="paperbrowser")
    print_line(f"http://127.0.0.1:{chosen.port} shows the browser; Ctrl+C ends it")
    sys.stdout.flush()
    server.serve()
    return 0
