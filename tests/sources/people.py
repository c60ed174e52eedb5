"""OpenAlex with many people on this machine: works that appear by and by, given to their authors."""

import datetime

from tests.sources.site import Reply, as_json, author


def id_of(number):
    return f"A51000{number:05}"


GIVEN = ("Ana", "Bo", "Cai", "Dov", "Eva", "Fay", "Gil", "Hal", "Ida", "Jan")


def name_of(number):
    return f"{GIVEN[number % 10]} Weaver{number}"


def orcid_free(number):
    return author(id_of(number), name_of(number), 3) | {"orcid": None}


class OpenAlex:
    """Answers for `people`, of whom each has the works that name them."""

    def __init__(self, site, *, per_page=100):
        self.site = site
        self.per_page = per_page
        self.works = []
        self.people = {}
        site.on["/works"] = self.list_works

    def add_person(self, number):
        self.people[id_of(number)] = number
        self.site.on[f"/authors/{id_of(number)}"] = as_json(orcid_free(number))

    def add_work(self, title, day, authors, *, doi=None, many=0, **fields):
        """A work of the people with these numbers; of `many` authors they are the last."""
        id_ = f"W{len(self.works) + 1}"
        ids = [*(f"A99{number:06}" for number in range(many)), *map(id_of, authors)]
        work = {
            "id": f"https://openalex.org/{id_}",
            "doi": f"https://doi.org/{doi or f'10.5072/{id_}'}",
            "title": title,
            "publication_date": str(day),
            "type": "article",
            "authorships": [
                {"author": {"id": f"https://openalex.org/{one}", "display_name": f"Author {one}"}}
                for one in ids
            ],
            "primary_location": {"source": {"display_name": "Journal of Weaving"}},
            **fields,
        }
        self.works.append(work)
        self.site.on[f"/works/{id_}"] = as_json(work)
        return work

    def list_works(self, asked):
        conditions = dict(part.split(":", 1) for part in asked.query["filter"].split(","))
        wanted = {f"https://openalex.org/{one}" for one in conditions["author.id"].split("|")}
        if len(wanted) > 100:
            return Reply(status=400)
        since = datetime.date.fromisoformat(conditions.get("from_publication_date", "0001-01-01"))
        found = sorted(
            (
                work
                for work in self.works
                if wanted & {one["author"]["id"] for one in work["authorships"]}
                and datetime.date.fromisoformat(work["publication_date"]) >= since
            ),
            key=lambda work: work["publication_date"],
            reverse=True,
        )
        start = 0 if asked.query["cursor"] == "*" else int(asked.query["cursor"])
        page = found[start : start + self.per_page]
        more = start + self.per_page < len(found)
        return as_json(
            {
                "meta": {
                    "count": len(found),
                    "next_cursor": str(start + self.per_page) if more else None,
                },
                # As in lists of OpenAlex: no more than a hundred authors.
                "results": [work | {"authorships": work["authorships"][:100]} for work in page],
            }
        )
