// Workload Management by Supervisor, Supervisor Services, networks of NSX. How to read it: `../services.ts`, `../types.ts`.

export const services = `
vcenter.namespace_management.networks.nsx.distributed_switches vcenter/namespace-management/networks/nsx/distributed-switches
  list=[.summary]
vcenter.namespace_management.networks.nsx.distributed_switches.compatibility vcenter/namespace-management/networks/nsx/distributed-switches
  check:POST?check_compatibility=[.summary]
vcenter.namespace_management.networks.nsx.edges vcenter/namespace-management/networks/nsx/edges
  list=[.summary]
vcenter.namespace_management.networks.nsx.edges.compatibility vcenter/namespace-management/networks/nsx/edges
  check:POST?check_compatibility=[.summary]
vcenter.namespace_management.supervisor_services vcenter/namespace-management/supervisor-services/{supervisor_service}
  activate:PATCH?activate check_content@:POST?checkContent=.check_result create deactivate:PATCH?deactivate delete get=.info
  list=[.summary] update
vcenter.namespace_management.supervisor_services.cluster_supervisor_services vcenter/namespace-management/clusters/{cluster}/supervisor-services/{supervisor_service}
  create delete get=.info list=[.summary] set
vcenter.namespace_management.supervisor_services.versions vcenter/namespace-management/supervisor-services/{supervisor_service}/versions/{version}
  activate:PATCH?activate create deactivate:PATCH?deactivate delete get=.info list=[.summary]
vcenter.namespace_management.supervisors vcenter/namespace-management/supervisors/{cluster}
  enable_on_compute_cluster:POST?enable_on_compute_cluster enable_on_zones@:POST?enable_on_zones
vcenter.namespace_management.supervisors.conditions vcenter/namespace-management/supervisors/{supervisor}/conditions
  get=[.condition]
vcenter.namespace_management.supervisors.identity.providers vcenter/namespace-management/supervisors/{supervisor}/identity/providers/{provider}
  create delete get=.info list=[.summary] set update
vcenter.namespace_management.supervisors.summary vcenter/namespace-management/supervisors/{supervisor}/summary
  get=.info
vcenter.namespace_management.supervisors.summary vcenter/namespace-management/supervisors/summaries
  list=.list_result
vcenter.namespace_management.supervisors.topology vcenter/namespace-management/supervisors/{supervisor}/topology
  get=[.info]
`;

export const structures = `
vcenter.namespace_management.networks.nsx.distributed_switches
  summary distributed_switch name
vcenter.namespace_management.networks.nsx.distributed_switches.compatibility
  summary distributed_switch name compatible incompatibility_reasons=[vapi.std.localizable_message]
vcenter.namespace_management.networks.nsx.edges
  summary edge_cluster name
vcenter.namespace_management.networks.nsx.edges.compatibility
  summary edge_cluster name compatible incompatibility_reasons=[vapi.std.localizable_message]
vcenter.namespace_management.supervisor_services
  carvel_apps_check_result supervisor_service version display_name description?
  check_result status content_type? vsphere_apps_check_result?=.vsphere_apps_check_result
    carvel_apps_check_result?=.carvel_apps_check_result warning_messages?=[vapi.std.localizable_message]
    error_messages?=[vapi.std.localizable_message]
  info display_name state description?
  summary supervisor_service display_name state
  vsphere_apps_check_result supervisor_service version display_name description? eula?
vcenter.namespace_management.supervisor_services.cluster_supervisor_services
  info desired_version service_namespace? config_status messages=[.message] current_version? display_name description? prefix?
    yaml_service_config?
  message severity details?=vapi.std.localizable_message
  summary supervisor_service desired_version config_status current_version?
vcenter.namespace_management.supervisor_services.versions
  info display_name description? EULA? content_type content? trust_verified state
  summary version display_name state description?
vcenter.namespace_management.supervisors.conditions
  condition type description=vapi.std.localizable_message status last_transition_time? reason severity messages=[.message]
  message severity details?=vapi.std.localizable_message
vcenter.namespace_management.supervisors.identity.providers
  info provider display_name issuer_URL username_claim? groups_claim? client_ID certificate_authority_data? additional_scopes?
    additional_authorize_parameters?={}
  summary provider display_name
vcenter.namespace_management.supervisors.summary
  info name stats=.stats config_status kubernetes_status
  list_item supervisor info=.info
  list_result items=[.list_item]
  stats cpu_used cpu_capacity memory_used memory_capacity storage_used storage_capacity
vcenter.namespace_management.supervisors.topology
  info zone clusters
`;
