"""What kube-state-metrics tells of services, volumes and configuration (docs/metrics)."""

from collections.abc import Iterator
from typing import Final

from eks_observability_ops.components.kube_state_values import (
    DELETED,
    VERSION,
    Object,
    Row,
    Rows,
    Table,
    at,
    common,
    conditions,
    info,
    never,
    one_of,
    owners,
    quantity,
    time,
)


def _bytes(path: str) -> Rows:
    def rows(thing: Object) -> Iterator[Row]:
        amount = at(thing, path)
        if amount is not None:
            yield {}, quantity(amount)

    return rows


def _modes(path: str) -> Rows:
    def rows(thing: Object) -> Iterator[Row]:
        for mode in at(thing, path, ()):
            yield {"access_mode": mode}, 1.0

    return rows


def _service_ports(service: Object) -> Iterator[Row]:
    for port in at(service, "spec.ports", ()):
        labels = {
            "port_name": port.get("name", ""),
            "port_protocol": port.get("protocol", ""),
            "port_number": str(port["port"]),
            "port_target": str(port.get("targetPort", "")),
            "port_app_protocol": port.get("appProtocol", ""),
            "port_node_number": str(port.get("nodePort", "")),
        }
        yield labels, 1.0


def _endpoint_addresses(endpoints: Object) -> Iterator[Row]:
    for subset in at(endpoints, "subsets", ()):
        for kind, ready in (("addresses", "true"), ("notReadyAddresses", "false")):
            for address in subset.get(kind, ()):
                yield {"ip": address["ip"], "ready": ready}, 1.0


def _endpoint_ports(endpoints: Object) -> Iterator[Row]:
    for subset in at(endpoints, "subsets", ()):
        for port in subset.get("ports", ()):
            labels = {
                "port_name": port.get("name", ""),
                "port_protocol": port.get("protocol", ""),
                "port_number": str(port["port"]),
            }
            yield labels, 1.0


SERVICES: Final[Table] = {
    **common("kube_service"),
    "kube_service_info": (
        "Information about service.",
        info(
            cluster_ip="spec.clusterIP",
            external_name="spec.externalName",
            external_traffic_policy="spec.externalTrafficPolicy",
            load_balancer_ip="spec.loadBalancerIP",
        ),
    ),
    "kube_service_ports": (
        "Metric providing details about the ports exposed by services.",
        _service_ports,
    ),
    "kube_service_spec_external_ip": ("Service external ips. One series for each ip", never),
    "kube_service_spec_type": ("Type about service.", info(type="spec.type")),
    "kube_service_status_load_balancer_ingress": ("Service load balancer ingress status", never),
}

ENDPOINTS: Final[Table] = {
    **common("kube_endpoint"),
    "kube_endpoint_address": ("Information about Endpoint addresses.", _endpoint_addresses),
    "kube_endpoint_info": ("Information about endpoint.", info()),
    "kube_endpoint_ports": ("Information about the Endpoint ports.", _endpoint_ports),
}

CLAIMS: Final[Table] = {
    **common("kube_persistentvolumeclaim"),
    "kube_persistentvolumeclaim_deletion_timestamp": DELETED,
    "kube_persistentvolumeclaim_access_mode": (
        "The access mode(s) specified by the persistent volume claim.",
        _modes("spec.accessModes"),
    ),
    "kube_persistentvolumeclaim_info": (
        "Information about persistent volume claim.",
        info(
            storageclass="spec.storageClassName",
            volumename="spec.volumeName",
            volumemode="spec.volumeMode",
        ),
    ),
    "kube_persistentvolumeclaim_resource_requests_storage_bytes": (
        "The capacity of storage requested by the persistent volume claim.",
        _bytes("spec.resources.requests.storage"),
    ),
    "kube_persistentvolumeclaim_status_condition": (
        "Information about status of different conditions of persistent volume claim.",
        conditions("condition"),
    ),
    "kube_persistentvolumeclaim_status_phase": (
        "The phase the persistent volume claim is currently in.",
        one_of("phase", "status.phase", "Lost", "Bound", "Pending"),
    ),
}

VOLUMES: Final[Table] = {
    **common("kube_persistentvolume"),
    "kube_persistentvolume_deletion_timestamp": DELETED,
    "kube_persistentvolume_capacity_bytes": (
        "Persistentvolume capacity in bytes.",
        _bytes("spec.capacity.storage"),
    ),
    "kube_persistentvolume_claim_ref": (
        "Information about the Persistent Volume Claim Reference.",
        info(name="spec.claimRef.name", claim_namespace="spec.claimRef.namespace"),
    ),
    "kube_persistentvolume_csi_attributes": (
        "CSI attributes of the Persistent Volume.",
        never,
    ),
    "kube_persistentvolume_info": (
        "Information about persistentvolume.",
        info(
            storageclass="spec.storageClassName",
            csi_driver="spec.csi.driver",
            csi_volume_handle="spec.csi.volumeHandle",
            local_path="spec.local.path",
            reclaim_policy="spec.persistentVolumeReclaimPolicy",
        ),
    ),
    "kube_persistentvolume_status_phase": (
        "The phase indicates if a volume is available, bound to a claim, or released by a claim.",
        one_of("phase", "status.phase", "Pending", "Available", "Bound", "Released", "Failed"),
    ),
    "kube_persistentvolume_volume_mode": (
        "Volume Mode information for the PersistentVolume.",
        info(volumemode="spec.volumeMode"),
    ),
}

STORAGE_CLASSES: Final[Table] = {
    **common("kube_storageclass"),
    "kube_storageclass_info": (
        "Information about storageclass.",
        info(
            provisioner="provisioner",
            reclaim_policy="reclaimPolicy",
            volume_binding_mode="volumeBindingMode",
        ),
    ),
}

CONFIG_MAPS: Final[Table] = {
    **common("kube_configmap"),
    "kube_configmap_info": ("Information about configmap.", info()),
    "kube_configmap_metadata_resource_version": VERSION,
}

SECRETS: Final[Table] = {
    **common("kube_secret"),
    "kube_secret_info": ("Information about secret.", info()),
    "kube_secret_metadata_resource_version": VERSION,
    "kube_secret_owner": ("Information about the Secret's owner.", owners),
    "kube_secret_type": ("Type about secret.", info(type="type")),
}

LEASES: Final[Table] = {
    "kube_lease_owner": (
        "Information about the Lease's owner.",
        info(lease_holder="spec.holderIdentity"),
    ),
    "kube_lease_renew_time": ("Kube lease renew time.", time("spec.renewTime")),
}


def _quotas(quota: Object) -> Iterator[Row]:
    for kind in ("hard", "used"):
        for name, amount in sorted(at(quota, f"status.{kind}", {}).items()):
            yield {"resource": name, "type": kind}, quantity(amount)


QUOTAS: Final[Table] = {
    **common("kube_resourcequota"),
    "kube_resourcequota": ("Information about resource quota.", _quotas),
}
