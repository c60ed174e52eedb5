"""What can go wrong between here and a source, each in one sentence that says what to do.

No sentence holds the address that was asked: keys may be part of it.
"""

from paperbrowser.sources.settings import LABELS


class FetchError(Exception):
    """A source that could not be asked, or that gave no usable answer. `str()` is one sentence.

    Attributes:
        code: "offline", "timeout", "tls", "proxy", "not-found", "refused" (401 and 403), "busy" (429),
            "server" (5xx), "request" (another 4xx), "redirect", "damaged", "too-large", "endless".
    """

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class StoppedError(Exception):
    """Whoever asked does not want to know any more."""


def of_status(source: str, status: int, what: str) -> FetchError:
    """The error for an answer that is none.

    Args:
        source: who answered.
        status: the HTTP status.
        what: what was asked for: "author A5023888391".
    """
    name = LABELS[source]
    if status in {404, 410}:
        return FetchError(
            f"{name} knows no {what}; check it, or look for the name instead", "not-found"
        )
    if status in {401, 403}:
        return FetchError(
            f"{name} refuses to answer ({status}); check the key in config.toml or "
            f"PAPERBROWSER_{source.upper()}_KEY, or wait some minutes",
            "refused",
        )
    if status == 429:
        return FetchError(
            f"{name} is asked too often from here ({status}); try again in some minutes, or with a "
            f"key of your own (PAPERBROWSER_{source.upper()}_KEY)",
            "busy",
        )
    if status >= 500:
        return FetchError(
            f"{name} is out of order ({status}); try again later, or --source another", "server"
        )
    return FetchError(
        f"{name} does not understand what it is asked ({status}); update paperbrowser", "request"
    )


def too_long_a_wait(source: str, seconds: float) -> FetchError:
    """A source that wants to be left alone for longer than anybody watches a progress bar."""
    return FetchError(
        f"{LABELS[source]} asks to wait {time_text(seconds)}; try again then, or --source another",
        "busy",
    )


def damaged(source: str, why: str) -> FetchError:
    """An answer that does not read."""
    return FetchError(f"{LABELS[source]} gave a damaged answer ({why}); try again later", "damaged")


def web_page(source: str) -> FetchError:
    """A web page in place of data: what hotel networks, proxies and firewalls say."""
    return FetchError(
        f"a web page came in place of {LABELS[source]}'s answer; log in to the network first, or "
        "try again later",
        "damaged",
    )


def redirected(source: str) -> FetchError:
    """A redirect to somewhere that nobody named."""
    return FetchError(
        f"{LABELS[source]} sends to another site, which is not followed; log in to the network "
        "first, or correct the url in config.toml",
        "redirect",
    )


def too_large(source: str, limit: int) -> FetchError:
    """An answer without end, or one that no memory should hold."""
    return FetchError(
        f"{LABELS[source]} answers with more than {limit // 1_000_000} MB, which is not read; "
        "--source another may do",
        "too-large",
    )


def time_text(seconds: float) -> str:
    """A length of time as people say it."""
    if seconds < 100:
        return f"{max(round(seconds), 1)} s"
    if seconds < 5400:
        return f"{round(seconds / 60)} minutes"
    return f"{round(seconds / 3600)} hours"
