// Images of clusters and what they are made of. How to read it: `../services.ts`, `../types.ts`.

export const services = `
esx.settings.clusters.enablement.software esx/settings/clusters/{cluster}/enablement/software
  get=.info
esx.settings.clusters.software esx/settings/clusters/{cluster}/software
  apply check get=esx.settings.software_info
esx.settings.clusters.software.base_image esx/settings/clusters/{cluster}/software/base-image
  get=esx.settings.base_image_info
esx.settings.clusters.software.compliance esx/settings/clusters/{cluster}/software/compliance
  get=esx.settings.cluster_compliance
esx.settings.clusters.software.drafts esx/settings/clusters/{cluster}/software/drafts/{draft}
  commit create delete get=.info list={.summary}
esx.settings.clusters.software.drafts.software.base_image esx/settings/clusters/{cluster}/software/drafts/{draft}/software/base-image
  get=esx.settings.base_image_info set
esx.settings.clusters.software.drafts.software.components esx/settings/clusters/{cluster}/software/drafts/{draft}/software/components
  list={esx.settings.component_info}
esx.settings.depot_content.add_ons esx/settings/depot-content/add-ons
  list=[.summary]
esx.settings.depot_content.base_images esx/settings/depot-content/base-images
  list=[.summary]
esx.settings.depots.offline esx/settings/depots/offline/{depot}
  get=.info list={.summary}
esx.settings.depots.offline.content esx/settings/depots/offline/{depot}/content
  get=.info
esx.settings.hardware_support.managers esx/settings/hardware-support/managers
  list=[.hardware_support_manager_info]
esx.settings.hardware_support.managers.packages esx/settings/hardware-support/managers/{manager}/packages
  list=[.hardware_support_package_info]
`;

export const structures = `
esx.settings
  add_on_compliance status stage_status? current?=.add_on_info target?=.add_on_info notifications=.notifications
  add_on_details display_name vendor display_version
  add_on_info details?=.add_on_details name version
  base_image_compliance status stage_status? current=.base_image_info target=.base_image_info notifications=.notifications
  base_image_details display_name display_version release_date
  base_image_info details?=.base_image_details version
  cluster_compliance impact status stage_status? notifications=.notifications scan_time commit? compliant_hosts non_compliant_hosts
    incompatible_hosts unavailable_hosts hosts={.host_compliance} host_info={.host_info}
  component_compliance status stage_status? current?=.component_info target?=.component_info current_source? target_source?
    notifications=.notifications
  component_details display_name vendor display_version?
  component_info version? details?=.component_details
  data_processing_unit_compliance impact status stage_status? notifications=.notifications scan_time base_image=.base_image_compliance
    add_on=.add_on_compliance hardware_support?={.hardware_support_package_compliance} components={.component_compliance}
    solutions={.solution_compliance}
  data_processing_unit_info alias
  data_processing_units_compliance compliant_data_processing_units non_compliant_data_processing_units incompatible_data_processing_units
    unavailable_data_processing_units compliance={.data_processing_unit_compliance} data_processing_unit_info={.data_processing_unit_info}
  hardware_module_details component_class description?
  hardware_module_firmware_compliance status stage_status? details?=.hardware_module_details current?=.hardware_module_firmware_info
    target?=.hardware_module_firmware_info notifications=.notifications
  hardware_module_firmware_info version
  hardware_support_info packages={.hardware_support_package_info}
  hardware_support_package_compliance status stage_status? current?=.hardware_support_package_info target?=.hardware_support_package_info
    hardware_modules={.hardware_module_firmware_compliance} notifications=.notifications
  hardware_support_package_info pkg version
  host_compliance impact status stage_status? notifications=.notifications scan_time commit? base_image=.base_image_compliance
    add_on=.add_on_compliance hardware_support?={.hardware_support_package_compliance} components={.component_compliance}
    solutions={.solution_compliance} data_processing_units_compliance?=.data_processing_units_compliance
  host_info name is_vsan_witness?
  notification type? id time message=vapi.std.localizable_message resolution?=vapi.std.localizable_message originator? retriable?
  notifications info?=[.notification] warnings?=[.notification] errors?=[.notification]
  software_info base_image=.base_image_info add_on?=.add_on_info components={.component_info} solutions={.solution_info}
    hardware_support?=.hardware_support_info
  solution_compliance status stage_status? current?=.solution_info target?=.solution_info notifications=.notifications
  solution_component_details component display_name display_version? vendor
  solution_component_spec component
  solution_details display_name display_version components=[.solution_component_details]
  solution_info details?=.solution_details version components=[.solution_component_spec]
esx.settings.clusters.enablement.software
  info enabled
esx.settings.clusters.software.drafts
  info metadata=.metadata software=esx.settings.software_info
  metadata owner status creation_time
  summary metadata=.metadata
esx.settings.depot_content.add_ons
  add_on_version_summary version display_version summary category kb release_date
  summary name display_name vendor versions=[.add_on_version_summary]
esx.settings.depot_content.base_images
  summary display_name version display_version summary category kb release_date
esx.settings.depots
  addon_summary display_name vendor versions=[.addon_version]
  addon_version version display_version
  base_image_version version display_name display_version
  component_summary display_name versions=[.component_version]
  component_version version display_version
  hardware_support_manager_summary display_name packages={.hardware_support_package_summary}
  hardware_support_package_summary versions=[.hardware_support_package_version]
  hardware_support_package_version version
  metadata_info file_name base_images?=[.base_image_version] addons?={.addon_summary} solutions?={.solution_summary}
    hardware_support?={.hardware_support_manager_summary} independent_components?={.component_summary} updates?={.update_summary}
  solution_summary display_name versions=[.solution_version]
  solution_version version display_version
  update_summary summary
esx.settings.depots.offline
  info description source_type location? file_id? create_time owner? ownerdata?
  summary description source_type location? file_id? owner? ownerdata?
esx.settings.depots.offline.content
  info metadata_bundles={[esx.settings.depots.metadata_info]}
esx.settings.hardware_support.managers
  hardware_support_manager_info manager description display_name vendor
esx.settings.hardware_support.managers.packages
  hardware_support_package_info pkg version description supported_releases
`;
