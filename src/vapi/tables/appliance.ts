// vCenter's appliance. How to read it: `../services.ts`, `../types.ts`.

export const services = `
appliance.access.consolecli appliance/access/consolecli
  get set
appliance.access.dcui appliance/access/dcui
  get set
appliance.access.shell appliance/access/shell
  get=.shell_config set
appliance.access.ssh appliance/access/ssh
  get set
appliance.health appliance/health/{item}/messages
  messages:GET=[appliance.notification]
appliance.health.applmgmt appliance/health/applmgmt
  get
appliance.health.database appliance/health/database
  get=.info
appliance.health.databasestorage appliance/health/database-storage
  get
appliance.health.load appliance/health/load
  get
appliance.health.mem appliance/health/mem
  get
appliance.health.softwarepackages appliance/health/software-packages
  get
appliance.health.storage appliance/health/storage
  get
appliance.health.swap appliance/health/swap
  get
appliance.health.system appliance/health/system/lastcheck
  lastcheck:GET
appliance.health.system appliance/health/system
  get
appliance.local_accounts appliance/local-accounts/{username}
  delete get=.info list set update
appliance.local_accounts.policy appliance/local-accounts/global-policy
  get=.info set
appliance.logging.forwarding appliance/logging/forwarding
  get=[.config] set
appliance.networking appliance/networking
  get=.info
appliance.networking.dns.domains appliance/networking/dns/domains
  add:POST list set
appliance.networking.dns.hostname appliance/networking/dns/hostname
  get
appliance.networking.dns.servers appliance/networking/dns/servers
  add:POST get=.DNS_server_config set test=.test_status_info
appliance.networking.firewall.inbound appliance/networking/firewall/inbound
  get=[.rule]
appliance.networking.interfaces appliance/networking/interfaces/{interface_name}
  get=.interface_info list=[.interface_info]
appliance.networking.interfaces.ipv4 appliance/networking/interfaces/{interface_name}/ipv4
  get=.info
appliance.networking.interfaces.ipv6 appliance/networking/interfaces/{interface_name}/ipv6
  get=.info
appliance.networking.no_proxy appliance/networking/noproxy
  get set
appliance.networking.proxy appliance/networking/proxy/{protocol}
  get=.config list={.config}
appliance.ntp appliance/ntp
  get set test=[.test_run_status]
appliance.recovery appliance/recovery
  get=.info
appliance.recovery.backup.job appliance/recovery/backup/job/{id}
  get=.backup_job_status list
appliance.recovery.backup.job.details appliance/recovery/backup/job/details
  list={.info}
appliance.recovery.backup.parts appliance/recovery/backup/parts/{id}
  get list=[.part]
appliance.recovery.backup.schedules appliance/recovery/backup/schedules/{schedule}
  get=.info list={.info}
appliance.recovery.reconciliation.job appliance/recovery/reconciliation/job
  get=.info
appliance.recovery.restore.job appliance/recovery/restore/job
  get=.restore_job_status
appliance.services appliance/services/{service}
  get=.info list={.info} restart start stop
appliance.shutdown appliance/shutdown
  get=.shutdown_config
appliance.support_bundle appliance/support-bundle
  list=.list_result
appliance.system.security.global_fips appliance/system/global-fips
  get=.info
appliance.system.time appliance/system/time
  get=.system_time_struct
appliance.system.time.timezone appliance/system/time/timezone
  get set
appliance.system.uptime appliance/system/uptime
  get
appliance.system.version appliance/system/version
  get=.version_struct
appliance.timesync appliance/timesync
  get set
appliance.update appliance/update
  get=.info
appliance.update.pending appliance/update/pending/{version}
  get=.info list=[appliance.update.summary]
appliance.update.policy appliance/update/policy
  get=.info
appliance.update.staged appliance/update/staged
  get=.info
appliance.vmon.service appliance/vmon/service/{service}
  get=.info list_details@:GET={.info} restart start stop
`;

export const structures = `
appliance
  notification id time? message=vapi.std.localizable_message resolution?=vapi.std.localizable_message
  notifications info?=[.notification] warnings?=[.notification] errors?=[.notification]
  subtask_info progress?=cis.task.progress result?=.notifications description=vapi.std.localizable_message service operation parent?
    target?=vapi.std.dynamic_ID status cancelable error?=* start_time? end_time? user?
  task_info progress?=cis.task.progress subtask_order subtasks={.subtask_info} description=vapi.std.localizable_message service operation
    parent? target?=vapi.std.dynamic_ID status cancelable error?=* start_time? end_time? user?
appliance.access.shell
  shell_config enabled timeout
appliance.health.database
  info status messages=[.message]
  message severity message=vapi.std.localizable_message
appliance.local_accounts
  info fullname? email? roles enabled has_password last_password_change? password_expires_at? inactive_at?
    min_days_between_password_change? max_days_between_password_change? warn_days_before_password_expiration?
appliance.local_accounts.policy
  info max_days? min_days? warn_days?
appliance.logging.forwarding
  config hostname port protocol
appliance.networking
  DNS_info mode hostname servers
  info dns=.DNS_info interfaces={appliance.networking.interfaces.interface_info}
appliance.networking.dns.servers
  DNS_server_config mode servers
  message message result
  test_status_info status messages=[.message]
appliance.networking.firewall.inbound
  rule address prefix policy interface_name?
appliance.networking.interfaces
  interface_info name status mac ipv4?=appliance.networking.interfaces.ipv4.info ipv6?=appliance.networking.interfaces.ipv6.info
appliance.networking.interfaces.ipv4
  info configurable mode address? prefix? default_gateway?
appliance.networking.interfaces.ipv6
  address_info origin status address prefix
  info dhcp autoconf addresses=[.address_info] default_gateway configurable
appliance.networking.proxy
  config server port username? password?=! enabled
appliance.ntp
  localizable_message id default_message args
  test_run_status server status message=.localizable_message
appliance.recovery
  info supported
appliance.recovery.backup.job
  backup_job_status id state messages=[.localizable_message] progress start_time end_time?
  localizable_message id default_message args
appliance.recovery.backup.job.details
  build_info version_name version build_number
  info location duration? size? progress?=cis.task.progress location_user type messages=[vapi.std.localizable_message] build?=.build_info
    fast_backup? description=vapi.std.localizable_message service operation parent? target?=vapi.std.dynamic_ID status cancelable error?=*
    start_time? end_time? user?
appliance.recovery.backup.parts
  localizable_message id default_message args
  part id name=.localizable_message description=.localizable_message selected_by_default optional
appliance.recovery.backup.schedules
  info parts location location_user? enable recurrence_info?=.recurrence_info retention_info?=.retention_info fast_backup?
  recurrence_info minute hour days?
  retention_info max_count
appliance.recovery.reconciliation.job
  info description=vapi.std.localizable_message service operation parent? target?=vapi.std.dynamic_ID status cancelable? error?=*
    start_time? end_time? messages=[vapi.std.localizable_message] progress
appliance.recovery.restore.job
  localizable_message id default_message args
  restore_job_status state messages=[.localizable_message] progress
appliance.services
  info description state
appliance.shutdown
  shutdown_config shutdown_time? action reason
appliance.support_bundle
  info description status generation_time? url? expiration_time? downloadable? size? failure_reason?=vapi.std.localizable_message
  list_result supportbundle_operations=[.info]
appliance.system.security.global_fips
  info enabled
appliance.system.time
  system_time_struct seconds_since_epoch date time timezone
appliance.system.version
  version_struct version product build type summary releasedate install_time
appliance.update
  info state task?=appliance.task_info version latest_query_time?
  service_info service description=vapi.std.localizable_message
  summary version name description=vapi.std.localizable_message priority severity update_type release_date reboot_required size
appliance.update.pending
  info name contents=[vapi.std.localizable_message] services_will_be_stopped=[appliance.update.service_info]
    eulas=[vapi.std.localizable_message] staged knowledge_base description=vapi.std.localizable_message priority severity update_type
    release_date reboot_required size
appliance.update.policy
  info custom_URL? default_URL username? check_schedule=[.time] auto_stage auto_update manual_control certificate_check
  time day hour minute
appliance.update.staged
  info staging_complete version name description=vapi.std.localizable_message priority severity update_type release_date reboot_required
    size
appliance.vmon.service
  info name_key description_key startup_type state health? health_messages?=[vapi.std.localizable_message]
`;
