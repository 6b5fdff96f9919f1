// Content libraries, templates of VMs, OVF. How to read it: `../services.ts`, `../types.ts`.

export const services = `
content.configuration content/configuration
  get=content.configuration_model update
content.library content/library/{library_id}
  find@ get=content.library_model list update
content.library.item content/library/item/{source_library_item_id}
  copy create find@ list
content.library.item content/library/item/{library_item_id}
  delete get=content.library.item_model publish update
content.library.item.download_session content/library/item/download-session/{download_session_id}
  cancel create delete fail get=content.library.item.download_session_model keep_alive list
content.library.item.downloadsession.file content/library/item/download-session/{download_session_id}/file
  get=.info list=[.info] prepare=.info
content.library.item.file content/library/item/{library_item_id}/file
  get=.info list=[.info]
content.library.item.storage content/library/item/{library_item_id}/storage
  get=[.info] list=[.info]
content.library.item.update_session content/library/item/update-session/{update_session_id}
  cancel complete create delete fail get=content.library.item.update_session_model keep_alive list update
content.library.item.updatesession.file content/library/item/update-session/{update_session_id}/file/{file_name}
  add@:POST=.info get=.info list=[.info] remove:DELETE validate@=.validation_result
content.library.subscribed_item content/library/subscribed-item/{library_item_id}
  evict sync
content.library.subscriptions content/library/{library}/subscriptions/{subscription}
  create delete get=.info list=[.summary] update
content.local_library content/local-library/{library_id}
  create delete get=content.library_model list publish update
content.security_policies content/security-policies
  list=[.info]
content.subscribed_library content/subscribed-library/{library_id}
  create delete evict get=content.library_model list probe@=.probe_result sync update
content.trusted_certificates content/trusted-certificates/{certificate}
  create delete get=.info list=.list_result
content.type content/type
  list=[.info]
vcenter.ovf.library_item vcenter/ovf/library-item/{ovf_library_item_id}
  create=.create_result deploy=.deployment_result filter=.ovf_summary
vcenter.vm_template.library_items vcenter/vm-template/library-items/{template_library_item}
  create deploy get=?.info
vcenter.vm_template.library_items.check_outs vcenter/vm-template/library-items/{template_library_item}/check-outs/{vm}
  check_in check_out@ delete get=.info list=[.summary]
vcenter.vm_template.library_items.versions vcenter/vm-template/library-items/{template_library_item}/versions/{version}
  delete get=.info list=[.summary] rollback
`;

export const structures = `
content
  configuration_model automatic_sync_enabled? automatic_sync_start_hour? automatic_sync_stop_hour? maximum_concurrent_item_syncs?
  library_model id? creation_time? description? last_modified_time? last_sync_time? name?
    storage_backings?=[content.library.storage_backing] type? optimization_info?=content.library.optimization_info version?
    publish_info?=content.library.publish_info subscription_info?=content.library.subscription_info server_guid? security_policy_id?
    unset_security_policy_id?
content.library
  item_model id? library_id? content_version? creation_time? description? last_modified_time? last_sync_time? metadata_version? name?
    cached? size? type? version? source_id? security_compliance?
    certificate_verification_info?=content.library.item.certificate_verification_info
  optimization_info optimize_remote_publishing?
  publish_info authentication_method? published? publish_url? user_name? password?=! current_password?=! persist_json_enabled?
  source_info source_library? subscription?
  storage_backing type? datastore_id? storage_uri?
  subscription_info authentication_method? automatic_sync_enabled? on_demand? password?=! ssl_thumbprint? subscription_url? user_name?
    source_info?=.source_info
content.library.item
  certificate_verification_info status cert_chain?
  download_session_model id? library_item_id? library_item_content_version? error_message?=vapi.std.localizable_message client_progress?
    state? expiration_time?
  transfer_endpoint uri ssl_certificate_thumbprint?
  update_session_model id? library_item_id? library_item_content_version? error_message?=vapi.std.localizable_message client_progress?
    state? expiration_time? preview_info?=content.library.item.updatesession.preview_info
    warning_behavior?=[content.library.item.updatesession.warning_behavior]
content.library.item.downloadsession.file
  info name size? bytes_transferred status download_endpoint?=content.library.item.transfer_endpoint
    checksum_info?=content.library.item.file.checksum_info error_message?=vapi.std.localizable_message
content.library.item.file
  checksum_info algorithm? checksum
  info checksum_info?=.checksum_info name size cached version
content.library.item.storage
  info storage_backing=content.library.storage_backing storage_uris checksum_info?=content.library.item.file.checksum_info name size
    cached version
content.library.item.updatesession
  certificate_info issuer subject self_signed x509
  preview_info state certificate_info?=.certificate_info warnings?=[.preview_warning_info] cert_chain?
  preview_warning_info type message=vapi.std.localizable_message ignored
  warning_behavior type ignored
content.library.item.updatesession.file
  info name source_type size? checksum_info?=content.library.item.file.checksum_info
    source_endpoint?=content.library.item.transfer_endpoint upload_endpoint?=content.library.item.transfer_endpoint bytes_transferred
    status error_message?=vapi.std.localizable_message keep_in_storage?
  validation_error name error_message=vapi.std.localizable_message
  validation_result has_errors missing_files invalid_files=[.validation_error]
content.library.subscriptions
  info subscribed_library subscribed_library_name subscribed_library_location subscribed_library_vcenter?=.vcenter_info
    subscribed_library_placement=.placement_info
  placement_info folder? cluster? resource_pool? host? network?
  summary subscription subscribed_library subscribed_library_name subscribed_library_vcenter_hostname?
  vcenter_info hostname https_port? server_guid
content.security_policies
  info policy name item_type_rules={}
content.subscribed_library
  probe_result status ssl_thumbprint? error_messages=[vapi.std.localizable_message]
content.trusted_certificates
  info cert_text
  list_result certificates=[.summary]
  summary certificate cert_text
content.type
  info description name type vendor version supported_rules?
vcenter.ovf
  ovf_error category issues?=[.parse_issue] name? value? message?=vapi.std.localizable_message error?=*
  ovf_info messages=[vapi.std.localizable_message]
  ovf_warning category issues?=[.parse_issue] name? value? message?=vapi.std.localizable_message error?=*
  parse_issue category file line_number column_number message=vapi.std.localizable_message
vcenter.ovf.library_item
  create_result succeeded ovf_library_item_id? error?=.result_info
  deployable_identity type id
  deployment_result succeeded resource_id?=.deployable_identity error?=.result_info
  ovf_summary name? annotation? EULAs networks? storage_groups? additional_params?=[*]
  result_info errors=[vcenter.ovf.ovf_error] warnings=[vcenter.ovf.ovf_warning] information=[vcenter.ovf.ovf_info]
vcenter.vm_template.library_items
  cpu_info count cores_per_socket
  disk_info capacity? disk_storage=.disk_storage_info
  disk_storage_info datastore storage_policy?
  ethernet_info backing_type mac_type network?
  info guest_OS cpu=.cpu_info memory=.memory_info vm_home_storage=.vm_home_storage_info disks={.disk_info} nics={.ethernet_info}
    vm_template
  memory_info size_MiB
  vm_home_storage_info datastore storage_policy?
vcenter.vm_template.library_items.check_outs
  info time user
  summary vm
vcenter.vm_template.library_items.versions
  info vm_template
  summary version vm_template
`;
