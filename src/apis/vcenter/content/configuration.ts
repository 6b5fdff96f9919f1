// When subscribed libraries are synchronized by themselves, for all of them at once. Source: vSphere Automation API,
// com.vmware.content.ConfigurationModel.
import { usualLibrarySync, vcenterIn, vcenters, type VCenter } from '../../../kinds/vsphere/vcenter.ts';
import type { ReadView } from '../../../store/view.ts';
import { boolean, integer } from '../../../store/schema/infer.ts';
import { invalidArgument } from '../failure.ts';
import { rootFolder } from '../inventory/places.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';

type Sync = NonNullable<VCenter['spec']['librarySync']>;

const syncOf = (fabric: ReadView): Sync => vcenterIn(fabric)?.spec.librarySync ?? usualLibrarySync;

const itemsAtOnceMax = 20;

function change({ fabric, write, body }: Call) {
  const schema = {
    type: 'object',
    properties: {
      automatic_sync_enabled: boolean,
      automatic_sync_start_hour: integer,
      automatic_sync_stop_hour: integer,
      maximum_concurrent_item_syncs: integer,
    },
  } as const;
  const asked = readBody(schema, body);
  const before = syncOf(fabric);
  const {
    automatic_sync_enabled: automatic = before.automatic,
    automatic_sync_start_hour: startHour = before.startHour,
    automatic_sync_stop_hour: stopHour = before.stopHour,
    maximum_concurrent_item_syncs: itemsAtOnce = before.itemsAtOnce,
  } = asked;
  for (const [name, hour] of Object.entries({ start: startHour, stop: stopHour }))
    if (hour < 0 || hour > 23)
      throw invalidArgument(`The ${name} hour ${hour} is not between 0 and 23.`, [
        `automatic_sync_${name}_hour`,
      ]);
  if (itemsAtOnce < 1 || itemsAtOnce > itemsAtOnceMax)
    throw invalidArgument(`${itemsAtOnce} items at once are not between 1 and ${itemsAtOnceMax}.`, [
      'maximum_concurrent_item_syncs',
    ]);
  const vcenter = vcenterIn(fabric);
  if (vcenter === undefined) return done;
  const librarySync = { automatic, startHour, stopHour, itemsAtOnce };
  const object: VCenter = { ...vcenter, spec: { ...vcenter.spec, librarySync } };
  write.update(vcenters, object, 'Update Content Library configuration');
  return done;
}

export const configurationOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'content/configuration',
    privilege: 'ContentLibrary.GetConfiguration',
    on: () => rootFolder,
    answer: ({ fabric }) => {
      const { automatic, startHour, stopHour, itemsAtOnce } = syncOf(fabric);
      return ok({
        automatic_sync_enabled: automatic,
        automatic_sync_start_hour: startHour,
        automatic_sync_stop_hour: stopHour,
        maximum_concurrent_item_syncs: itemsAtOnce,
      });
    },
  },
  {
    method: 'PATCH',
    path: 'content/configuration',
    privilege: 'ContentLibrary.UpdateConfiguration',
    on: () => rootFolder,
    answer: change,
  },
];
