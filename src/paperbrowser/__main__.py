"""``python -m paperbrowser``."""

from paperbrowser.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
