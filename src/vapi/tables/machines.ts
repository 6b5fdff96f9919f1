// VMs, their hardware and guests, customization of guests. How to read it: `../services.ts`, `../types.ts`.

export const services = `
vcenter.compute.policies vcenter/compute/policies/{policy}
  get=* list=[.summary]
vcenter.compute.policies.tag_usage vcenter/compute/policies/tag-usage
  list=[.summary]
vcenter.guest.customization_specs vcenter/guest/customization-specs/{name}
  create delete get=.info list=[.summary]
vcenter.VM vcenter/vm/{vm}
  clone@ create delete get=.info instant_clone@ list=[.summary] register@ relocate unregister
vcenter.vm.console.tickets vcenter/vm/{vm}/console/tickets
  create=.summary
vcenter.vm.data_sets vcenter/vm/{vm}/data-sets/{data_set}
  create get=.info list=[.summary]
vcenter.vm.guest.customization vcenter/vm/{vm}/guest/customization
  get=.info set
vcenter.vm.guest.environment vcenter/vm/{vm}/guest/environment
  list:POST?list={}
vcenter.vm.guest.filesystem.directories vcenter/vm/{vm}/guest/filesystem/directories
  create:POST?create create_temporary:POST?createTemporary delete:POST?delete move
vcenter.vm.guest.filesystem.files vcenter/vm/{vm}/guest/filesystem/files
  create_temporary:POST?createTemporary list:POST?list=.list_result move update:POST?update
vcenter.vm.guest.filesystem.transfers vcenter/vm/{vm}/guest/filesystem
  create:POST?create
vcenter.vm.guest.identity vcenter/vm/{vm}/guest/identity
  get=.info
vcenter.vm.guest.local_filesystem vcenter/vm/{vm}/guest/local-filesystem
  get={.info}
vcenter.vm.guest.networking vcenter/vm/{vm}/guest/networking
  get=.info
vcenter.vm.guest.networking.interfaces vcenter/vm/{vm}/guest/networking/interfaces
  list=[.info]
vcenter.vm.guest.networking.routes vcenter/vm/{vm}/guest/networking/routes
  list=[.info]
vcenter.vm.guest.operations vcenter/vm/{vm}/guest/operations
  get=.info
vcenter.vm.guest.power vcenter/vm/{vm}/guest/power
  get=.info reboot shutdown standby
vcenter.vm.guest.processes vcenter/vm/{vm}/guest/processes
  create:POST?create list:POST?list=[.summary]
vcenter.vm.hardware vcenter/vm/{vm}/hardware
  get=.info update upgrade
vcenter.vm.hardware.adapter.nvme vcenter/vm/{vm}/hardware/adapter/nvme/{adapter}
  create delete get=.info list=[.summary]
vcenter.vm.hardware.adapter.sata vcenter/vm/{vm}/hardware/adapter/sata/{adapter}
  create delete get=.info list=[.summary]
vcenter.vm.hardware.adapter.scsi vcenter/vm/{vm}/hardware/adapter/scsi/{adapter}
  create delete get=.info list=[.summary]
vcenter.vm.hardware.boot vcenter/vm/{vm}/hardware/boot
  get=.info update
vcenter.vm.hardware.boot.device vcenter/vm/{vm}/hardware/boot/device
  get=[.entry] set
vcenter.vm.hardware.cdrom vcenter/vm/{vm}/hardware/cdrom/{cdrom}
  connect create delete disconnect get=.info list=[.summary] update
vcenter.vm.hardware.cpu vcenter/vm/{vm}/hardware/cpu
  get=.info update
vcenter.vm.hardware.disk vcenter/vm/{vm}/hardware/disk/{disk}
  create delete get=.info list=[.summary] update
vcenter.vm.hardware.ethernet vcenter/vm/{vm}/hardware/ethernet/{nic}
  connect create delete disconnect get=.info list=[.summary] update
vcenter.vm.hardware.floppy vcenter/vm/{vm}/hardware/floppy/{floppy}
  connect create delete disconnect get=.info list=[.summary] update
vcenter.vm.hardware.memory vcenter/vm/{vm}/hardware/memory
  get=.info update
vcenter.vm.hardware.parallel vcenter/vm/{vm}/hardware/parallel/{port}
  connect create delete disconnect get=.info list=[.summary] update
vcenter.vm.hardware.serial vcenter/vm/{vm}/hardware/serial/{port}
  connect create delete disconnect get=.info list=[.summary] update
vcenter.vm.library_item vcenter/vm/{vm}/library-item
  get=.info
vcenter.vm.power vcenter/vm/{vm}/power
  get=.info reset start stop suspend
vcenter.vm.storage.policy vcenter/vm/{vm}/storage/policy
  get=.info update
vcenter.vm.storage.policy.compliance vcenter/vm/{vm}/storage/policy/compliance
  check=?.info get=?.info
vcenter.vm.tools vcenter/vm/{vm}/tools
  get=.info update upgrade
vcenter.vm.tools.installer vcenter/vm/{vm}/tools/installer
  connect disconnect get=.info
`;

export const structures = `
vcenter.compute.policies
  summary policy name description capability
vcenter.compute.policies.tag_usage
  summary policy tag_type tag tag_name category_name
vcenter.guest
  IP_settings ipv4?=.ipv4 ipv6?=.ipv6 windows?=.windows_network_adapter_settings
  adapter_mapping mac_address? adapter=.IP_settings
  cloud_configuration type cloudinit?=.cloudinit_configuration
  cloudinit_configuration metadata userdata?
  configuration_spec windows_config?=.windows_configuration linux_config?=.linux_configuration cloud_config?=.cloud_configuration
  customization_spec configuration_spec=.configuration_spec global_DNS_settings=.global_DNS_settings interfaces=[.adapter_mapping]
  domain type workgroup? domain? domain_username? domain_password?=! domain_OU?
  global_DNS_settings dns_suffix_list? dns_servers?
  gui_unattended auto_logon auto_logon_count password?=! time_zone
  hostname_generator type fixed_name? prefix?
  ipv4 type ip_address? prefix? gateways?
  ipv6 type ipv6?=[.ipv6_address] gateways?
  ipv6_address ip_address prefix
  linux_configuration hostname=.hostname_generator domain time_zone? script_text?
  user_data computer_name=.hostname_generator full_name organization product_key
  windows_configuration reboot? sysprep?=.windows_sysprep sysprep_xml?
  windows_network_adapter_settings dns_servers? dns_domain? wins_servers? net_BIOS_mode?
  windows_sysprep gui_run_once_commands? user_data=.user_data domain?=.domain gui_unattended=.gui_unattended
vcenter.guest.customization_specs
  info last_modified spec=.spec
  spec fingerprint spec=vcenter.guest.customization_spec description name
  summary name description OS_type last_modified
vcenter.VM
  info guest_OS name identity?=vcenter.vm.identity.info power_state instant_clone_frozen? hardware=vcenter.vm.hardware.info
    boot=vcenter.vm.hardware.boot.info boot_devices=[vcenter.vm.hardware.boot.device.entry] cpu=vcenter.vm.hardware.cpu.info
    memory=vcenter.vm.hardware.memory.info disks={vcenter.vm.hardware.disk.info} nics={vcenter.vm.hardware.ethernet.info}
    cdroms={vcenter.vm.hardware.cdrom.info} floppies={vcenter.vm.hardware.floppy.info} parallel_ports={vcenter.vm.hardware.parallel.info}
    serial_ports={vcenter.vm.hardware.serial.info} sata_adapters={vcenter.vm.hardware.adapter.sata.info}
    scsi_adapters={vcenter.vm.hardware.adapter.scsi.info} nvme_adapters?={vcenter.vm.hardware.adapter.nvme.info}
  summary vm name power_state cpu_count? memory_size_MiB?
vcenter.vm.console.tickets
  summary ticket
vcenter.vm.data_sets
  info name description host guest used omit_from_snapshot_and_clone
  summary data_set name description
vcenter.vm.guest
  dhcp_config_info ipv4_enabled ipv6_enabled
  dns_assigned_values host_name domain_name
  dns_config_info ip_addresses search_domains
vcenter.vm.guest.customization
  info status error? start_time? end_time?
vcenter.vm.guest.filesystem.files
  list_result files=[.summary] total start_index? end_index? status
  summary filename type size
vcenter.vm.guest.identity
  info name family full_name=vapi.std.localizable_message host_name ip_address?
vcenter.vm.guest.local_filesystem
  info capacity free_space filesystem? mappings?=[.virtual_disk_mapping]
  virtual_disk_mapping disk
vcenter.vm.guest.networking
  info dns_values?=vcenter.vm.guest.dns_assigned_values dns?=vcenter.vm.guest.dns_config_info
vcenter.vm.guest.networking.interfaces
  info dns_values?=vcenter.vm.guest.dns_assigned_values mac_address? dns?=vcenter.vm.guest.dns_config_info ip?=.ip_config_info
    wins_servers? nic?
  ip_address_info ip_address prefix_length origin? state
  ip_config_info ip_addresses=[.ip_address_info] dhcp?=vcenter.vm.guest.dhcp_config_info
vcenter.vm.guest.networking.routes
  info network prefix_length gateway_address? interface_index?
vcenter.vm.guest.operations
  info guest_operations_ready interactive_guest_operations_ready
vcenter.vm.guest.power
  info state operations_ready
vcenter.vm.guest.processes
  summary name pid owner command started
vcenter.vm.hardware
  ide_address_info primary master
  info version upgrade_policy upgrade_version? upgrade_status upgrade_error?=*
  nvme_address_info bus unit
  sata_address_info bus unit
  scsi_address_info bus unit
vcenter.vm.hardware.adapter.nvme
  info label bus pci_slot_number?
  summary adapter
vcenter.vm.hardware.adapter.sata
  info label type bus pci_slot_number?
  summary adapter
vcenter.vm.hardware.adapter.scsi
  info label type scsi=vcenter.vm.hardware.scsi_address_info pci_slot_number? sharing
  summary adapter
vcenter.vm.hardware.boot
  info type efi_legacy_boot? network_protocol? delay retry retry_delay enter_setup_mode
vcenter.vm.hardware.boot.device
  entry type nic? disks?
vcenter.vm.hardware.cdrom
  backing_info type iso_file? host_device? auto_detect? device_access_type?
  info type label ide?=vcenter.vm.hardware.ide_address_info sata?=vcenter.vm.hardware.sata_address_info backing=.backing_info state
    start_connected allow_guest_control
  summary cdrom
vcenter.vm.hardware.cpu
  info count cores_per_socket hot_add_enabled hot_remove_enabled
vcenter.vm.hardware.disk
  backing_info type vmdk_file?
  info label type ide?=vcenter.vm.hardware.ide_address_info scsi?=vcenter.vm.hardware.scsi_address_info
    sata?=vcenter.vm.hardware.sata_address_info nvme?=vcenter.vm.hardware.nvme_address_info backing=.backing_info capacity?
  summary disk
vcenter.vm.hardware.ethernet
  backing_info type network? network_name? host_device? distributed_switch_uuid? distributed_port? connection_cookie? opaque_network_type?
    opaque_network_id?
  info label type upt_compatibility_enabled? mac_type mac_address? pci_slot_number? wake_on_lan_enabled backing=.backing_info state
    start_connected allow_guest_control
  summary nic
vcenter.vm.hardware.floppy
  backing_info type image_file? host_device? auto_detect?
  info label backing=.backing_info state start_connected allow_guest_control
  summary floppy
vcenter.vm.hardware.memory
  info size_MiB hot_add_enabled hot_add_increment_size_MiB? hot_add_limit_MiB?
vcenter.vm.hardware.parallel
  backing_info type file? host_device? auto_detect?
  info label backing=.backing_info state start_connected allow_guest_control
  summary port
vcenter.vm.hardware.serial
  backing_info type file? host_device? auto_detect? pipe? no_rx_loss? network_location? proxy?
  info label yield_on_poll backing=.backing_info state start_connected allow_guest_control
  summary port
vcenter.vm.identity
  info name bios_uuid instance_uuid
vcenter.vm.library_item
  check_out_info library_item
  info check_out?=.check_out_info
vcenter.vm.power
  info state clean_power_off?
vcenter.vm.storage.policy
  info vm_home? disks={}
vcenter.vm.storage.policy.compliance
  info overall_compliance vm_home?=.vm_compliance_info disks={.vm_compliance_info}
  vm_compliance_info status check_time policy? failure_cause=[vapi.std.localizable_message]
vcenter.vm.tools
  info auto_update_supported install_attempt_count? error?=* version_number? version? upgrade_policy version_status? install_type?
    run_state
vcenter.vm.tools.installer
  info is_connected
`;
