// A vSphere Namespace as vCenter has it: who may use it, with which limits. What it becomes on the Supervisor is WCP's work.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

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
        /** Limits of its resource pool; absent means no limit. */
        limits: { type: 'object', properties: { cpuMHz: integer, memoryMiB: integer, storageMiB: integer } },
        resourcePool: string,
        folder: string,
      },
    },
    status: {
      type: 'object',
      properties: { configStatus: { type: 'string', enum: ['CONFIGURING', 'RUNNING', 'REMOVING', 'ERROR'] } },
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
