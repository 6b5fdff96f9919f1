// The namespaces that whoever asks may use. Source: vSphere Automation API, com.vmware.vcenter.namespaces.user.Instances.
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import { mayWorkIn } from '../../kubernetes/authorize.ts';
import { list } from '../inventory/places.ts';
import { ok, type Operation } from '../operation.ts';
import { supervisorNamed } from './found.ts';

export const userInstances: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/namespaces-user/namespaces',
    answer: ({ actor, fabric, in: viewOf }) =>
      ok(
        list<VSphereNamespace>(fabric, 'namespaces').flatMap(({ metadata: { name }, spec }) => {
          const supervisor = supervisorNamed(fabric, spec.supervisor);
          if (supervisor === undefined) return [];
          return mayWorkIn(viewOf(supervisor.spec.scope), actor, name)
            ? [{ namespace: name, master_host: supervisor.status?.apiEndpoint ?? supervisor.spec.fqdn }]
            : [];
        }),
      ),
  },
];
