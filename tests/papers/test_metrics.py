"""Metrics computed from a list of papers."""

import json

from paperbrowser import cli
from paperbrowser.papers.metrics import Metrics, computed
from paperbrowser.papers.model import Paper


def test_the_h_index_counts_papers_cited_as_often_as_there_are_such():
    cited = [10, 8, 5, 4, 3, None, 0]
    papers = [Paper(title="t", citations=count) for count in cited]
    assert computed(papers) == Metrics(7, 30, 4)
    assert computed([Paper(title="t", citations=0)]) == Metrics(1, 0, 0)


def test_without_citations_there_is_no_index():
    assert computed([Paper(title="t")]) == Metrics(1, None, None)
    assert computed([Paper(title="t", citations=2)] + [Paper(title="t")] * 2) == Metrics(
        3, None, None
    )
    assert computed([]) == Metrics(0, None, None)


def test_list_as_json_has_the_metrics(capsys):
    assert cli.main(["list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["profile"]
    assert listed["computed"] == {"papers": 50, "citations": None, "h_index": None}
