// Supervisor Services as vCenter knows them: the registered service, its versions with what was uploaded, and what is to be installed on which
// Supervisor. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.SupervisorServices and supervisor_services.
import { boolean, string } from '../../store/schema/infer.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { messages } from './messages.ts';
import type { Supervisor } from './supervisor.ts';

const group = 'vsphere.sandbox';
const state = { type: 'string', enum: ['ACTIVATED', 'DEACTIVATED'] } as const;

/** Their names are their ids, `harbor.tanzu.vmware.com`. */
export const supervisorServices = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'state'],
      properties: { displayName: string, description: string, state },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group,
    kind: 'SupervisorService',
    plural: 'supervisorservices',
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'State', cell: ({ spec }) => spec.state },
      ageColumn,
    ],
  },
);

export const supervisorServiceVersions = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['service', 'version', 'displayName', 'state', 'contentType', 'content'],
      properties: {
        service: string,
        version: string,
        displayName: string,
        description: string,
        eula: string,
        state,
        contentType: {
          type: 'string',
          enum: ['CARVEL_APPS_YAML', 'VSPHERE_APPS_YAML', 'CUSTOM_YAML'],
        },
        /** What was uploaded, in base64. */
        content: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group,
    kind: 'SupervisorServiceVersion',
    plural: 'supervisorserviceversions',
    indexes: { service: ({ spec }) => [spec.service] },
    columns: [
      nameColumn,
      { name: 'Service', cell: ({ spec }) => spec.service },
      { name: 'Version', cell: ({ spec }) => spec.version },
      { name: 'State', cell: ({ spec }) => spec.state },
      ageColumn,
    ],
  },
);

/** A service on a Supervisor. */
export const clusterSupervisorServices = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['service', 'supervisor', 'version'],
      properties: {
        service: string,
        supervisor: string,
        /** The version that is to be there. */
        version: string,
        /** The values that it is configured with: keys and texts, or YAML in base64. */
        values: { type: 'object', additionalProperties: string },
        yaml: string,
        /** Asked to go. */
        removed: boolean,
      },
    },
    status: {
      type: 'object',
      properties: {
        configStatus: { type: 'string', enum: ['CONFIGURING', 'CONFIGURED', 'REMOVING', 'ERROR'] },
        /** Its namespace, once it is there. */
        namespace: string,
        messages,
      },
    },
  },
  {
    group,
    kind: 'ClusterSupervisorService',
    plural: 'clustersupervisorservices',
    indexes: { service: ({ spec }) => [spec.service], supervisor: ({ spec }) => [spec.supervisor] },
    columns: [
      nameColumn,
      { name: 'Supervisor', cell: ({ spec }) => spec.supervisor },
      { name: 'Version', cell: ({ spec }) => spec.version },
      { name: 'Config-Status', cell: ({ status }) => status?.configStatus ?? 'CONFIGURING' },
      ageColumn,
    ],
  },
);

export type SupervisorService = ObjectOf<typeof supervisorServices>;
export type SupervisorServiceVersion = ObjectOf<typeof supervisorServiceVersions>;
export type ClusterSupervisorService = ObjectOf<typeof clusterSupervisorServices>;
export type ContentType = SupervisorServiceVersion['spec']['contentType'];

export const supervisorServicesKind = `${group}/supervisorservices`;
export const supervisorServiceVersionsKind = `${group}/supervisorserviceversions`;
export const clusterSupervisorServicesKind = `${group}/clustersupervisorservices`;

/** Names of a version and of a service on a Supervisor. */
export const versionName = (service: string, version: string): string => `${service}:${version}`;
export const installedName = (supervisor: string, service: string): string => `${supervisor}:${service}`;

export function versionsOf(fabric: ReadView, service: string): readonly SupervisorServiceVersion[] {
  return fabric.list<SupervisorServiceVersion>(supervisorServiceVersionsKind, {
    index: ['service', service],
  });
}

/** The namespace of a service on a Supervisor, `svc-harbor-domain-c8`: of a package's long name the first part. */
export function serviceNamespace(service: string, { spec }: Supervisor): string {
  return `svc-${service.split('.')[0] ?? service}-${spec.moid}`;
}
