// The inventory but VMs: clusters, hosts, pools, datastores, networks, policies, services of vCenter. How to read it: `../services.ts`, `../types.ts`.

export const services = `
vcenter.cluster vcenter/cluster/{cluster}
  get=.info list=[.summary]
vcenter.consumption_domains.zone_associations.cluster vcenter/consumption-domains/zone-associations/cluster
  list=.list_result
vcenter.consumption_domains.zones vcenter/consumption-domains/zones/{zone}
  create delete get=.info list=.list_result
vcenter.consumption_domains.zones.cluster.associations vcenter/consumption-domains/zones/cluster/{zone}/associations
  add=.status get remove=.status
vcenter.content.registries.harbor vcenter/content/registries/harbor/{registry}
  get=.info list=[.summary]
vcenter.content.registries.harbor.projects vcenter/content/registries/harbor/{registry}/projects
  list=[.summary]
vcenter.content.registries.health vcenter/content/registries/{registry}/health
  get=.info
vcenter.crypto_manager.hosts.kms.providers vcenter/crypto-manager/hosts/{host}/kms/providers
  list=[.summary]
vcenter.crypto_manager.kms.providers vcenter/crypto-manager/kms/providers/{provider}
  get=.info list=[.summary]
vcenter.datacenter vcenter/datacenter/{datacenter}
  create delete get=.info list=[.summary]
vcenter.datastore vcenter/datastore/{datastore}
  get=.info list=[.summary]
vcenter.datastore.default_policy vcenter/datastore/{datastore}/default-policy
  get=?
vcenter.folder vcenter/folder
  list=[.summary]
vcenter.host vcenter/host/{host}
  connect create delete disconnect list=[.summary]
vcenter.identity.providers vcenter/identity/providers/{provider}
  get=.info list=[.summary]
vcenter.lcm.discovery.associated_products vcenter/lcm/discovery/associated-products/{product}
  get=vcenter.lcm.discovery.product list=[vcenter.lcm.discovery.product]
vcenter.lcm.update.pending vcenter/lcm/update/pending/{version}
  get=.info list=.list_result
vcenter.network vcenter/network
  list=[.summary]
vcenter.resource_pool vcenter/resource-pool/{resource_pool}
  create delete get=.info list=[.summary] update
vcenter.services.service vcenter/services/{service}
  get=.info list_details@:GET={.info} restart start stop
vcenter.storage.policies vcenter/storage/policies/{policy}
  check_compatibility=.compatibility_info list=[.summary]
vcenter.storage.policies.compliance.VM vcenter/storage/policies/compliance/vm
  list={.info}
vcenter.storage.policies.VM vcenter/storage/policies/{policy}/vm
  list={.info}
vcenter.system_config.deployment_type vcenter/system-config/deployment-type
  get=.info
vcenter.tagging.associations vcenter/tagging/associations
  list=.list_result
vcenter.topology.nodes vcenter/topology/nodes/{node}
  get=.info list=[.summary]
vcenter.topology.replication_status vcenter/topology/replication-status
  list=[.summary]
vcenter.trusted_infrastructure.trust_authority_clusters vcenter/trusted-infrastructure/trust-authority-clusters/{cluster}
  get=.info list=[.summary]
vcenter.vcha.cluster.deployment_type vcenter/vcha/cluster/deployment-type
  get=.info
vcenter.vcha.cluster.mode vcenter/vcha/cluster/mode
  get=.info
`;

export const structures = `
vcenter.certificate_management
  x509_cert_chain cert_chain
vcenter.cluster
  info name resource_pool
  summary cluster name ha_enabled drs_enabled
vcenter.consumption_domains.zone_associations.cluster
  list_item zone cluster
  list_result associations=[.list_item]
vcenter.consumption_domains.zones
  info description
  list_item zone info=.info
  list_result items=[.list_item]
vcenter.consumption_domains.zones.cluster.associations
  status success failed_clusters={*}
vcenter.content.registries.harbor
  garbage_collection type day_of_week? hour? minute?
  info cluster? namespace? version creation_time ui_access_url cert_chain garbage_collection=.garbage_collection storage=[.storage_info]
    health=vcenter.content.registries.health.info
  storage_info policy capacity used
  summary cluster? registry version ui_access_url
vcenter.content.registries.harbor.projects
  summary project name scope
vcenter.content.registries.health
  info status details?=vapi.std.localizable_message
vcenter.crypto_manager.hosts.kms.providers
  summary provider type health
vcenter.crypto_manager.kms.providers
  constraints tpm_required
  info health details=[vapi.std.localizable_message] constraints?=.constraints type native_info?=.native_provider_info
  native_provider_info key_id
  summary provider type health
vcenter.datacenter
  info name datastore_folder host_folder network_folder vm_folder
  summary datacenter name
vcenter.datastore
  info name type accessible free_space? multiple_host_access thin_provisioning_supported
  summary datastore name type free_space? capacity?
vcenter.folder
  summary folder name type
vcenter.host
  summary host name connection_state power_state?
vcenter.identity.providers
  active_directory_over_ldap user_name password=! users_base_dn groups_base_dn server_endpoints
    cert_chain?=vcenter.certificate_management.x509_cert_chain
  info name? org_ids config_tag oauth2?=.oauth2_info oidc?=.oidc_info is_default domain_names? auth_query_params?={} idm_protocol?
    idm_endpoints? active_directory_over_ldap?=.active_directory_over_ldap upn_claim? groups_claim? federation_type?
  oauth2_info auth_endpoint token_endpoint public_key_uri client_id client_secret claim_map={{}} issuer authentication_method
    auth_query_params={}
  oauth2_summary auth_endpoint token_endpoint client_id authentication_header auth_query_params={}
  oidc_info discovery_endpoint logout_endpoint? auth_endpoint token_endpoint public_key_uri client_id client_secret claim_map={{}} issuer
    authentication_method auth_query_params={}
  oidc_summary discovery_endpoint? logout_endpoint? auth_endpoint token_endpoint client_id authentication_header auth_query_params={}
  summary provider name? config_tag oauth2?=.oauth2_summary oidc?=.oidc_summary is_default domain_names? auth_query_params?={}
    federation_type?
vcenter.lcm
  notification id time? message=vapi.std.localizable_message resolution?=vapi.std.localizable_message
  notifications info?=[.notification] warnings?=[.notification] errors?=[.notification]
vcenter.lcm.discovery
  product installed_product name version target_version? deployments? auto
vcenter.lcm.update.pending
  info description pending_update version release_date severity build update_type category reboot_required execute_URL release_notes
  list_result last_check_time update_count? upgrade_count? updates=[.summary] issues?=vcenter.lcm.notifications
  summary pending_update version release_date severity build update_type category reboot_required execute_URL release_notes
vcenter.network
  summary network name type
vcenter.resource_pool
  info name resource_pools cpu_allocation?=.resource_allocation_info memory_allocation?=.resource_allocation_info
  resource_allocation_info reservation expandable_reservation limit shares=.shares_info
  shares_info level shares?
  summary resource_pool name
vcenter.services.service
  info name_key description_key startup_type state health? health_messages?=[vapi.std.localizable_message]
vcenter.storage.policies
  compatibility_info compatible_datastores=[.compatible_datastore_info]
  compatible_datastore_info datastore
  summary policy name description
vcenter.storage.policies.compliance.VM
  info vm_home? disks={}
vcenter.storage.policies.VM
  info vm_home disks
vcenter.system_config.deployment_type
  info type
vcenter.tagging.associations
  list_result associations=[.summary] marker? status
  summary tag object=vapi.std.dynamic_ID
vcenter.topology.nodes
  info domain type replication_partners? client_affinity?
  summary node type replication_partners? client_affinity?
vcenter.topology.replication_status
  summary node replication_partner partner_available status_available replicating? change_lag?
vcenter.trusted_infrastructure.trust_authority_clusters
  info cluster state
  summary cluster state
vcenter.vcha.cluster.deployment_type
  info deployment_type
vcenter.vcha.cluster.mode
  info mode
`;
