// The fields of a Go struct with where each is found on the wire. See go-structs.ts.
import { getOwn } from '../std/own.ts';
import { structs } from './go-structs.ts';

export interface GoMember {
  readonly name: string;
  readonly type: string;
  /** The member of the wire; undefined where the field's own members stand beside the others there. */
  readonly member: string | undefined;
}

/** Parts of a struct that stand beside its own members on the wire. */
const inlined = new Set([
  'EphemeralContainerCommon',
  'LocalObjectReference',
  'PersistentVolumeSource',
  'ProbeHandler',
  'VolumeSource',
]);

const renamed: ReadonlyMap<string, string> = new Map([
  ['CephFS', 'cephfs'],
  ['ObjectMeta', 'metadata'],
  ['StorageOS', 'storageos'],
]);

/** `DNSPolicy` is `dnsPolicy` on the wire, `UID` is `uid`. */
const memberName = (field: string): string =>
  field.replace(/^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+$|[A-Z])/, (head) => head.toLowerCase());

const known = new Map<string, readonly GoMember[]>();

/** Undefined of what is no struct, or of one that is not told of. */
export function membersOf(type: string): readonly GoMember[] | undefined {
  const cached = known.get(type);
  if (cached !== undefined) return cached;
  const members = getOwn(structs, type)
    ?.split(', ')
    .map((field): GoMember => {
      const [name = '', fieldType = ''] = field.split(' ');
      const member = inlined.has(name) ? undefined : (renamed.get(name) ?? memberName(name));
      return { name, type: fieldType, member };
    });
  if (members !== undefined) known.set(type, members);
  return members;
}
