"""The type of functions that take the progress of long work."""

from collections.abc import Callable

# Called now and then with the share of the work that is done, 0 to 1; it may raise to cancel.
Progress = Callable[[float], None]
