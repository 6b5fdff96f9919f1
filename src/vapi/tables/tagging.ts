// Tags, sessions, tasks, statistics, and what errors and messages are made of. How to read it: `../services.ts`, `../types.ts`.

export const services = `
cis.session session
  create=! delete get=.info
cis.tagging.category cis/tagging/category/{category_id}
  create delete get=cis.tagging.category_model list update
cis.tagging.tag cis/tagging/tag/{tag_id}
  create delete get=cis.tagging.tag_model list list_tags_for_category@ update
cis.tagging.tag_association cis/tagging/tag-association/{tag_id}
  attach attach_multiple_tags_to_object@=.batch_result attach_tag_to_multiple_objects=.batch_result detach
  detach_multiple_tags_from_object@=.batch_result detach_tag_from_multiple_objects=.batch_result list_attachable_tags@
  list_attached_objects=[vapi.std.dynamic_ID] list_attached_objects_on_tags@=[.tag_to_objects] list_attached_tags@
  list_attached_tags_on_objects@=[.object_to_tags]
cis.tasks cis/tasks/{task}
  cancel get=cis.task.info list={cis.task.info}
vstats.acq_specs stats/acq-specs
  list=.list_result
vstats.counter_sets stats/counter-sets
  list=[.info]
vstats.counters stats/counters
  list=[.info]
vstats.metrics stats/metrics
  list=[.summary]
vstats.providers stats/providers
  list=[.summary]
vstats.resource_types stats/rsrc-types
  list=[.summary]
`;

export const structures = `
cis.session
  info user created_time last_accessed_time
cis.tagging
  category_model id name description cardinality associable_types used_by
  tag_model id category_id name description used_by
cis.tagging.tag_association
  batch_result success error_messages=[vapi.std.localizable_message]
  object_to_tags object_id=vapi.std.dynamic_ID tag_ids
  tag_to_objects tag_id object_ids=[vapi.std.dynamic_ID]
cis.task
  info progress?=.progress result?=* description=vapi.std.localizable_message service operation parent? target?=vapi.std.dynamic_ID status
    cancelable error?=* start_time? end_time? user?
  progress total completed message=vapi.std.localizable_message
vapi.std
  dynamic_ID type id
  localizable_message id default_message args params?={.localization_param} localized?
  localization_param s? dt? i? d? l?=.nested_localizable_message format? precision?
  nested_localizable_message id params?={.localization_param}
vapi.std.errors
  error messages=[vapi.std.localizable_message] data?=* error_type?
  unauthenticated messages=[vapi.std.localizable_message] data?=* error_type? challenge?
vstats
  cid_mid cid mid?
  rsrc_id key? type? id_value predicate? scheme?
  user_info label=vapi.std.localizable_message description=vapi.std.localizable_message
vstats.acq_specs
  counter_spec cid_mid?=vstats.cid_mid set_id?
  info id counters=.counter_spec resources=[vstats.rsrc_id] interval? expiration? memo_ status
  list_result acq_specs=[.info] next?
vstats.counter_sets
  info id counters=[vstats.cid_mid] user_info?=vstats.user_info
vstats.counters
  info cid metric resource_address_schema
vstats.metrics
  summary metric
vstats.providers
  summary id id_value type scheme? metadata? tracking_sn?
vstats.resource_types
  summary type
`;
