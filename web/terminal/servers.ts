/** Which servers the terminal's programs reach: those of this world, by the names and addresses that they have in it. */
import type { ConnectionTrouble, Endpoint } from '../../src/cli/effect.ts';
import type { Supervisor, VCenter } from '../live/fabric.ts';
import { kinds, pathOf } from '../live/kinds.ts';
import { getJson } from '../live/request.ts';

interface List<T> {
  readonly items: readonly T[];
}

async function itemsOf<T>(kind: Parameters<typeof pathOf>[0]): Promise<readonly T[]> {
  const answer = await getJson<List<T>>(pathOf(kind), {}, 'page');
  return answer.ok ? answer.value.items : [];
}

/** Host names and addresses, in lower case. */
async function hosts(): Promise<ReadonlySet<string>> {
  const [supervisors, vcenters] = await Promise.all([
    itemsOf<Supervisor>(kinds.supervisors),
    itemsOf<VCenter>(kinds.vcenters),
  ]);
  return new Set(
    [
      ...supervisors.flatMap(({ spec, status }) => [
        spec.fqdn,
        spec.management.floatingIp,
        status?.apiEndpoint ?? '',
      ]),
      ...vcenters.map(({ spec }) => spec.fqdn),
    ].map((name) => name.toLowerCase()),
  );
}

/** Why a server cannot be talked to; undefined where it can. */
export async function troubleWith({ server, verifies }: Endpoint): Promise<ConnectionTrouble | undefined> {
  // Who listens for SSH the world says itself.
  if (server.startsWith('ssh://')) return undefined;
  const host = (/^https?:\/\/([^/:]+)/.exec(server)?.[1] ?? '').toLowerCase();
  if (!(await hosts()).has(host)) {
    const isAddress = /^[\d.]+$/.test(host) || host === 'localhost';
    return isAddress ? 'connection-refused' : 'no-such-host';
  }
  // Nothing here trusts the Supervisor's own authority unless it was told to, as on a fresh workstation.
  return verifies ? 'unknown-authority' : undefined;
}
