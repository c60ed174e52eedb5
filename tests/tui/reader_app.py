"""The browser with an invented text of 30 pages over it, for tests and benchmarks in a real terminal."""

import sys

from paperbrowser.library import locate
from paperbrowser.settings import config
from paperbrowser.tui.launch import opened
from tests.tui.articles import article, read


def main():
    app = opened(locate.sample(), config.load()[0])
    settle = app._settle

    def start():
        settle()
        app.call_after_refresh(read, app, article(30))

    app._settle = start
    return app.run()


if __name__ == "__main__":
    sys.exit(main())
