// vSphere Namespaces and their templates. How to read it: `../services.ts`, `../types.ts`.

export const services = `
vcenter.namespaces.access vcenter/namespaces/instances/{namespace}/access/{domain}/{subject}?type
  create. delete get=.info set
vcenter.namespaces.instances vcenter/namespaces/instances/v2/{namespace}
  create_v2@:POST get_v2:GET=.info_v2 list_v2@:GET=[.summary_v2]
vcenter.namespaces.instances vcenter/namespaces/instances/{namespace}
  create delete get=.info list=[.summary] set update
vcenter.namespaces.namespace_self_service vcenter/namespaces/namespace-self-service/{cluster}
  activate activate_with_template:POST?activateWithTemplate deactivate get=.info list=[.summary]
vcenter.namespaces.namespace_templates vcenter/namespaces/namespace-templates/supervisors/{supervisor}/templates/{template}
  get_v2:GET=.info_v2 update_v2:PATCH
vcenter.namespaces.namespace_templates vcenter/namespaces/namespace-templates/clusters/{cluster}/templates/{template}
  get=.info update
vcenter.namespaces.namespace_templates vcenter/namespaces/namespace-templates/supervisors/{supervisor}
  create_v2:POST list_v2:GET=[.summary_v2]
vcenter.namespaces.namespace_templates vcenter/namespaces/namespace-templates/clusters/{cluster}
  create. list.=[.summary]
vcenter.namespaces.user.instances vcenter/namespaces-user/namespaces
  list=[.summary]
`;

export const structures = `
vcenter.namespaces.access
  info role identity_provider? inherited?
vcenter.namespaces.instances
  VM_service_spec content_libraries? vm_classes?
  access subject_type subject domain role identity_provider?
  content_library_spec content_library writable?
  info cluster config_status messages=[.message] stats=.stats description resource_spec?=* access_list=[.access]
    storage_specs=[.storage_spec] networks? vm_service_spec?=.VM_service_spec content_libraries?=[.content_library_spec]
    creator?=.principal self_service_namespace?
  info_v2 supervisor config_status messages=[.message] stats=.stats description resource_spec?=* access_list=[.access]
    storage_specs=[.storage_spec] networks? vm_service_spec?=.VM_service_spec content_libraries?=[.content_library_spec]
    creator?=.principal self_service_namespace?
  message severity details?=vapi.std.localizable_message
  principal subject domain
  stats cpu_used memory_used storage_used
  storage_spec policy limit?
  summary cluster namespace description config_status stats=.stats self_service_namespace?
  summary_v2 supervisor namespace description config_status stats=.stats self_service_namespace?
vcenter.namespaces.namespace_self_service
  info cluster capability status messages=[vcenter.namespaces.instances.message]
  summary cluster capability status
vcenter.namespaces.namespace_templates
  info cluster template resource_spec?=* storage_specs=[vcenter.namespaces.instances.storage_spec] networks? permissions?=[.subject]
    vm_service_spec?=vcenter.namespaces.instances.VM_service_spec content_libraries?=[vcenter.namespaces.instances.content_library_spec]
  info_v2 supervisor template resource_spec?=* storage_specs=[vcenter.namespaces.instances.storage_spec] networks? permissions?=[.subject]
    vm_service_spec?=vcenter.namespaces.instances.VM_service_spec content_libraries?=[vcenter.namespaces.instances.content_library_spec]
  subject subject_type subject domain
  summary cluster template
  summary_v2 supervisor template
vcenter.namespaces.user.instances
  summary namespace master_host
`;
