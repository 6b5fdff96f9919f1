// Supervisor Services on a Supervisor: each gets a namespace of its own, and loses it when it is uninstalled. What would be deployed there is
// kapp-controller's work, which nobody does here yet: the service says so and stays in error, as one whose package cannot be deployed.
import { nobody, type Loop, type Outcome, type Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { vsphereNamespaces, type VSphereNamespace } from '../../kinds/vsphere/namespace.ts';
import {
  clusterSupervisorServices,
  clusterSupervisorServicesKind,
  serviceNamespace,
  type ClusterSupervisorService,
} from '../../kinds/vsphere/supervisor-service.ts';
import {
  fabricScope,
  isServiceNamespace,
  supervisorOf,
  type Supervisor,
} from '../../kinds/vsphere/supervisor.ts';
import { isServiceStopped, vcentersKind } from '../../kinds/vsphere/vcenter.ts';
import { equal } from '../../std/draft.ts';
import { kindId } from '../../store/kind.ts';
import { numberBy } from './numbers.ts';

const namespacesKind = kindId(vsphereNamespaces);

type Status = NonNullable<ClusterSupervisorService['status']>;

const notDeployed = (service: string): Status['messages'] => [
  {
    severity: 'ERROR',
    details: `service: ${service}. Reason: NoController. Message: kapp-controller is not part of this sandbox yet. The namespace of the service is there, its package is not deployed.`,
  },
];

function withStatus(installed: ClusterSupervisorService, status: Status, why: string): readonly Write[] {
  if (equal(installed.status, status)) return [];
  const object = { ...installed, status };
  return [{ verb: 'update', kind: clusterSupervisorServices, in: fabricScope, object, why }];
}

function remove(installed: ClusterSupervisorService, own: VSphereNamespace | undefined): Outcome | undefined {
  const why = 'its service is uninstalled';
  if (own === undefined)
    return {
      writes: [{ verb: 'delete', kind: clusterSupervisorServices, in: fabricScope, object: installed, why }],
    };
  const status = { ...installed.status, configStatus: 'REMOVING' as const, messages: [] };
  const writes: Write[] = [...withStatus(installed, status, 'asked to go')];
  if (own.spec.removed !== true) {
    const object: VSphereNamespace = { ...own, spec: { ...own.spec, removed: true } };
    writes.push({ verb: 'update', kind: vsphereNamespaces, in: fabricScope, object, why });
  }
  return { writes };
}

function keep(
  installed: ClusterSupervisorService,
  own: VSphereNamespace | undefined,
  name: string,
  supervisor: Supervisor,
): Outcome | undefined {
  const { service } = installed.spec;
  if (own === undefined) {
    const number = numberBy(installed);
    const spec = {
      supervisor: supervisor.metadata.name,
      access: [],
      resourcePool: `resgroup-${number}`,
      folder: `group-v${number}`,
    };
    const object = { metadata: { name }, spec, status: { configStatus: 'CONFIGURING' } };
    const made: Write = {
      verb: 'create',
      kind: vsphereNamespaces,
      in: fabricScope,
      object,
      why: `the namespace of Supervisor Service ${service}`,
    };
    return {
      writes: [made, ...withStatus(installed, { configStatus: 'CONFIGURING', messages: [] }, 'installed')],
    };
  }
  if (own.status?.configStatus !== 'RUNNING') return undefined;
  const status = { configStatus: 'ERROR' as const, namespace: name, messages: notDeployed(service) ?? [] };
  return { writes: withStatus(installed, status, 'nobody deploys its package') };
}

export const supervisorServices: Loop = {
  name: 'appplatform-operator',
  observes: {
    [clusterSupervisorServicesKind]: (prev, next) => [(next ?? prev)?.metadata.name ?? ''],
    [namespacesKind]: (prev, next) =>
      isServiceNamespace((next ?? prev)?.metadata.name ?? '') ? ['*'] : nobody,
    // The service of Workload Management was started, or stopped.
    [vcentersKind]: () => ['*'],
  },
  expand: (_pattern, view) =>
    view
      .in(fabricScope)
      .list(clusterSupervisorServicesKind)
      .map(({ metadata }) => metadata.name),
  consults: ['vsphere.sandbox/supervisors'],
  run(key, view: View): Outcome | undefined {
    const fabric = view.in(fabricScope);
    const supervisor = supervisorOf(view);
    const installed = fabric.get<ClusterSupervisorService>(clusterSupervisorServicesKind, key);
    if (supervisor === undefined || installed === undefined || isServiceStopped(fabric, 'wcp'))
      return undefined;
    if (installed.spec.supervisor !== supervisor.metadata.name || supervisor.spec.removed === true)
      return undefined;
    const name = serviceNamespace(installed.spec.service, supervisor);
    const own = fabric.get<VSphereNamespace>(namespacesKind, name);
    return installed.spec.removed === true ? remove(installed, own) : keep(installed, own, name, supervisor);
  },
};
