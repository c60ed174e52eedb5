"""``python -m paperbrowser``, and the command of that name."""

import gc

# Imports make no garbage worth looking for. The browser turns the collector on when it is on screen; the
# other commands end before it would pay.
gc.disable()

from paperbrowser.cli import main  # noqa: E402

if __name__ == "__main__":
    raise SystemExit(main())
