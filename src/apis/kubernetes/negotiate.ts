// What form of answer a client accepts: the object, a Table, partial metadata; JSON or YAML. Everything is JSON inside.
// Source: apiserver pkg/endpoints/handlers/negotiation. Deliberately absent: answers in protobuf.
import { Kept } from '../../std/kept.ts';
import { limits } from '../../std/limits.ts';
import type { Kind } from '../../store/kind.ts';
import { Refusal } from '../../store/refusal.ts';
import { notAcceptable } from './generic.ts';
import { mediaTypes } from './wire.ts';

export type Form = 'object' | 'table' | 'metadata' | 'metadata list';

export interface Accepted {
  readonly form: Form;
  readonly yaml: boolean;
  /** Version of meta.k8s.io in which a Table or partial metadata is asked for. */
  readonly metaVersion: 'v1' | 'v1beta1';
}

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

const produced = [mediaTypes.json, mediaTypes.yaml];
const anything = ['*/*', 'application/*'];

const forms: ReadonlyMap<string, Form> = new Map([
  ['Table', 'table'],
  ['PartialObjectMetadata', 'metadata'],
  ['PartialObjectMetadataList', 'metadata list'],
]);

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const at = parameter.indexOf('=');
    if (at > 0) parameters.set(parameter.slice(0, at).toLowerCase(), parameter.slice(at + 1));
  }
  const quality = Number(parameters.get('q') ?? 1);
  return { type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 1 };
}

/** By the header: clients have few, and send the same with every request. */
const known = new Kept<Accepted>(limits.acceptHeadersKeptMax);

/** The first form in the Accept header that the server has, the most wanted first; an empty header takes anything. */
export function negotiate(accept = ''): Accepted {
  return known.get(accept) ?? known.set(accept, acceptedOf(accept));
}

function acceptedOf(accept: string): Accepted {
  const ranges = (accept === '' ? '*/*' : accept)
    .split(',')
    .map(parseRange)
    .filter(({ type }) => anything.includes(type) || produced.includes(type as never));
  if (ranges.length === 0) throw notAcceptable(produced);
  for (const { type, parameters } of ranges.toSorted((a, b) => b.quality - a.quality)) {
    const yaml = type === mediaTypes.yaml;
    const as = parameters.get('as');
    if (as === undefined) return { form: 'object', yaml, metaVersion: 'v1' };
    const form = forms.get(as);
    const metaVersion = parameters.get('v');
    if (form === undefined || parameters.get('g') !== 'meta.k8s.io') continue;
    if (metaVersion === 'v1' || metaVersion === 'v1beta1') return { form, yaml, metaVersion };
  }
  throw noneAccepted();
}

function noneAccepted(): Refusal {
  const message = `only the following media types are accepted: ${produced.join(', ')}`;
  return new Refusal(406, 'NotAcceptable', message);
}

/** What else a client takes where there are no Tables, which what is never stored has not. */
export function withoutTables(accept: string | undefined): string | undefined {
  if (accept?.includes('as=Table') !== true) return accept;
  const rest = accept.split(',').filter((range) => !range.includes('as=Table'));
  if (rest.length === 0) throw noneAccepted();
  return rest.join();
}

/** Refuses the metadata of a list where one object is answered, and the other way round. */
export function checkForm({ form }: Accepted, kind: Kind, isList: boolean): void {
  const type = `*${kind.group === '' ? 'core' : kind.group.split('.')[0]}.${kind.kind}`;
  if (form === 'metadata' && isList) {
    throw new Refusal(
      406,
      'NotAcceptable',
      `you requested PartialObjectMetadata, but the requested object is a list (${type}List)`,
    );
  }
  if (form === 'metadata list' && !isList) {
    throw new Refusal(
      406,
      'NotAcceptable',
      `you requested PartialObjectMetadataList, but the requested object is not a list (${type})`,
    );
  }
}
