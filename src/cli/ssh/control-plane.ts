// A control plane VM of a Supervisor as root finds it: bash, a kubectl that nobody refuses anything, the container runtime and etcd.
import type { EtcdMembers, Welcome } from '../../apis/ssh/wire.ts';
import { hash128 } from '../../std/hash.ts';
import type { Program } from '../../shell/program.ts';
import { curl } from '../curl.ts';
import { err, out, type ExitCode, type Run } from '../effect.ts';
import { createKubectl } from '../kubectl/kubectl.ts';
import { crictl } from './crictl.ts';
import { askMachine, bash, machineOf, type Machine } from './machine.ts';

const adminConfig = '/etc/kubernetes/admin.conf';

/** etcd's ids are 64 bits. */
const idOf = (name: string): string => hash128(`etcd ${name}`).slice(0, 16);

const endpointOf = (ip: string): string => `https://${ip}:2379`;

/** Source: etcdctl 3.5, `member list` and `endpoint health`, of all members. */
const etcdctl = ({ host, token }: Machine): Program => ({
  name: 'etcdctl',
  summary: 'show the members of etcd',
  *run(args): Run<ExitCode> {
    const [what, which] = args.filter((arg) => !arg.startsWith('-'));
    const said = yield* askMachine<EtcdMembers>(host, '/etcd', { token });
    const isHealth = what === 'endpoint' && which === 'health';
    if (!isHealth && (what !== 'member' || which !== 'list')) {
      yield* err('Error: of etcdctl there are `member list` and `endpoint health` here\n');
      return 1;
    }
    if ('trouble' in said || said.status !== 200 || (!said.value.hasQuorum && !isHealth)) {
      yield* err('Error: context deadline exceeded\n');
      return 1;
    }
    const { members, hasQuorum } = said.value;
    if (!isHealth) {
      yield* out(
        members
          .map(
            ({ name, ip }) =>
              `${idOf(name)}, started, ${name}, https://${ip}:2380, ${endpointOf(ip)}, false\n`,
          )
          .join(''),
      );
      return 0;
    }
    for (const { ip, runs } of members) {
      if (runs && hasQuorum) yield* out(`${endpointOf(ip)} is healthy: successfully committed proposal\n`);
      else
        yield* err(`${endpointOf(ip)} is unhealthy: failed to commit proposal: context deadline exceeded\n`);
    }
    const isWell = members.every(({ runs }) => runs) && hasQuorum;
    if (!isWell) yield* err('Error: unhealthy cluster\n');
    return isWell ? 0 : 1;
  },
});

/** Runs until the person leaves, and gives the last code; undefined where the VM is gone. */
export function* controlPlane(
  host: string,
  welcome: Welcome,
  ssh: readonly Program[],
  command: string | undefined,
): Run<ExitCode | undefined> {
  const machine = machineOf(host, welcome, { KUBECONFIG: adminConfig });
  const programs = [
    createKubectl('kubectl', new Map()),
    createKubectl('k', new Map()),
    crictl(machine),
    etcdctl(machine),
    curl,
    ...ssh,
  ];
  return yield* bash(machine, programs, command);
}
