"""Errors of fetching, each one sentence that says what is wrong and what to do.

No sentence contains the address that was asked: keys may be part of it.
"""

from collections.abc import Sequence

from paperbrowser.sources import SOURCES

_NAMED = 10  # people in a sentence


class FetchError(Exception):
    """A service that could not be asked, or gave no usable answer.

    `str()` gives one sentence: the cause, and what to do.

    Attributes:
        what: the cause.
        code: its sort, for programs: "offline", "timeout", "tls", "proxy", "not-found", "refused"
            (401 and 403), "busy" (429), "withheld" (409), "guarded", "ambiguous", "server" (5xx), "request"
            (another 4xx), "redirect", "damaged", "cut", "too-large", "endless", "locked", "disk".
        advice: what to do; may be empty.
        elsewhere: whether another service may help.
    """

    def __init__(self, what: str, code: str, advice: str = "", *, elsewhere: bool = False) -> None:
        super().__init__(what)
        self.what = what
        self.code = code
        self.advice = advice
        self.elsewhere = elsewhere

    def __str__(self) -> str:
        other = "use another source" if self.elsewhere else ""
        advice = ", or ".join(filter(None, (self.advice, other)))
        return f"{self.what}; {advice}" if advice else self.what


def of_status(
    source: str, status: int, what: str, *, said: str = "", has_key: bool = False
) -> FetchError:
    """Return the error for an HTTP status that is not 200.

    Args:
        source: the name of the service.
        status: the HTTP status.
        what: what was asked for: "author A5023888391".
        said: the service's own sentence, see `said.sentence`; empty if it said none.
        has_key: whether the user's key was sent.
    """
    info = SOURCES[source]
    quoted = f": “{said}”" if said else ""
    if status in {404, 410}:
        return no_such(source, what)
    if status in {401, 403}:
        return FetchError(
            f"{info.label} refuses to answer ({status}){quoted}",
            "refused",
            _key_advice(source, "check the key", has_key=has_key),
            elsewhere=not info.takes_key,
        )
    if status == 409:
        why = quoted or ": its record is locked or deactivated"
        return FetchError(f"{info.label} does not show {what}{why}", "withheld", elsewhere=True)
    if status == 429:
        advice = "try again in some minutes"
        if info.takes_key and not has_key:
            advice += f", or {_get_key(source)}"
        return FetchError(
            f"{info.label} has had too many requests from this network ({status})", "busy", advice
        )
    if status >= 500:
        return FetchError(
            f"{info.label} has a server error ({status}){quoted}",
            "server",
            "try again later",
            elsewhere=True,
        )
    return FetchError(
        f"{info.label} does not accept the request ({status}){quoted}",
        "request",
        "check what you asked for" if said else "check what you asked for, or update paperbrowser",
    )


def _key_advice(source: str, otherwise: str, *, has_key: bool) -> str:
    """Return what to do about a refusal."""
    info = SOURCES[source]
    if not info.takes_key:
        return "try again in some minutes"
    if has_key:
        return f"{otherwise} in config.toml or {info.key_variable}, or wait some minutes"
    return f"wait some minutes, or {_get_key(source)}"


def _get_key(source: str) -> str:
    info = SOURCES[source]
    get = f"get a free key at {info.key_page} and " if info.key_page else ""
    return f"{get}set {info.key_variable}"


def no_such(source: str, what: str) -> FetchError:
    """Return the error for something that a service does not have: "author A5023888391"."""
    advice = "check the id, or search by name"
    return FetchError(f"no {what} at {SOURCES[source].label}", "not-found", advice)


def several_people(source: str, id_: str, name: str, people: Sequence[str]) -> FetchError:
    """Return the error for an id that stands for all people of a name.

    Args:
        source: the name of the service.
        id_: the id.
        name: that all of them have.
        people: the id of each, and what is known of them.
    """
    label = SOURCES[source].label
    what = f"{id_} is not one person at {label}, but the papers that it gives to no {name}"
    if not people:
        return FetchError(what, "ambiguous", "search by name")
    further = len(people) - _NAMED
    more = f" and {further:,} more, whom a search by name lists" if further > 0 else ""
    return FetchError(what, "ambiguous", f"fetch one of {', '.join(people[:_NAMED])}{more}")


def not_found(source: str, name: str) -> FetchError:
    """Return the error for a name that a service finds no person by."""
    what = f"no author named {name} at {SOURCES[source].label}"
    return FetchError(what, "not-found", "check the spelling", elsewhere=True)


def too_long_a_wait(
    source: str, seconds: float, *, said: str = "", has_key: bool = False
) -> FetchError:
    """Return the error for a service that asks to wait longer than a user would.

    Args:
        source: the name of the service.
        seconds: that it asks to wait.
        said: the service's own sentence; empty if it said none.
        has_key: whether the user's key was sent.
    """
    info = SOURCES[source]
    quoted = f": “{said}”" if said else ""
    what = f"{info.label} asks to wait {time_text(seconds)}{quoted}"
    advice = "try again then"
    if info.takes_key and not has_key:
        advice = f"{_get_key(source)}, or try again then"
    return FetchError(what, "busy", advice, elsewhere=True)


def guarded(source: str) -> FetchError:
    """Return the error for a page that keeps programs out, such as those of Anubis and Cloudflare."""
    what = f"{SOURCES[source].label} is guarded against programs at present, and answers web browsers only"
    return FetchError(what, "guarded", "try again later", elsewhere=True)


def timed_out(source: str) -> FetchError:
    """Return the error for a service that does not answer in time."""
    return FetchError(
        f"{SOURCES[source].label} does not answer in time",
        "timeout",
        "try again later, or set a longer timeout in [sources] of config.toml",
    )


def damaged(source: str, why: str) -> FetchError:
    """Return the error for an answer that cannot be read."""
    what = f"{SOURCES[source].label} gave a damaged answer ({why})"
    return FetchError(what, "damaged", "try again later")


def endless(source: str) -> FetchError:
    """Return the error for pages that repeat without end."""
    what = f"{SOURCES[source].label} sends the same page again and again"
    return FetchError(what, "endless", "try again later", elsewhere=True)


def web_page(source: str) -> FetchError:
    """Return the error for a web page in place of data, as hotel networks and proxies send one."""
    return FetchError(
        f"a web page came in place of {SOURCES[source].label}'s answer",
        "damaged",
        "log in to the network first, or try again later",
    )


def redirected(source: str) -> FetchError:
    """Return the error for a redirect to another site, which is not followed."""
    return FetchError(
        f"{SOURCES[source].label} redirects to another site, which is not followed",
        "redirect",
        "log in to the network first, or correct the url in config.toml",
    )


def too_large(source: str, limit: int) -> FetchError:
    """Return the error for an answer of more than `limit` bytes."""
    what = f"{SOURCES[source].label} answers with more than {limit // 1_000_000} MB"
    return FetchError(what, "too-large", elsewhere=True)


def time_text(seconds: float) -> str:
    """Return a length of time in words: "30 s", "2 hours"."""
    if seconds < 100:
        return f"{max(round(seconds), 1)} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"
