"""What recordings are called after."""

from eks_observability_ops.components.exposition_names import NODE, as_on_eks

GROUP = "/eks-observability-node/kubepods/burstable/pod0c1d2e3f-0000-4000-8000-000000000001"
UID = "0c1d2e3f_0000_4000_8000_000000000001"
ID = "ab" * 32


def cadvisor(group: str) -> str:
    labels = f'container="",cpu="total",id="{group}"'
    return as_on_eks("kubelet-cadvisor", f"container_cpu_usage_seconds_total{{{labels}}} 1\n")


def test_the_node_is_named_as_ec2_names_it() -> None:
    assert as_on_eks("kubelet", 'kubelet_node_name{node="node"} 1\n').startswith(
        f'kubelet_node_name{{node="{NODE}"}} 1\n'
    )


def test_addresses_are_those_of_a_vpc() -> None:
    line = 'a{host="192.0.2.10:43211",of="192.0.2.10:10250",local="[::1]:43211"} 1\n'

    assert as_on_eks("coredns", line) == (
        'a{host="10.0.0.1:443",of="10.0.0.1:10250",local="[::1]:443"} 1\n'
    )


def test_control_groups_are_named_as_systemd_names_them() -> None:
    slices = f"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{UID}.slice"

    assert f'id="{slices}"' in cadvisor(GROUP)
    assert f'id="{slices}/cri-containerd-{ID}.scope"' in cadvisor(f"{GROUP}/{ID}")
    assert 'id="/kubepods.slice/kubepods-burstable.slice"' in cadvisor(GROUP.rpartition("/")[0])


def test_a_control_group_without_a_class_of_service_stands_at_the_top() -> None:
    group = GROUP.replace("burstable/", "")

    assert f'id="/kubepods.slice/kubepods-pod{UID}.slice"' in cadvisor(group)


def test_disks_are_added_for_each_control_group() -> None:
    found = cadvisor("/")

    assert 'container_fs_reads_bytes_total{container="",device="/dev/nvme0n1",id="/"' in found
    assert 'operation="Write"' in found


def test_the_hosts_network_has_the_node_side_of_pods_too() -> None:
    line = 'container_network_receive_bytes_total{id="/",interface="cni0"} 1\n'
    found = as_on_eks("kubelet-cadvisor", line)

    assert found.splitlines()[:2] == [
        'container_network_receive_bytes_total{id="/",interface="eth0"} 1',
        'container_network_receive_bytes_total{id="/",interface="eni0a1b2c3d4e5"} 1',
    ]


def test_a_kubelet_tells_of_volumes() -> None:
    assert 'kubelet_volume_stats_used_bytes{namespace="shop"' in as_on_eks("kubelet", "a 1\n")


def test_what_eks_keeps_to_itself_is_left_out() -> None:
    text = "scheduler_pending_pods 1\nscheduler_goroutines 2\n"

    assert as_on_eks("kube-scheduler", text) == "scheduler_pending_pods 1\n"


def test_mounts_are_where_eks_has_them() -> None:
    pods = "/run/eks-observability-ab12/4-node/kubelet/pods/1/volumes/v"
    line = f'node_filesystem_readonly{{device="tmpfs",mountpoint="{pods}"}} 0\n'

    assert 'mountpoint="/var/lib/kubelet/pods/1/volumes/v"' in as_on_eks("node-exporter", line)


def test_this_machines_own_interfaces_are_left_out() -> None:
    lines = 'node_network_up{device="cni0"} 1\nnode_network_up{device="veth0a1b2c3d"} 1\n'

    assert as_on_eks("node-exporter", lines) == 'node_network_up{device="eni0a1b2c3d4e5"} 1\n'
