// A host taken out of maintenance mode: what it would be then, and how vCenter is asked for it.
import { viJson } from '../../releases/vi-json.ts';
import { isRunning, type Host } from './host.ts';

export interface Leaving {
  readonly next: Host;
  /** In words. */
  readonly change: string;
  /** What govc would be told. */
  readonly command: string;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body: object }[];
}

/** Undefined where the host is not in maintenance mode, or does not run. */
export function leavingMaintenance(host: Host): Leaving | undefined {
  const { maintenance, ...spec } = host.spec;
  if (maintenance !== true || !isRunning(host)) return undefined;
  const { name } = host.metadata;
  return {
    next: { ...host, spec } as Host,
    change: `${name} leaves maintenance mode`,
    command: `govc host.maintenance.exit ${name}`,
    requests: [
      {
        method: 'POST',
        path: `${viJson}/HostSystem/${host.spec.moid}/ExitMaintenanceMode_Task`,
        body: { timeout: 0 },
      },
    ],
  };
}
