// What lies on a machine: the log of the Workload Control Plane, the control plane's own kubeconfig, what Photon says of itself. All of it is told
// anew whenever somebody looks.
import { scopePrefix, supervisorsKind, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { limits } from '../../std/limits.ts';
import { printYaml } from '../../std/yaml-print.ts';
import type { ReadView } from '../../store/view.ts';
import { wcpLog } from '../wcp/log.ts';
import type { Machine } from './machines.ts';
import { decryptPath } from './wire.ts';

/** The end of a text, from the beginning of a line on. */
function lastOf(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const cut = text.slice(-charactersMax);
  return cut.slice(cut.indexOf('\n') + 1);
}

const photon = (name: string): string => `NAME="VMware Photon OS"\nID=photon\nPRETTY_NAME="${name}"\n`;

/** Of a whole vCenter: what it says of each of its Supervisors. */
function serviceLog(fabric: ReadView): string {
  const clusters = fabric.list<Supervisor>(supervisorsKind).map(({ spec }) => spec.moid);
  return lastOf(clusters.map((cluster) => wcpLog(fabric, cluster)).join(''), limits.machineLogCharactersMax);
}

/** The kubeconfig of kubeadm. A token stands where the product has a client certificate. */
function adminConfig({ spec }: Supervisor, token: string): string {
  const name = 'kubernetes';
  const user = 'kubernetes-admin';
  const path = scopePrefix(spec.scope);
  const server = `https://${spec.management.floatingIp}:6443${path}`;
  return printYaml({
    apiVersion: 'v1',
    clusters: [{ cluster: { 'insecure-skip-tls-verify': true, server }, name }],
    contexts: [{ context: { cluster: name, user }, name: `${user}@${name}` }],
    'current-context': `${user}@${name}`,
    kind: 'Config',
    preferences: {},
    users: [{ name: user, user: { token } }],
  });
}

export function filesOn(
  machine: Machine,
  fabric: ReadView,
  adminToken: () => string,
): Readonly<Record<string, string>> {
  if (machine.kind === 'vcenter') {
    const { fqdn } = machine.vcenter.spec;
    return {
      '/etc/hostname': `${fqdn}\n`,
      '/etc/os-release': photon('VMware Photon OS/Linux'),
      [decryptPath]:
        '#!/usr/bin/python\n# Shows what the database of the Workload Control Plane has of each Supervisor.\n',
      '/var/log/vmware/wcp/wcpsvc.log': serviceLog(fabric),
    };
  }
  const { supervisor, vm } = machine;
  return {
    '/etc/hostname': `${vm.spec.node ?? ''}\n`,
    '/etc/os-release': photon('VMware Photon OS/Linux'),
    '/etc/kubernetes/admin.conf': adminConfig(supervisor, adminToken()),
  };
}
