// A vCenter Server: its name, version and single sign-on domain.
import { releaseOf, type Release } from '../../releases/release.ts';
import { assert } from '../../std/assert.ts';
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

/** How an appliance keeps its time. */
export const timeSyncs = ['DISABLED', 'NTP', 'HOST'] as const;

/** Ways in to an appliance, each of which can be closed. */
export const waysIn = ['ssh', 'shell', 'dcui', 'consolecli'] as const;

export const vcenters = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['fqdn', 'version', 'build', 'ssoDomain', 'instanceUuid', 'release'],
      properties: {
        fqdn: string,
        version: string,
        build: string,
        ssoDomain: string,
        instanceUuid: string,
        /** The product release that the scenario names, `8.0 U1`. */
        release: string,
        /** Services of the appliance that somebody has stopped: `wcp`. */
        stoppedServices: strings,
        /** What somebody has set of the appliance itself; the rest is as it was deployed. */
        appliance: {
          type: 'object',
          properties: {
            ntpServers: strings,
            timeSync: { type: 'string', enum: timeSyncs },
            timezone: string,
            dnsServers: strings,
            domains: strings,
            noProxy: strings,
            /** Ways in that are closed. */
            closed: { type: 'array', items: { type: 'string', enum: waysIn } },
            shellTimeoutSeconds: integer,
            rootPassword: string,
            /** Beside root. */
            accounts: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name', 'enabled', 'role', 'hasPassword'],
                properties: {
                  name: string,
                  fullName: string,
                  email: string,
                  enabled: boolean,
                  role: string,
                  hasPassword: boolean,
                },
              },
            },
            passwordDays: {
              type: 'object',
              required: ['max', 'min', 'warn'],
              properties: { max: integer, min: integer, warn: integer },
            },
            /** Where its logs go as well. */
            forwarding: {
              type: 'array',
              items: {
                type: 'object',
                required: ['hostname', 'port', 'protocol'],
                properties: { hostname: string, port: integer, protocol: string },
              },
            },
          },
        },
        /** When subscribed libraries are synchronized by themselves; `librarySync` where nobody has said it. */
        librarySync: {
          type: 'object',
          required: ['automatic', 'startHour', 'stopHour', 'itemsAtOnce'],
          properties: {
            automatic: boolean,
            /** Hours of the day in UTC, from which on and until which. */
            startHour: integer,
            stopHour: integer,
            itemsAtOnce: integer,
          },
        },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'VCenter',
    plural: 'vcenters',
    columns: [
      nameColumn,
      { name: 'Version', cell: (vcenter) => vcenter.spec.version },
      { name: 'Build', cell: (vcenter) => vcenter.spec.build },
      ageColumn,
    ],
  },
);

export type VCenter = ObjectOf<typeof vcenters>;

export const vcentersKind = 'vsphere.sandbox/vcenters';

/** The world's vCenter, by a view of the fabric. */
export function vcenterIn(fabric: ReadView): VCenter | undefined {
  return fabric.list<VCenter>(vcentersKind)[0];
}

/** Whether a way in to the appliance is open, as all are when it is deployed. */
export const isWayInOpen = ({ spec }: VCenter, way: (typeof waysIn)[number]): boolean =>
  spec.appliance?.closed?.includes(way) !== true;

/** As a vCenter comes: at night, five items at once. Source: vSphere documentation, advanced configuration of content libraries. */
export const usualLibrarySync = { automatic: true, startHour: 20, stopHour: 7, itemsAtOnce: 5 } as const;

/** What the vCenter is a release of. */
export function releaseIn(fabric: ReadView): Release | undefined {
  return releaseOf(vcenterIn(fabric)?.spec.release ?? '');
}

/** The same where a world has a vCenter, as every one that is made of a scenario does. */
export function releaseOfWorld(fabric: ReadView): Release {
  const release = releaseIn(fabric);
  assert(release !== undefined, 'a vCenter is of a release that is known');
  return release;
}

/** Whether somebody has stopped a service of the appliance, by its name. */
export function isServiceStopped(fabric: ReadView, service: string): boolean {
  return vcenterIn(fabric)?.spec.stoppedServices?.includes(service) === true;
}
