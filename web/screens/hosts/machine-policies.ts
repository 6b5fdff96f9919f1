/** Which storage policies a VM's home and disks have, whether they lie where these say, and how that is changed. */
import type { StoragePolicy, VirtualMachine } from '../../live/fabric.ts';
import { getJson, type Answer } from '../../live/request.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { pathOf } from '../inventory/machine-actions.ts';
import { request } from '../inventory/requests.ts';

const policyOf = ({ metadata }: VirtualMachine): string => `${pathOf(metadata.name)}/storage/policy`;

interface Told {
  readonly status: string;
  readonly policy: string;
}

/** `GET vm/{vm}/storage/policy/compliance`. */
export interface Compliance {
  readonly vm_home?: Told;
  readonly disks: Readonly<Record<string, Told>>;
}

export const readCompliance = (vm: VirtualMachine): Promise<Answer<Compliance>> =>
  getJson(`${policyOf(vm)}/compliance`);

/** What is placed by a policy. */
export interface Placed {
  /** `home`, or the key of a disk. */
  readonly id: string;
  readonly name: string;
  readonly datastore: string;
  readonly told: Told | undefined;
}

export function placedOf({ spec: { hardware } }: VirtualMachine, told: Compliance): readonly Placed[] {
  if (hardware === undefined) return [];
  const home = { id: 'home', name: 'VM home', datastore: hardware.datastore, told: told.vm_home };
  const disks = hardware.disks.map(({ key, datastore }, nth) => ({
    id: key,
    name: `Hard disk ${nth + 1}`,
    datastore,
    told: told.disks[key],
  }));
  return [home, ...disks];
}

export function editPolicies(
  vm: VirtualMachine,
  placed: readonly Placed[],
  policies: readonly StoragePolicy[],
): void {
  const { displayName } = vm.spec;
  const options = [
    { value: '', label: 'Datastore Default' },
    ...policies.map(({ spec }) => ({ value: spec.id, label: spec.displayName })),
  ];
  dialogs.show({
    kind: 'form',
    form: {
      title: `Edit VM Storage Policies of ${displayName}`,
      verb: 'OK',
      fields: placed.map(({ id, name, told }) => ({
        id,
        label: name,
        type: 'select',
        value: told?.policy ?? '',
        options,
      })),
      action: (values) => {
        const wanted = (id: string) => {
          const policy = values[id] ?? '';
          return policy === '' ? { type: 'USE_DEFAULT_POLICY' } : { type: 'USE_SPECIFIED_POLICY', policy };
        };
        const disks = placed.filter(({ id }) => id !== 'home').map(({ id }) => [id, wanted(id)] as const);
        const body = { vm_home: wanted('home'), disks: Object.fromEntries(disks) };
        return request(`Set the storage policies of ${displayName}`, 'PATCH', policyOf(vm), body);
      },
    },
  });
}
