"""A web server on this machine that answers and fails as the services do."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=dict)
    missing: int = 0  # bytes that are announced, but never come
    slow: bool = False  # answers when the test is over
    drips: str = ""  # "header" or "body": comes a byte at a time without end


def as_json(value, **options):
    headers = {"Content-Type": "application/json", **options.pop("headers", {})}
    return Reply(json.dumps(value).encode(), headers=headers, **options)


def as_xml(text, **options):
    return Reply(text.encode(), headers={"Content-Type": "application/atom+xml"}, **options)


@dataclass
class Asked:
    path: str
    query: dict
    headers: dict


class Site:
    """Answers `on[path]`: a reply, a list of replies in turn (the last one for ever), or a function."""

    def __init__(self):
        self.on = {}
        self.asked = []
        self.over = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def answer(self, handler):
        parts = urlsplit(handler.path)
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers)
        self.asked.append(asked)
        reply = self.on.get(asked.path, Reply(status=404))
        if isinstance(reply, list):
            reply = reply.pop(0) if len(reply) > 1 else reply[0]
        if callable(reply):
            reply = reply(asked)
        if reply.slow:
            self.over.wait(10)
            return
        if reply.drips:
            self.drip(handler, reply)
            return
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body) + reply.missing))
        handler.end_headers()
        handler.wfile.write(reply.body)

    def drip(self, handler, reply):
        start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        if reply.drips == "header":
            start += b"X-Drip: "
        else:
            start += b"Content-Length: 1000000\r\n\r\n"
        handler.wfile.write(start)
        while not self.over.wait(0.02):
            handler.wfile.write(b"x")

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def count(self, path):
        return sum(asked.path == path for asked in self.asked)


# OpenAlex, in the shape that its documentation shows


def author(id_="A5000000001", name="Ada Example", works=5, place="Institute of Examples"):
    return {
        "id": f"https://openalex.org/{id_}",
        "orcid": "https://orcid.org/0000-0002-1825-0097" if id_ == "A5000000001" else None,
        "display_name": name,
        "works_count": works,
        "cited_by_count": 1234,
        "summary_stats": {"h_index": 17, "i10_index": 20},
        "last_known_institutions": [{"id": "https://openalex.org/I1", "display_name": place}],
    }


TITLES = (
    "On Machines That Compute", "Turbulence in the Engine", "Notes upon the Memoir",
    "A Sketch of Bernoulli Numbers", "Weaving Algebraic Patterns", "The Poetical Science",
    "Flyology Reconsidered", "Cards, Looms and Variables", "An Operation Is Any Process",
    "Of Symbols and Sound",
)  # fmt: skip


def work(number, cited=3):
    """A paper; those of higher number are older."""
    return {
        "id": f"https://openalex.org/W{100 + number}",
        "doi": f"https://doi.org/10.1234/example.{number}",
        "title": f"{TITLES[number % 10]} {'I' * (number // 10)}".strip(),
        "publication_year": 2024 - number,
        "publication_date": f"{2024 - number}-05-31",
        "type": "article",
        "cited_by_count": cited,
        "authorships": [
            {"author": {"id": "https://openalex.org/A5000000001", "display_name": "Ada Example"}}
        ],
        "primary_location": {
            "landing_page_url": f"https://doi.org/10.1234/example.{number}",
            "source": {"display_name": "Journal of Examples"},
        },
        "abstract_inverted_index": {"We": [0], "compute": [1]},
    }


def works(numbers, per_page=2, total=None, cited=3):
    """A function that answers /works page by page, whatever page size is asked for."""
    numbers = list(numbers)

    def reply(asked):
        cursor = asked.query["cursor"]
        start = 0 if cursor == "*" else int(cursor.removeprefix("c"))
        page = numbers[start : start + per_page]
        more = start + per_page < len(numbers)
        return as_json(
            {
                "meta": {
                    "count": len(numbers) if total is None else total,
                    "per_page": per_page,
                    "next_cursor": f"c{start + per_page}" if more else None,
                },
                "results": [work(number, cited) for number in page],
            }
        )

    return reply
