"""What kube-state-metrics exposes of all objects but pods and what makes them.

Source: kubernetes/kube-state-metrics, docs/metrics of version 2.19. Labels made of labels and
annotations of objects, `label_*` and `annotation_*`, come besides.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

CLUSTER: Final = (
    *families(
        "gauge",
        "access_mode namespace persistentvolumeclaim",
        "kube_persistentvolumeclaim_access_mode",
    ),
    *families("gauge", "address node type", "kube_node_status_addresses"),
    *families("gauge", "attacher node volumeattachment", "kube_volumeattachment_info"),
    *families(
        "gauge",
        "certificatesigningrequest condition signer_name",
        "kube_certificatesigningrequest_condition",
    ),
    *families(
        "gauge",
        "certificatesigningrequest signer_name",
        "kube_certificatesigningrequest_annotations "
        "kube_certificatesigningrequest_cert_length kube_certificatesigningrequest_created "
        "kube_certificatesigningrequest_labels",
    ),
    *families("gauge", "claim_namespace name persistentvolume", "kube_persistentvolume_claim_ref"),
    *families(
        "gauge",
        "cluster_ip external_name external_traffic_policy load_balancer_ip namespace service uid",
        "kube_service_info",
    ),
    *families(
        "gauge",
        "condition namespace persistentvolumeclaim status",
        "kube_persistentvolumeclaim_status_condition",
    ),
    *families("gauge", "condition namespace status", "kube_namespace_status_condition"),
    *families("gauge", "condition node status", "kube_node_status_condition"),
    *families(
        "gauge",
        "configmap namespace",
        "kube_configmap_annotations kube_configmap_created kube_configmap_info "
        "kube_configmap_labels kube_configmap_metadata_resource_version",
    ),
    *families("gauge", "constraint limitrange namespace resource type", "kube_limitrange"),
    *families(
        "gauge",
        "container_runtime_version internal_ip kernel_version kubelet_version "
        "kubeproxy_version node os_image pod_cidr provider_id system_uuid",
        "kube_node_info",
    ),
    *families(
        "gauge",
        "csi_driver csi_volume_handle ebs_volume_id fc_lun host_path host_path_type local_fs "
        "local_path nfs_path nfs_server persistentvolume reclaim_policy storageclass",
        "kube_persistentvolume_info",
    ),
    *families(
        "gauge",
        "csi_map_options csi_mounter persistentvolume",
        "kube_persistentvolume_csi_attributes",
    ),
    *families("gauge", "effect key node value", "kube_node_spec_taint"),
    *families("gauge", "endpoint ip namespace ready", "kube_endpoint_address"),
    *families(
        "gauge",
        "endpoint namespace",
        "kube_endpoint_annotations kube_endpoint_created kube_endpoint_info kube_endpoint_labels",
    ),
    *families(
        "gauge", "endpoint namespace port_name port_number port_protocol", "kube_endpoint_ports"
    ),
    *families("gauge", "external_ip namespace service uid", "kube_service_spec_external_ip"),
    *families(
        "gauge",
        "host ingress namespace path resource_api_group resource_kind resource_name "
        "service_name service_port",
        "kube_ingress_path",
    ),
    *families(
        "gauge", "hostname ip namespace service uid", "kube_service_status_load_balancer_ingress"
    ),
    *families("gauge", "ingress ingressclass namespace", "kube_ingress_info"),
    *families(
        "gauge",
        "ingress namespace",
        "kube_ingress_annotations kube_ingress_created kube_ingress_labels "
        "kube_ingress_metadata_resource_version",
    ),
    *families("gauge", "ingress namespace secret tls_host", "kube_ingress_tls"),
    *families("gauge", "lease lease_holder namespace", "kube_lease_owner"),
    *families("gauge", "lease namespace", "kube_lease_renew_time"),
    *families(
        "gauge",
        "limitrange namespace",
        "kube_limitrange_annotations kube_limitrange_created kube_limitrange_labels",
    ),
    *families(
        "gauge", "metadata volumeattachment", "kube_volumeattachment_status_attachment_metadata"
    ),
    *families(
        "gauge",
        "mutatingwebhookconfiguration namespace",
        "kube_mutatingwebhookconfiguration_created kube_mutatingwebhookconfiguration_info "
        "kube_mutatingwebhookconfiguration_metadata_resource_version",
    ),
    *families(
        "gauge",
        "mutatingwebhookconfiguration namespace service_name service_namespace webhook_name",
        "kube_mutatingwebhookconfiguration_webhook_clientconfig_service",
    ),
    *families(
        "gauge",
        "namespace",
        "kube_namespace_annotations kube_namespace_created kube_namespace_labels",
    ),
    *families(
        "gauge",
        "namespace networkpolicy",
        "kube_networkpolicy_annotations kube_networkpolicy_created kube_networkpolicy_labels "
        "kube_networkpolicy_spec_egress_rules kube_networkpolicy_spec_ingress_rules",
    ),
    *families(
        "gauge", "namespace owner_is_controller owner_kind owner_name secret", "kube_secret_owner"
    ),
    *families(
        "gauge",
        "namespace persistentvolumeclaim",
        "kube_persistentvolumeclaim_annotations kube_persistentvolumeclaim_created "
        "kube_persistentvolumeclaim_deletion_timestamp kube_persistentvolumeclaim_labels "
        "kube_persistentvolumeclaim_resource_requests_storage_bytes",
    ),
    *families(
        "gauge", "namespace persistentvolumeclaim phase", "kube_persistentvolumeclaim_status_phase"
    ),
    *families(
        "gauge",
        "namespace persistentvolumeclaim storageclass volumemode volumename",
        "kube_persistentvolumeclaim_info",
    ),
    *families("gauge", "namespace phase", "kube_namespace_status_phase"),
    *families(
        "gauge",
        "namespace poddisruptionbudget",
        "kube_poddisruptionbudget_annotations kube_poddisruptionbudget_created "
        "kube_poddisruptionbudget_deletion_timestamp kube_poddisruptionbudget_labels "
        "kube_poddisruptionbudget_status_current_healthy "
        "kube_poddisruptionbudget_status_desired_healthy "
        "kube_poddisruptionbudget_status_expected_pods "
        "kube_poddisruptionbudget_status_observed_generation "
        "kube_poddisruptionbudget_status_pod_disruptions_allowed",
    ),
    *families(
        "gauge",
        "namespace port_app_protocol port_name port_node_number port_number port_protocol "
        "port_target service uid",
        "kube_service_ports",
    ),
    *families("gauge", "namespace resource resourcequota type", "kube_resourcequota"),
    *families(
        "gauge",
        "namespace resourcequota",
        "kube_resourcequota_annotations kube_resourcequota_created kube_resourcequota_labels",
    ),
    *families(
        "gauge",
        "namespace secret",
        "kube_secret_annotations kube_secret_created kube_secret_info kube_secret_labels "
        "kube_secret_metadata_resource_version",
    ),
    *families("gauge", "namespace secret type", "kube_secret_type"),
    *families("gauge", "namespace service type uid", "kube_service_spec_type"),
    *families(
        "gauge",
        "namespace service uid",
        "kube_service_annotations kube_service_created kube_service_deletion_timestamp "
        "kube_service_labels",
    ),
    *families(
        "gauge",
        "namespace service_name service_namespace validatingwebhookconfiguration webhook_name",
        "kube_validatingwebhookconfiguration_webhook_clientconfig_service",
    ),
    *families(
        "gauge",
        "namespace validatingwebhookconfiguration",
        "kube_validatingwebhookconfiguration_created kube_validatingwebhookconfiguration_info "
        "kube_validatingwebhookconfiguration_metadata_resource_version",
    ),
    *families(
        "gauge",
        "node",
        "kube_node_annotations kube_node_created kube_node_deletion_timestamp "
        "kube_node_labels kube_node_spec_unschedulable",
    ),
    *families(
        "gauge", "node resource unit", "kube_node_status_allocatable kube_node_status_capacity"
    ),
    *families("gauge", "node role", "kube_node_role"),
    *families(
        "gauge",
        "persistentvolume",
        "kube_persistentvolume_annotations kube_persistentvolume_capacity_bytes "
        "kube_persistentvolume_created kube_persistentvolume_deletion_timestamp "
        "kube_persistentvolume_labels",
    ),
    *families("gauge", "persistentvolume phase", "kube_persistentvolume_status_phase"),
    *families("gauge", "persistentvolume volumemode", "kube_persistentvolume_volume_mode"),
    *families(
        "gauge",
        "provisioner reclaim_policy storageclass volume_binding_mode",
        "kube_storageclass_info",
    ),
    *families(
        "gauge",
        "storageclass",
        "kube_storageclass_annotations kube_storageclass_created kube_storageclass_labels",
    ),
    *families(
        "gauge",
        "volumeattachment",
        "kube_volumeattachment_annotations kube_volumeattachment_created "
        "kube_volumeattachment_labels kube_volumeattachment_status_attached",
    ),
    *families(
        "gauge", "volumeattachment volumename", "kube_volumeattachment_spec_source_persistentvolume"
    ),
)
