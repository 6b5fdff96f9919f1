// The appliance's services, and how one is stopped and started. Source: vSphere Automation API, com.vmware.vcenter.services.Service and
// com.vmware.appliance.{services, vmon.Service}. Only the
// Workload Control Plane can be stopped here: whatever else answers a request is needed to answer it.
import { isServiceStopped, vcenterIn, vcenters, type VCenter } from '../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../store/view.ts';
import { notAllowed, notFound } from './failure.ts';
import { rootFolder } from './inventory/places.ts';
import { done, ok, type Call, type Operation } from './operation.ts';

/** Those that people meet, with what they are called. */
const services: Readonly<Record<string, string>> = {
  'content-library': 'Content Library Service',
  'vapi-endpoint': 'API Endpoint',
  vpxd: 'VMware vCenter Server',
  'vpxd-svcs': 'VMware vCenter-Services',
  'vsphere-ui': 'VMware vSphere Client',
  wcp: 'Workload Control Plane',
};

const canStop = 'wcp';

function serviceInfo(fabric: ReadView, name: string) {
  const isStopped = isServiceStopped(fabric, name);
  return {
    name_key: `cis.${name}.ServiceName`,
    description_key: `cis.${name}.ServiceDescription`,
    startup_type: 'AUTOMATIC',
    state: isStopped ? 'STOPPED' : 'STARTED',
    ...(isStopped ? {} : { health: 'HEALTHY', health_messages: [] }),
  };
}

function serviceNamed(name: string): string {
  if (!Object.hasOwn(services, name)) throw notFound('Service', name);
  return name;
}

function setStopped({ fabric, write, params: { service = '' } }: Call, isStopped: boolean): void {
  const name = serviceNamed(service);
  if (name !== canStop)
    throw notAllowed(`Service '${name}' is needed by the sandbox itself and cannot be stopped here.`, [name]);
  const vcenter = vcenterIn(fabric);
  if (vcenter === undefined) throw notFound('Service', name);
  const others = (vcenter.spec.stoppedServices ?? []).filter((other) => other !== name);
  const stoppedServices = isStopped ? [...others, name] : others;
  const next: VCenter = { ...vcenter, spec: { ...vcenter.spec, stoppedServices } };
  write.update(vcenters, next, `${isStopped ? 'Stop' : 'Start'} service ${name}`);
}

/** What is stopped and started again is as it was: nothing of the service is only in its memory. */
const serviceAction = (path: string, action: string, isStopped: boolean): Operation => ({
  method: 'POST',
  path: `${path}/{service}`,
  action,
  privilege: 'Global.Settings',
  on: () => rootFolder,
  answer: (call) => {
    setStopped(call, isStopped);
    return done;
  },
});

const serviceActions = (path: string): readonly Operation[] => [
  serviceAction(path, 'stop', true),
  serviceAction(path, 'start', false),
  serviceAction(path, 'restart', false),
];

/** What a service is called, and in which state it is. */
const described = (fabric: ReadView, name: string) => ({
  description: services[name] ?? '',
  state: serviceInfo(fabric, name).state,
});

const inWords: readonly Operation[] = [
  {
    method: 'GET',
    path: 'appliance/services',
    privilege: 'System.Read',
    unseen: {},
    answer: ({ fabric, keyed }) =>
      ok(keyed(Object.keys(services).map((name) => [name, described(fabric, name)]))),
  },
  {
    method: 'GET',
    path: 'appliance/services/{service}',
    privilege: 'System.Read',
    on: () => rootFolder,
    answer: ({ fabric, params: { service = '' } }) => ok(described(fabric, serviceNamed(service))),
  },
  ...serviceActions('appliance/services'),
];

/** vCenter's own name for them, and the appliance's. */
const inKeys: readonly Operation[] = ['vcenter/services', 'appliance/vmon/service'].flatMap(
  (path): readonly Operation[] => [
    {
      method: 'GET',
      path,
      privilege: 'System.Read',
      unseen: {},
      answer: ({ fabric, keyed }) =>
        ok(keyed(Object.keys(services).map((name) => [name, serviceInfo(fabric, name)]))),
    },
    {
      method: 'GET',
      path: `${path}/{service}`,
      privilege: 'System.Read',
      on: () => rootFolder,
      answer: ({ fabric, params: { service = '' } }) => ok(serviceInfo(fabric, serviceNamed(service))),
    },
    ...serviceActions(path),
  ],
);

export const serviceOperations: readonly Operation[] = [...inKeys, ...inWords];
