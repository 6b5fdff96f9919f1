// How requests name files of a library: in the path, in the query, in the body; and where files are sent to and fetched from.
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import { string } from '../../../store/schema/infer.ts';
import { missingField, notFound } from '../failure.ts';
import type { Call } from '../operation.ts';
import { readBody } from '../reading.ts';
import { filesRoot } from '../wire.ts';

/** The same call with what the query names as a part of the path. */
export function withNamed(call: Call, param: string, name: string): Call {
  const [id] = call.query(name);
  if (id === undefined) throw missingField(name);
  return { ...call, params: { ...call.params, [param]: id } };
}

/** What the body names, by `member`; what else it may say is in `others`. */
export function nameIn(
  call: Call,
  member: string,
  others: Readonly<Record<string, typeof string>> = {},
): string {
  const schema = { type: 'object', required: [member], properties: { ...others, [member]: string } } as const;
  return String((readBody(schema, call.body) as Readonly<Record<string, string>>)[member]);
}

export function one<Model extends { readonly name: string }>(models: readonly Model[], name: string): Model {
  const found = models.find((each) => each.name === name);
  if (found === undefined) throw notFound('File', name);
  return found;
}

/** The address of a session's file, at the name by which its client has reached vCenter. */
export function endpointOf({ host = '', fabric }: Call, session: string, file: string): string {
  const name = host || (vcenterIn(fabric)?.spec.fqdn ?? '');
  return `https://${name}${filesRoot}${session}/${encodeURIComponent(file)}`;
}
