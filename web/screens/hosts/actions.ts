/** What an administrator does to a host: its power, and maintenance mode; each a method of VI/JSON. */
import type { Host } from '../../live/fabric.ts';
import { kinds } from '../../live/kinds.ts';
import { write } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import type { MenuItem } from '../../parts/menu.ts';
import type { Action } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { hrefOfObject } from '../places.ts';
import { router } from '../router.svelte.ts';

interface HostName {
  readonly name: string;
  readonly moid: string;
}

function hostPower({ name, moid }: HostName, to: 'On' | 'Off'): Action {
  const method = to === 'Off' ? 'ShutdownHost_Task' : 'PowerUpHostFromStandBy_Task';
  const path = `${viJson}/HostSystem/${encodeURIComponent(moid)}/${method}`;
  const body = to === 'Off' ? { force: true } : { timeoutSec: 0 };
  return {
    did: {
      what: `${to === 'Off' ? 'Shut down' : 'Powered on'} host ${name}`,
      cli: to === 'Off' ? { text: `govc host.shutdown -f ${name}` } : { none: 'govc has no command for it' },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: () => write('POST', path, body),
  };
}

export function hostMaintenance({ name, moid }: HostName, enters: boolean): Action {
  const method = enters ? 'EnterMaintenanceMode_Task' : 'ExitMaintenanceMode_Task';
  const path = `${viJson}/HostSystem/${encodeURIComponent(moid)}/${method}`;
  const body = enters ? { timeout: 0, evacuatePoweredOffVms: false } : { timeout: 0 };
  return {
    did: {
      what: `Host ${name} ${enters ? 'enters' : 'exits'} maintenance mode`,
      cli: { text: `govc host.maintenance.${enters ? 'enter' : 'exit'} ${name}` },
      rest: { text: `POST ${path} ${JSON.stringify(body)}` },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: () => write('POST', path, body),
  };
}

export function askHostPower(host: HostName, to: 'On' | 'Off'): void {
  dialogs.show({
    kind: 'confirm',
    title: to === 'Off' ? `Shut down ${host.name}?` : `Power on ${host.name}?`,
    verb: to === 'Off' ? 'Shut down' : 'Power on',
    text:
      to === 'Off'
        ? 'The host is not in maintenance mode: what runs on it stops with it.'
        : 'The host boots in three to four minutes of simulated time, then its Spherelet makes it a node again.',
    points:
      to === 'Off'
        ? [
            'Its vSphere Pods stop. Kubernetes notices after 40 s and replaces those with a controller after a further 300 s.',
            'A Supervisor control plane VM on it is restarted elsewhere by vSphere HA.',
          ]
        : [],
    danger: to === 'Off',
    action: hostPower(host, to),
  });
}

export function askMaintenance(host: HostName, enters: boolean): void {
  dialogs.show({
    kind: 'confirm',
    title: `${enters ? 'Enter' : 'Exit'} maintenance mode on ${host.name}?`,
    verb: enters ? 'Enter' : 'Exit',
    text: enters
      ? 'Nothing new is placed on the host; it is in maintenance mode once nothing runs on it.'
      : 'VMs and vSphere Pods are placed on the host again.',
    points: enters
      ? [
          'Its control plane VM migrates to a host without another one.',
          'Its vSphere Pods are evicted as their disruption budgets allow; a controller makes new ones elsewhere.',
          'A Pod without a controller is lost.',
        ]
      : [],
    danger: false,
    action: hostMaintenance(host, enters),
  });
}

export const hostEntity = (moid: string) => ({ type: 'HostSystem', value: moid });

export function hostActions({ metadata: { name }, spec }: Host): MenuItem[] {
  const host = { name, moid: spec.moid };
  const already = (is: string): string | undefined =>
    spec.power === is ? `already powered ${is.toLowerCase()}` : undefined;
  const inMode = spec.maintenance === true;
  const entity = hostEntity(spec.moid);
  const maintenance: MenuItem[] = [
    {
      label: 'Enter Maintenance Mode…',
      icon: 'off',
      section: 'Maintenance Mode',
      reason: inMode ? 'already asked for' : spec.power === 'Off' ? 'it has no power' : undefined,
      onselect: () => askMaintenance(host, true),
    },
    {
      label: 'Exit Maintenance Mode…',
      icon: 'run',
      reason: inMode ? undefined : 'not in maintenance mode',
      onselect: () => askMaintenance(host, false),
    },
  ];
  const power: MenuItem[] = [
    {
      label: 'Power On…',
      icon: 'run',
      section: 'Power',
      reason: already('On'),
      onselect: () => askHostPower(host, 'On'),
    },
    {
      label: 'Shut Down…',
      icon: 'off',
      reason: already('Off'),
      onselect: () => askHostPower(host, 'Off'),
    },
  ];
  return [
    ...rights.guard('Host.Config.Maintenance', entity, maintenance),
    ...rights.guard('Host.Config.Power', entity, power),
    {
      label: 'View YAML',
      icon: 'yaml',
      section: true,
      onselect: () => router.go(hrefOfObject(kinds.hosts, '', name, 'yaml')),
    },
  ];
}
