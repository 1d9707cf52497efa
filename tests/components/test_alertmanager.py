"""amtool refuses wrong routing, and says where an alert goes."""

import pytest

from eks_observability_ops.components.alertmanager import Amtool
from eks_observability_ops.components.running import ProgramError

ROUTING = """
route:
  receiver: default
  routes:
    - {receiver: pager, matchers: ['severity="critical"']}
receivers:
  - name: default
  - name: pager
"""


def test_a_routing_is_accepted(amtool: Amtool) -> None:
    answer = amtool.check(ROUTING)
    assert answer.code == 0, answer.text
    assert "2 receivers" in answer.text


def test_an_undefined_receiver_is_refused(amtool: Amtool) -> None:
    answer = amtool.check(ROUTING.replace("- name: pager", ""))
    assert answer.code == 1
    assert 'undefined receiver "pager" used in route' in answer.text


def test_an_alert_reaches_the_receiver_of_its_severity(amtool: Amtool) -> None:
    assert amtool.receivers(ROUTING, {"severity": "critical"}) == ["pager"]
    assert amtool.receivers(ROUTING, {"severity": "warning"}) == ["default"]


def test_a_wrong_routing_has_no_receivers(amtool: Amtool) -> None:
    with pytest.raises(ProgramError, match="undefined receiver"):
        amtool.receivers(ROUTING.replace("- name: pager", ""), {"severity": "critical"})
