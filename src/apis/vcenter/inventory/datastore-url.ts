// Where a datastore is on its hosts.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';

export const datastoreUrl = ({ spec }: Datastore): string => `ds:///vmfs/volumes/${spec.moid}/`;
