#!/bin/bash
# Workload Management by curl, in the order of VMware's documentation: sign in, find what the spec names, enable, wait, make a namespace,
# ask as a developer, sign out. $VC is vCenter's address. Prints one line for each answer.
set -eu

user='administrator@vsphere.local:VMware1!'
json='Content-Type: application/json'
management="https://$VC/api/vcenter/namespace-management"

session=$(curl -sk -X POST -u "$user" "https://$VC/api/session" | tr -d '"')
vc() { curl -sk -H "vmware-api-session-id: $session" "$@"; }
code() { vc -o /dev/null -w '%{http_code}' "$@"; }
# The first value of a member.
first() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }

cluster=$(vc "https://$VC/api/vcenter/cluster" | first cluster)
echo "cluster $cluster: $(vc "$management/cluster-compatibility" | grep -o '"compatible":[a-z]*' | head -n 1)"
switch=$(vc "$management/distributed-switch-compatibility?cluster=$cluster" | first distributed_switch)
edge=$(vc --get --data-urlencode "cluster=$cluster" --data-urlencode "distributed_switch=$switch" \
  "$management/edge-cluster-compatibility" | first edge_cluster)
network=$(vc "https://$VC/api/vcenter/network?types=DISTRIBUTED_PORTGROUP&names=DVPG-Management" | first network)
policy=$(vc "https://$VC/api/vcenter/storage/policies" | first policy)
for found in "$switch" "$edge" "$network" "$policy"; do [ -n "$found" ] || echo 'something is missing'; done

spec() {
  cat <<JSON
{
  "size_hint": "TINY",
  "service_cidr": { "address": "10.96.0.0", "prefix": 23 },
  "network_provider": "NSXT_CONTAINER_PLUGIN",
  "ncp_cluster_network_spec": {
    "pod_cidrs": [{ "address": "10.244.0.0", "prefix": 20 }],
    "ingress_cidrs": [{ "address": "10.15.8.0", "prefix": 24 }],
    "egress_cidrs": [{ "address": "10.15.9.0", "prefix": 24 }],
    "cluster_distributed_switch": "$switch",
    "nsx_edge_cluster": "$edge"
  },
  "master_management_network": {
    "mode": "STATICRANGE",
    "address_range": {
      "subnet_mask": "255.255.255.0",
      "starting_address": "10.0.10.50",
      "gateway": "10.0.10.1",
      "address_count": $1
    },
    "network": "$network"
  },
  "master_DNS": ["10.0.0.53"],
  "worker_DNS": ["10.0.0.53"],
  "master_NTP_servers": ["10.0.10.1"],
  "master_DNS_search_domains": ["sandbox.lab"],
  "master_storage_policy": "$policy",
  "ephemeral_storage_policy": "$policy",
  "image_storage": { "storage_policy": "$policy" }
}
JSON
}
echo "enable with four addresses: $(spec 4 | vc -X POST -H "$json" -d @- "$management/clusters/$cluster?action=enable" | first error_type)"
echo "enable: $(spec 5 | code -X POST -H "$json" -d @- "$management/clusters/$cluster?action=enable")"
status=''
for _ in $(seq 600); do
  status=$(vc "$management/clusters/$cluster" | first config_status)
  [ "$status" = RUNNING ] && break
  sleep 0.1
done
echo "cluster: $status at $(vc "$management/clusters/$cluster" | first api_server_management_endpoint)"

namespaces="https://$VC/api/vcenter/namespaces/instances"
echo "namespace: $(code -X POST -H "$json" "$namespaces" -d '{
  "cluster": "'"$cluster"'",
  "namespace": "team-d",
  "description": "made by a script",
  "storage_specs": [{ "policy": "'"$policy"'", "limit": 20480 }],
  "resource_spec": { "cpu_limit": 8000, "memory_limit": 16384 }
}')"
echo "namespace again: $(vc -X POST -H "$json" "$namespaces" -d '{"cluster":"'"$cluster"'","namespace":"team-d"}' | first error_type)"
echo "access: $(code -X POST -H "$json" "$namespaces/team-d/access/vsphere.local/dev-anna?type=USER" -d '{"role":"EDIT"}')"
echo "limit: $(code -X PATCH -H "$json" "$namespaces/team-d" -d '{"resource_spec":{"memory_limit":32768}}')"
echo "namespace: $(vc "$namespaces/team-d" | grep -o '"memory_limit":[0-9]*')"

token=$(curl -sk -X POST -u 'dev-anna@vsphere.local:VMware1!' "https://$VC/api/session" | tr -d '"')
mine=$(curl -sk -H "vmware-api-session-id: $token" "https://$VC/api/vcenter/namespaces-user/namespaces")
echo "of the developer: $(echo "$mine" | first namespace)"

echo "namespace deleted: $(code -X DELETE "$namespaces/team-d")"
echo "signed out: $(code -X DELETE "https://$VC/api/session"), then $(code "https://$VC/api/vcenter/cluster")"
