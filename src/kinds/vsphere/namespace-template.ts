// What developers' own vSphere Namespaces are made of on a Supervisor, and who may make them: namespace self-service.
import { boolean, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { resourceSpec, storageSpecs } from './namespace.ts';

/** Who may make namespaces of a template. */
export const templatePermissions = {
  type: 'array',
  items: {
    type: 'object',
    required: ['subject', 'domain', 'subject_type'],
    properties: {
      subject: string,
      domain: string,
      subject_type: { type: 'string', enum: ['USER', 'GROUP'] },
    },
  },
} as const;

export const namespaceTemplates = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['cluster', 'template', 'active', 'permissions'],
      properties: {
        /** Managed object id of the Supervisor's cluster. */
        cluster: string,
        template: string,
        /** Whether self-service uses it; of a cluster's templates one does at most. */
        active: boolean,
        permissions: templatePermissions,
        resources: resourceSpec,
        storage: storageSpecs,
        vmClasses: strings,
        contentLibraries: strings,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'NamespaceTemplate',
    plural: 'namespacetemplates',
    columns: [
      nameColumn,
      { name: 'Cluster', cell: ({ spec }) => spec.cluster },
      { name: 'Active', cell: ({ spec }) => String(spec.active) },
      ageColumn,
    ],
  },
);

export type NamespaceTemplate = ObjectOf<typeof namespaceTemplates>;

export const namespaceTemplatesKind = 'vsphere.sandbox/namespacetemplates';

/** Annotations of a namespace that a developer made: that it is one, and whose. */
export const selfServiceAnnotation = 'vmware-system-self-service-namespace';
export const ownerAnnotation = 'vmware-system-namespace-owner';
export const ownerCountAnnotation = 'vmware-system-namespace-owner-count';
