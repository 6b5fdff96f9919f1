// --append-hash: the name ends with a hash of what the object holds. Source: kubectl pkg/util/hash.
import type { JsonObject } from '../../../../std/draft.ts';
import { nameHash } from '../../../name-hash.ts';
import type { Call } from '../../command.ts';
import type { Flag } from '../../flags/flag.ts';
import { objectAt, textAt } from '../../json.ts';

export const appendHashFlag: Flag = {
  name: 'append-hash',
  type: 'bool',
  value: 'false',
  help: 'end the name with a hash of the content',
};

/** The object under the name that the flags ask for. */
export function withHash({ flags }: Call, object: JsonObject): JsonObject {
  if (!flags.is('append-hash')) return object;
  const name = textAt(object, 'metadata', 'name');
  const kind = textAt(object, 'kind');
  const type = kind === 'Secret' ? { type: textAt(object, 'type') } : {};
  const binaryData = objectAt(object, 'binaryData');
  const binary = Object.keys(binaryData).length === 0 ? {} : { binaryData };
  const hash = nameHash({ kind, name, ...type, data: objectAt(object, 'data'), ...binary });
  return { ...object, metadata: { ...objectAt(object, 'metadata'), name: `${name}-${hash}` } };
}
