// What a Supervisor may be told of the world outside, and this one knows nothing of: other identity providers than vCenter, registries of
// container images. There are none, and none are taken. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.supervisors.
import { notFound, unsupported } from '../failure.ts';
import { ok, since, type Operation } from '../operation.ts';
import { supervisorAsked } from './clusters.ts';

const base = 'vcenter/namespace-management/supervisors/{supervisor}';

interface Outside {
  readonly path: string;
  /** `Identity provider`. */
  readonly what: string;
  /** The part of the path that names one. */
  readonly param: string;
  readonly since: string;
  /** Methods that change one. */
  readonly changes: readonly ('PUT' | 'PATCH' | 'DELETE')[];
}

const all: readonly Outside[] = [
  {
    path: `${base}/identity/providers`,
    what: 'Identity provider',
    param: 'provider',
    since: '8.0.0.1',
    changes: ['PUT', 'PATCH', 'DELETE'],
  },
  {
    path: `${base}/container-image-registries`,
    what: 'Container image registry',
    param: 'container_image_registry',
    since: '8.0.3.0',
    changes: ['PATCH', 'DELETE'],
  },
];

const manage = { privilege: 'Namespaces.Manage' } as const;

export const outsideOperations: readonly Operation[] = all.flatMap(
  ({ path, what, param, since: version, changes }): readonly Operation[] => {
    const from = { in: since(version) };
    const missing: Operation['answer'] = (call) => {
      supervisorAsked(call);
      throw notFound(what, call.params[param] ?? '');
    };
    return [
      {
        method: 'GET',
        path,
        ...manage,
        ...from,
        answer: (call) => {
          supervisorAsked(call);
          return ok([]);
        },
      },
      {
        method: 'POST',
        path,
        ...manage,
        ...from,
        answer: (call) => {
          const { name } = supervisorAsked(call).metadata;
          throw unsupported(`Supervisor '${name}' does not support it: ${what}.`, [name]);
        },
      },
      ...(['GET', ...changes] as const).map((method): Operation => ({
        method,
        path: `${path}/{${param}}`,
        ...manage,
        ...from,
        answer: missing,
      })),
    ];
  },
);
