// A vSphere Namespace as vCenter has it: who may use it, with which limits. What it becomes on the Supervisor is WCP's work.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import type { Schema } from '../../store/schema/schema.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { messages } from './messages.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * What it may use, in the Automation API's own names: MHz, MiB and counts; absent means no limit. Source: com.vmware.vcenter.namespaces,
 * resource_quota_options_v1.
 */
export const resourceSpec = {
  type: 'object',
  properties: {
    memory_limit: integer,
    memory_limit_default: integer,
    memory_request_default: integer,
    cpu_limit: integer,
    cpu_limit_default: integer,
    cpu_request_default: integer,
    storage_request_limit: integer,
    pod_count: integer,
    service_count: integer,
    deployment_count: integer,
    daemon_set_count: integer,
    replica_set_count: integer,
    replication_controller_count: integer,
    stateful_set_count: integer,
    config_map_count: integer,
    secret_count: integer,
    persistent_volume_claim_count: integer,
    job_count: integer,
  },
} as const satisfies Schema;

export const storageSpecs = {
  type: 'array',
  items: { type: 'object', required: ['policy'], properties: { policy: string, limit: integer } },
} as const satisfies Schema;

export const vsphereNamespaces = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['supervisor', 'access'],
      properties: {
        supervisor: string,
        description: string,
        access: {
          type: 'array',
          items: {
            type: 'object',
            required: ['subject', 'domain', 'type', 'role'],
            properties: {
              subject: string,
              domain: string,
              type: { type: 'string', enum: ['USER', 'GROUP'] },
              role: { type: 'string', enum: ['VIEW', 'EDIT', 'OWNER'] },
            },
          },
        },
        resources: resourceSpec,
        /** Policies that its claims may use, with a limit in MiB where it has one. */
        storage: storageSpecs,
        /** Workload networks that it is on; where it says none, the primary one. Of a Supervisor on a distributed switch only. */
        networks: strings,
        vmClasses: strings,
        /** Ids of the libraries that VM Service takes images from. */
        contentLibraries: strings,
        /** Libraries that its people see, and those that they may write to. */
        libraries: {
          type: 'array',
          items: {
            type: 'object',
            required: ['content_library'],
            properties: { content_library: string, writable: boolean },
          },
        },
        /** Made by a developer with kubectl, whose it is. */
        selfService: boolean,
        resourcePool: string,
        folder: string,
        /** Asked to go: it does once the Supervisor has nothing of it any more. */
        removed: boolean,
      },
    },
    status: {
      type: 'object',
      properties: {
        configStatus: { type: 'string', enum: ['CONFIGURING', 'RUNNING', 'REMOVING', 'ERROR'] },
        messages,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Namespace',
    plural: 'namespaces',
    columns: [
      nameColumn,
      { name: 'Supervisor', cell: (namespace) => namespace.spec.supervisor },
      { name: 'Config-Status', cell: (namespace) => namespace.status?.configStatus ?? 'CONFIGURING' },
      { name: 'Description', cell: (namespace) => namespace.spec.description ?? '' },
      ageColumn,
    ],
  },
);

export type VSphereNamespace = ObjectOf<typeof vsphereNamespaces>;
export type Access = VSphereNamespace['spec']['access'][number];
export type ResourceSpec = NonNullable<VSphereNamespace['spec']['resources']>;

/** The workload networks of a namespace of the Supervisor: its own, or the primary one; none on NSX, nor of another Supervisor's. */
export function networksOfNamespace({ spec }: VSphereNamespace, supervisor: Supervisor): readonly string[] {
  const primary = supervisor.spec.workloads.vsphere?.primaryNetwork;
  if (primary === undefined || spec.supervisor !== supervisor.metadata.name) return [];
  return spec.networks ?? [primary];
}
