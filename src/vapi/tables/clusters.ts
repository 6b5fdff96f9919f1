// Workload Management by cluster: enabling, networks, software, VM classes. How to read it: `../services.ts`, `../types.ts`.

export const services = `
vcenter.namespace_management.cluster_available_versions vcenter/namespace-management/software/cluster-available-versions
  list=[.summary]
vcenter.namespace_management.cluster_compatibility vcenter/namespace-management/cluster-compatibility/v2
  list_v2:GET=.zone_compatibility_info
vcenter.namespace_management.cluster_compatibility vcenter/namespace-management/cluster-compatibility
  list=[.summary]
vcenter.namespace_management.cluster_size_info vcenter/namespace-management/cluster-size-info
  get={.info}
vcenter.namespace_management.clusters vcenter/namespace-management/clusters/{cluster}
  disable enable get=.info list=[.summary] rotate_password:POST?rotate_password set update
vcenter.namespace_management.clusters.topology vcenter/namespace-management/clusters/{cluster}/topology
  get
vcenter.namespace_management.distributed_switch_compatibility vcenter/namespace-management/distributed-switch-compatibility
  list=[.summary]
vcenter.namespace_management.edge_cluster_compatibility vcenter/namespace-management/edge-cluster-compatibility
  list=[.summary]
vcenter.namespace_management.hosts_config vcenter/namespace-management/capability
  get=.info
vcenter.namespace_management.load_balancers vcenter/namespace-management/clusters/{cluster}/load-balancers/{id}
  get=.info list=[.summary] set update
vcenter.namespace_management.namespace_resource_options vcenter/namespace-management/clusters/{cluster}/workload-resource-options
  get=.info
vcenter.namespace_management.networks vcenter/namespace-management/clusters/{cluster}/networks/{network}
  create delete get=.info list=[.info] set update
vcenter.namespace_management.NSX_tier0_gateway vcenter/namespace-management/nsx-tier0-gateways
  list=[.summary]
vcenter.namespace_management.software.clusters vcenter/namespace-management/software/clusters/{cluster}
  get=.info list=[.summary] upgrade upgrade_multiple@:POST?upgradeMultiple={.result}
vcenter.namespace_management.stats.time_series vcenter/namespace-management/stats/time-series
  get=[.time_series]
vcenter.namespace_management.storage.profiles vcenter/namespace-management/storage/profiles
  check:POST?check_compatibility=[.summary]
vcenter.namespace_management.support_bundle vcenter/namespace-management/clusters/{cluster}/support-bundle
  create=.location
vcenter.namespace_management.virtual_machine_classes vcenter/namespace-management/virtual-machine-classes/{vm_class}
  create delete get=.info list=[.info] update
`;

export const structures = `
vcenter.namespace_management
  CNS_file_config vsan_clusters
  IP_range address count
  ipv4_cidr address prefix
  proxy_configuration proxy_settings_source https_proxy_config? http_proxy_config? no_proxy_config? tls_root_ca_bundle?
vcenter.namespace_management.cluster_available_versions
  summary version name description release_date release_notes
vcenter.namespace_management.cluster_compatibility
  summary cluster compatible incompatibility_reasons=[vapi.std.localizable_message]
  zone_compatibility_info compatible zone_summaries=[.zone_summary] incompatibility_reasons=[vapi.std.localizable_message]
  zone_summary zone compatible cluster_summaries=[.summary]
vcenter.namespace_management.cluster_size_info
  info num_supported_pods num_supported_services default_service_cidr=vcenter.namespace_management.ipv4_cidr
    default_pod_cidr=vcenter.namespace_management.ipv4_cidr master_vm_info=.vm_info worker_vm_info?=.vm_info
  vm_info count cores_per_socket memory capacity
vcenter.namespace_management.clusters
  NCP_cluster_network_info pod_cidrs=[vcenter.namespace_management.ipv4_cidr] ingress_cidrs=[vcenter.namespace_management.ipv4_cidr]
    egress_cidrs=[vcenter.namespace_management.ipv4_cidr] cluster_distributed_switch nsx_edge_cluster default_ingress_tls_certificate
    nsx_tier0_gateway? namespace_subnet_prefix? routed_mode?
  condition type description=vapi.std.localizable_message status last_transition_time? reason severity messages=[.message]
  content_library_spec content_library
  image_registry hostname port?
  image_storage_spec storage_policy
  info size_hint? stat_summary=.stats config_status conditions?=[.condition] messages=[.message] kubernetes_status
    kubernetes_status_messages=[.message] api_server_management_endpoint api_server_cluster_endpoint api_servers
    tls_management_endpoint_certificate? tls_endpoint_certificate? network_provider ncp_cluster_network_info?=.NCP_cluster_network_info
    workload_networks?=.workload_networks_info workload_ntp_servers? load_balancers?=[vcenter.namespace_management.load_balancers.info]
    service_cidr=vcenter.namespace_management.ipv4_cidr master_management_network?=.network_spec master_DNS? worker_DNS?
    master_storage_policy? ephemeral_storage_policy? cns_file_config?=vcenter.namespace_management.CNS_file_config login_banner?
    Master_DNS_names? image_storage?=.image_storage_spec default_image_registry?=.image_registry default_image_repository?
    master_DNS_search_domains? master_NTP_servers? default_kubernetes_service_content_library?
    cluster_proxy_config?=vcenter.namespace_management.proxy_configuration content_libraries?=[.content_library_spec]
  ipv4_range starting_address address_count subnet_mask gateway
  message severity details?=vapi.std.localizable_message kb_article_link? id?
  network_spec floating_IP? network mode address_range?=.ipv4_range
  stats cpu_used cpu_capacity memory_used memory_capacity storage_used storage_capacity
  summary cluster cluster_name stats=.stats config_status kubernetes_status
  workload_networks_info supervisor_primary_workload_network=vcenter.namespace_management.networks.info
    network_list?=[vcenter.namespace_management.networks.info]
vcenter.namespace_management.distributed_switch_compatibility
  summary distributed_switch compatible incompatibility_reasons?=[vapi.std.localizable_message] network_provider? compatible_networks?
vcenter.namespace_management.edge_cluster_compatibility
  summary edge_cluster display_name compatible incompatibility_reasons?=[vapi.std.localizable_message]
vcenter.namespace_management.hosts_config
  info namespaces_supported namespaces_licensed
vcenter.namespace_management.load_balancers
  HA_proxy_info servers=[.server] username certificate_authority_chain
  avi_info server=.server username certificate_authority_chain
  info id address_ranges=[vcenter.namespace_management.IP_range] provider ha_proxy_info?=.HA_proxy_info avi_info?=.avi_info
  server host port
  summary id provider
vcenter.namespace_management.namespace_resource_options
  info create_resource_quota_type update_resource_quota_type
vcenter.namespace_management.networks
  info network network_provider vsphere_network?=.vsphere_DVPG_network_info nsx_network?=.nsx_network_info namespaces?
  nsx_network_info namespace_network_cidrs?=[vcenter.namespace_management.ipv4_cidr]
    ingress_cidrs?=[vcenter.namespace_management.ipv4_cidr] egress_cidrs?=[vcenter.namespace_management.ipv4_cidr] nsx_tier0_gateway?
    subnet_prefix_length? routed_mode? load_balancer_size?
  vsphere_DVPG_network_info portgroup ip_assignment_mode? address_ranges=[vcenter.namespace_management.IP_range] gateway subnet_mask
vcenter.namespace_management.NSX_tier0_gateway
  summary tier0_gateway display_name
vcenter.namespace_management.software.clusters
  info current_version available_versions last_upgraded_date? messages=[.message] state upgrade_status?=.upgrade_status
  message severity details=vapi.std.localizable_message
  result res exception?=*
  summary cluster cluster_name current_version available_versions last_upgraded_date? desired_version? state
  upgrade_progress total completed message=vapi.std.localizable_message
  upgrade_status desired_version? messages=[.message] progress?=.upgrade_progress
vcenter.namespace_management.stats.time_series
  time_series counter time_stamps values
vcenter.namespace_management.storage.profiles
  item zone datastores
  summary profile profile_name compatible items=[.item] incompatibility_reasons=[vapi.std.localizable_message]
vcenter.namespace_management.support_bundle
  location url wcp_support_bundle_token=.token
  token token expiry
vcenter.namespace_management.virtual_machine_classes
  VGPU_device profile_name
  dynamic_direct_path_IO_device vendor_id device_id custom_label?
  info id cpu_count cpu_reservation? memory_MB memory_reservation? description namespaces vms config_status messages=[.message]
    devices?=.virtual_devices instance_storage?=.instance_storage config_spec?=*
  instance_storage policy volumes=[.instance_storage_volume]
  instance_storage_volume size
  message severity details?=vapi.std.localizable_message
  virtual_devices vgpu_devices?=[.VGPU_device] dynamic_direct_path_IO_devices?=[.dynamic_direct_path_IO_device]
`;
