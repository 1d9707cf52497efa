"""What the results of the outage benchmark say."""

from benchmarks.metrics_outage import Memory, report


def test_each_collector_is_a_row() -> None:
    memory = Memory(series=17_553, steady=218.2, after_outage=291.4)
    text = report([(1, "nodes"), (100, "rest")], [memory, memory], 10)

    assert "after 10 minutes without a workspace" in text
    assert "| a node's | 17,553 | 218 | 291 |" in text
    assert "| the cluster's, 100 nodes | 17,553 | 218 | 291 |" in text
