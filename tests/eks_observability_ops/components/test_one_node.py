"""What is said where a real node cannot run."""

from eks_observability_ops.components.one_node import why_not


def test_nothing_is_said_where_all_is_there() -> None:
    assert why_not(rights=[], packages=[], programs=[]) is None


def test_missing_packages_come_with_the_command_that_installs_them() -> None:
    said = why_not(rights=[], packages=["containerd", "runc"], programs=[])

    assert said == (
        "a real node cannot run here: apt-get install --no-install-recommends containerd runc"
    )


def test_programs_that_are_not_built_come_with_the_command_that_builds_them() -> None:
    said = why_not(rights=[], packages=[], programs=["kubelet", "kube-proxy"])

    assert said == 'a real node cannot run here: make components NAMES="kubelet kube-proxy"'


def test_what_the_kernel_does_not_give_is_named() -> None:
    said = why_not(rights=["root", "control groups"], packages=[], programs=[])

    assert said == "a real node cannot run here: this machine gives no root, no control groups"


def test_everything_that_is_missing_is_said_at_once() -> None:
    said = why_not(rights=["root"], packages=["runc"], programs=["kubelet"]) or ""

    assert said.count(";") == 2
