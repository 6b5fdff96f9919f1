// CSINode: which storage drivers a node has. Source: kubernetes pkg/apis/storage/validation.
import type { CSINode as CsiNodeType, CSINodeSpec } from '#types';
import { equal } from '../../std/draft.ts';
import { isQualifiedName } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { checkDriverName } from '../core/persistent-volume/sources.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { goValue } from '../../store/go-types.ts';

export type CsiNode = Stored<CsiNodeType>;

const nodeIdBytesMax = 192;

export const csiNodes = kubernetesKind<CsiNode>({
  group: 'storage.k8s.io',
  kind: 'CSINode',
  plural: 'csinodes',
  allowUnconditionalUpdate: false,
  namespaced: false,
  returnsDeleted: true,
  validate({ spec }, prev, causes) {
    const names = new Set<string>();
    for (const [index, driver] of driversOf(spec).entries()) {
      const at = `spec.drivers[${index}]`;
      checkDriverName(driver.name, `${at}.name`, causes);
      if (driver.nodeID === '') causes.required(`${at}.nodeID`);
      if (driver.nodeID.length > nodeIdBytesMax) {
        causes.invalid(`${at}.nodeID`, driver.nodeID, `must be ${nodeIdBytesMax} characters or less`);
      }
      const count = driver.allocatable?.count;
      if (count !== undefined && count < 0)
        causes.invalid(`${at}.allocatable.count`, count, 'must be greater than or equal to 0');
      const keys = new Set<string>();
      for (const key of driver.topologyKeys ?? []) {
        // The API server names the driver where it means the key.
        if (key === '') causes.required(at);
        if (keys.has(key)) causes.duplicate(at, key);
        keys.add(key);
        causes.invalidEach(at, key, isQualifiedName(key));
      }
      if (names.has(driver.name)) causes.duplicate(`${at}.name`, driver.name);
      names.add(driver.name);
    }
    for (const before of driversOf(prev?.spec ?? {}))
      for (const driver of driversOf(spec))
        if (driver.name === before.name && !equal(driver, before))
          causes.invalid('spec.drivers', goValue('storage.CSINodeDriver', driver), 'field is immutable');
  },
  columns: [
    nameColumn,
    { name: 'Drivers', type: 'integer', cell: ({ spec }) => driversOf(spec).length },
    ageColumn,
  ],
});

/** A node without drivers need not say so. */
function driversOf({ drivers = [] }: Partial<CSINodeSpec>): CSINodeSpec['drivers'] {
  return drivers;
}
