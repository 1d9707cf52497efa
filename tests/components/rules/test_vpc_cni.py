"""When alerts on the VPC CNI fire, and what is recorded of it."""

import pytest

from eks_observability.signals.alerts import vpc_cni as alerts
from eks_observability.signals.recording_rules import vpc_cni as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series, Silence
from tests.components.rules.counters import counter

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))

NODE = 'cluster="a",job="vpc-cni",node="n"'
REFUSED = f"awscni_no_available_ip_addresses{{{NODE}}}"
AWS_ERRORS = f'awscni_aws_api_error_count{{{NODE},api="AssignPrivateIpAddresses"'
FULL = f'{AWS_ERRORS},error="InsufficientFreeAddressesInSubnet"}}'
DENIED = f'{AWS_ERRORS},error="UnauthorizedOperation"}}'
IPAMD_ERRORS = f'awscni_ipamd_error_count{{{NODE},fn="increaseIPPool"}}'
WARNING = {"cluster": "a", "severity": "warning"}


def addresses(assigned: str, *, most: str = "29x100") -> Series:
    return {
        f"awscni_assigned_ip_addresses{{{NODE}}}": assigned,
        f"awscni_total_ip_addresses{{{NODE}}}": "29x100",
        f"awscni_ip_max{{{NODE}}}": most,
    }


def nodes(count: int) -> Series:
    """So many nodes that the VPC CNI runs on, the first of which is `n`."""
    names = ["n", *(f"n{number}" for number in range(2, count + 1))]
    return {
        f'awscni_total_ip_addresses{{cluster="a",job="vpc-cni",node="{name}"}}': "29x100"
        for name in names
    }


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(
        promtool=promtool, recording=recording_rules.rules(SCOPE), alerts=alerts.alerts(SCOPE)
    )


FIRING = [
    Firing(
        alert="VpcCniPodsWithoutAddress",
        series={REFUSED: counter((2, 30), (0, 70))},
        at=11,
        ends=40,
        labels={"cluster": "a", "node": "n", "severity": "critical"},
        description="On n in a the VPC CNI has had no IP address for pods for ten minutes.",
    ),
    Firing(
        alert="VpcCniSubnetFull",
        # The series appears with its first error, of which a rate says nothing.
        series={FULL: "_x9 1+1x30 31x60"},
        at=25,
        ends=55,
        labels={**WARNING, "error": "InsufficientFreeAddressesInSubnet"},
        description=(
            "EC2 refuses addresses to nodes of a with InsufficientFreeAddressesInSubnet. Once they "
            "have used up what they hold, their pods do not start."
        ),
    ),
    Firing(
        alert="VpcCniNodeAlmostFull",
        series=addresses("27x9 28x20 27x70", most="30x100"),
        at=25,
        ends=31,
        labels={"cluster": "a", "node": "n", "severity": "info"},
        description=(
            "n in a has given its pods 93.33% of the addresses its instance type can have. That is "
            "fine where nodes are meant to be full."
        ),
    ),
    Firing(
        alert="VpcCniAwsRequestsFail",
        series={DENIED: counter((1, 50), (0, 50)), **nodes(4)},
        at=31,
        ends=70,
        labels={**WARNING, "api": "AssignPrivateIpAddresses", "error": "UnauthorizedOperation"},
        description=(
            "AssignPrivateIpAddresses of the VPC CNI fails with UnauthorizedOperation on 25% of "
            "the nodes of a. They get no new addresses, or keep those they should give back."
        ),
    ),
    Firing(
        alert="VpcCniFails",
        series={IPAMD_ERRORS: counter((1, 50), (0, 50)), **nodes(4)},
        at=31,
        ends=70,
        labels={**WARNING, "fn": "increaseIPPool"},
        description=(
            "The address management of the VPC CNI keeps failing in increaseIPPool on 25% of the "
            "nodes of a."
        ),
    ),
]


@pytest.mark.parametrize("case", FIRING, ids=lambda case: str(case.alert))
def test_an_alert_fires_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)
    tests.fires_with_duplicates(case, job="vpc-cni")


def test_a_node_that_fetches_addresses_refuses_for_a_moment(tests: RuleTests) -> None:
    tests.all_silent({REFUSED: "0x9 12x90"}, at=range(10, 30))


def test_a_full_subnet_is_not_told_twice(tests: RuleTests) -> None:
    series = {FULL: counter((1, 100)), **nodes(1)}
    tests.silent(Silence(alert="VpcCniAwsRequestsFail", series=series, at=[31, 60]))


def test_one_node_of_many_that_fails_is_no_fault_of_the_cluster(tests: RuleTests) -> None:
    errors = {DENIED: counter((1, 100)), IPAMD_ERRORS: counter((1, 100))}
    tests.all_silent({**errors, **nodes(10)}, at=[31, 60, 90])


def test_a_node_without_addresses_of_its_own_is_not_full(tests: RuleTests) -> None:
    tests.all_silent(addresses("29x100", most="0x100"), at=[25, 50])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("node:awscni_assigned_ip_addresses:max", 12),
        ("node:awscni_total_ip_addresses:max", 29),
        ("node:awscni_ip_utilization:ratio", 0.4),
    ],
)
def test_addresses_are_recorded(tests: RuleTests, name: str, value: float) -> None:
    series = addresses("12x20", most="30x20")
    tests.records(Recorded(series=series, at=10, answer={f'{name}{{cluster="a",node="n"}}': value}))
