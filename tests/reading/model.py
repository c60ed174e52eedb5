"""The marks that operations amount to, found the slow and plain way, to compare with."""

from paperbrowser.reading.fold import clean_tag, folded_tag


def model(operations):
    """Fold the slow and plain way: each name has a set of all names that were ever given with it."""
    done = sorted({one[:3]: one for one in operations}.values(), key=lambda one: one[:3])
    together = {}
    for operation in done:
        for names in operation.works:
            sure = {name for name in names if not name.startswith("title:")} or set(names)
            whole = set(sure).union(*(together.get(name, set()) for name in sure))
            for name in whole:
                together[name] = whole
    off = set()
    for operation in done:
        for id_ in operation.value if operation.field in {"undo", "redo"} else ():
            (off.add if operation.field == "undo" else off.discard)(id_)
    marks = {}
    for operation in done:
        if operation.id in off:
            continue
        if operation.field == "rename-tag":
            old, new = folded_tag(operation.was), folded_tag(operation.value)
            for found in marks.values():
                inner = {key for key in found["tags"] if (key + "/").startswith(old + "/")}
                found["tags"] -= inner
                found["tags"] |= {folded_tag(clean_tag(new + key[len(old) :])) for key in inner}
                found["tags"].discard("")
            continue
        if operation.field == "authorship":
            continue
        for names in operation.works:
            sure = [name for name in names if not name.startswith("title:")] or [*names]
            key = frozenset(together[sure[0]])
            found = marks.setdefault(key, {"tags": set(), "notes": {}})
            if operation.field == "tag":
                found["tags"].add(folded_tag(operation.value))
            elif operation.field == "untag":
                found["tags"].discard(folded_tag(operation.value))
            elif operation.field == "note":
                for id_ in operation.was:
                    found["notes"].pop(id_, None)
                if operation.value:
                    found["notes"][operation.id] = operation.value
            else:
                found[operation.field] = operation.value
    return marks


def last_words(operations):
    """Return the last word on each name of a work and a person, found the slow and plain way."""
    done = sorted({one[:3]: one for one in operations}.values(), key=lambda one: one[:3])
    off = {}
    for operation in done:
        if operation.field in {"undo", "redo"}:
            off.update(dict.fromkeys(operation.value, operation.field == "undo"))
    words = {}
    for operation in done:
        if operation.field == "authorship" and not off.get(operation.id):
            for name in {name for names in operation.works for name in names}:
                words[operation.value["name"], name] = operation.value["theirs"]
    return words


def plain(state, key):
    marks = state.marks_of(tuple(sorted(key)))
    return (
        marks.starred, marks.read, marks.hidden, marks.rating,
        None if marks.queued is None else round(marks.queued),
        {folded_tag(tag) for tag in marks.tags}, sorted(marks.notes),
    )  # fmt: skip


def expected(found):
    queued = found.get("queue")
    return (
        found.get("star") is True, found.get("read") is True, found.get("hide") is True,
        found.get("rating"), None if queued is None else round(queued), found["tags"],
        sorted(found["notes"].values()),
    )  # fmt: skip


def compare(state, operations):
    """Assert that a state is what operations amount to."""
    for key, found in model(operations).items():
        assert plain(state, key) == expected(found), (
            sorted(key),
            plain(state, key),
            expected(found),
        )
    said = {
        (one.name, name): one.theirs
        for one in state.judgements
        for names in one.works
        for name in names
    }
    assert said == last_words(operations)
