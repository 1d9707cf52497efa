"""The log groups of a cluster, by the words that settings and code have for them."""

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.settings.log_retention import GroupRetention


def test_settings_know_each_group_by_its_word() -> None:
    assert GroupRetention.model_fields.keys() == log_group_names("shop").keys()
