// The machines of the world as SSH finds them: who listens, who may log in, what lies there. What is done on a machine is asked of the published
// faces with the session's token, so that it stands in the journal like anybody's request.
import { supervisorsKind, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { vcenterIn } from '../../kinds/vsphere/vcenter.ts';
import { controlPlaneVmsOf } from '../../kinds/vsphere/machine.ts';
import { hasQuorum, isMember, isOn } from '../../kinds/vsphere/virtual-machine.ts';
import { isObject, type Json } from '../../std/draft.ts';
import { scanJson } from '../../std/json-scan.ts';
import type { ReadView } from '../../store/view.ts';
import { json, pageNotFound } from '../kubernetes/answer.ts';
import { decodePart } from '../kubernetes/query.ts';
import type { Actor, WireRequest, WireResponse } from '../kubernetes/wire.ts';
import { ownTokenFor } from '../sign-in.ts';
import { containersOn } from './containers.ts';
import { filesOn } from './files.ts';
import { bannerOf, greetingOf } from './greeting.ts';
import {
  controlPlanePassword,
  fingerprintOf,
  hostnameOf,
  machineAt,
  rootPassword,
  type Machine,
} from './machines.ts';
import type { ControlPlanes, EtcdMembers, HostKey, MachineFiles, Unreachable, Welcome } from './wire.ts';

export interface SshOptions {
  /** Marks tokens, and is what passwords are made of. */
  readonly tokenKey: string;
  readonly fabric: () => ReadView;
}

const path = /^\/sandbox\/ssh\/([^/]+)(?:\/(sessions|files|control-planes|etcd|containers))?$/;

export const isSshPath = (asked: string): boolean => path.test(asked);

const root = 'root';

const masters = 'system:masters';

/** As whom root of a machine is known to the servers that run there. */
const accountOn = ({ kind }: Machine): Actor => ({
  user: kind === 'vcenter' ? 'root@localos' : 'kubernetes-admin',
  groups: [masters, 'system:authenticated'],
});

const refused = (): WireResponse => json(401, { message: 'Permission denied' });

function credentialsIn(body = ''): { readonly user?: Json; readonly password?: Json } {
  const read = scanJson(body);
  return 'error' in read || !isObject(read.value) ? {} : read.value;
}

function welcome({ tokenKey, fabric }: SshOptions, machine: Machine, body: string | undefined): WireResponse {
  const { user, password } = credentialsIn(body);
  if (user !== root || password !== rootPassword(tokenKey, machine)) return refused();
  const { now } = fabric();
  const answer: Welcome = {
    token: ownTokenFor(tokenKey, accountOn(machine), now),
    machine: machine.kind,
    hostname: hostnameOf(machine),
    greeting: greetingOf(machine),
  };
  return json(201, answer);
}

function controlPlanes({ tokenKey, fabric }: SshOptions): ControlPlanes {
  const instance = vcenterIn(fabric())?.spec.instanceUuid ?? '';
  const supervisors = fabric().list<Supervisor>(supervisorsKind);
  return {
    clusters: supervisors.map((supervisor) => ({
      cluster: `${supervisor.spec.moid}:${instance}`,
      floatingIp: supervisor.spec.management.floatingIp,
      password: controlPlanePassword(tokenKey, supervisor),
    })),
  };
}

function etcdOf(supervisor: Supervisor, fabric: ReadView): EtcdMembers {
  const members = controlPlaneVmsOf(supervisor, fabric).filter(isMember);
  return {
    members: members.map((vm) => ({
      name: vm.spec.node ?? '',
      ip: vm.spec.managementIp ?? '',
      runs: isOn(vm),
    })),
    hasQuorum: hasQuorum(members),
  };
}

/** Answers whatever `isSshPath`; shapes are in `wire.ts`. `actor` is the bearer of the request's token, if it bears one that is good. */
export function ssh(options: SshOptions, request: WireRequest, actor: Actor | undefined): WireResponse {
  const fabric = options.fabric();
  const [, host = '', question] = path.exec(request.path.split('?')[0] ?? '') ?? [];
  const machine = machineAt(fabric, decodePart(host));
  if (typeof machine === 'string') return json(502, { trouble: machine } satisfies Unreachable);
  if (question === 'sessions')
    return request.method === 'POST' ? welcome(options, machine, request.body) : pageNotFound();
  if (request.method !== 'GET') return pageNotFound();
  if (question === undefined)
    return json(200, {
      hostname: hostnameOf(machine),
      fingerprint: fingerprintOf(machine),
      banner: bannerOf(machine),
    } satisfies HostKey);
  const account = accountOn(machine);
  if (actor?.user !== account.user || !actor.groups.includes(masters)) return refused();
  if (question === 'files') {
    const adminToken = () => ownTokenFor(options.tokenKey, account, fabric.now);
    return json(200, { files: filesOn(machine, fabric, adminToken) } satisfies MachineFiles);
  }
  if (question === 'control-planes')
    return machine.kind === 'vcenter' ? json(200, controlPlanes(options)) : pageNotFound();
  if (machine.kind !== 'control-plane') return pageNotFound();
  const { supervisor, vm } = machine;
  return json(
    200,
    question === 'etcd'
      ? etcdOf(supervisor, fabric)
      : containersOn(vm.spec.node ?? '', fabric.in(supervisor.spec.scope)),
  );
}
