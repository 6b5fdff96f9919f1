// What form of answer a client accepts: the object, a Table, partial metadata; in JSON, YAML or protobuf. Everything is JSON inside;
// outgoing.ts makes of it what goes out. Source: apiserver pkg/endpoints/handlers/negotiation, AllowsMediaTypeTransform; go-restful's
// Route.matchesAccept, which comes before for kinds that are built in and takes no `application/*`.
import { Kept } from '../../std/kept.ts';
import { limits } from '../../std/limits.ts';
import type { Kind } from '../../store/kind.ts';
import { Refusal } from '../../store/refusal.ts';
import { notAcceptable } from './generic.ts';
import { isBuiltIn } from './showing.ts';
import { mediaTypes } from './wire.ts';

export type Form = 'object' | 'table' | 'metadata' | 'metadata list';
export type Encoding = 'json' | 'yaml' | 'protobuf';

export interface Accepted {
  readonly form: Form;
  readonly encoding: Encoding;
  /** Version of meta.k8s.io in which a Table or partial metadata is asked for. */
  readonly metaVersion: 'v1' | 'v1beta1';
}

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** In the order in which a range that takes several of them gets them. */
const encodings: readonly Encoding[] = ['json', 'yaml', 'protobuf'];
const produced = encodings.map((encoding) => mediaTypes[encoding]);
const streamed = [mediaTypes.json, mediaTypes.protobuf].map((type) => `${type};stream=watch`);

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

function rangesOf(accept: string): readonly MediaRange[] {
  const ranges = (accept === '' ? '*/*' : accept).split(',').map(parseRange);
  return ranges.toSorted((a, b) => b.quality - a.quality);
}

function matches({ type }: MediaRange, encoding: Encoding): boolean {
  return type === '*/*' || type === 'application/*' || type === mediaTypes[encoding];
}

/** What is answered decides what it can be: objects of custom kinds have no protobuf, a Status is nothing but itself. */
type Answered = 'built-in' | 'custom' | 'status';

function acceptedRange(
  { parameters }: MediaRange,
  encoding: Encoding,
  answered: Answered,
): Accepted | undefined {
  const stream = parameters.get('stream') ?? '';
  if (stream !== '' && (stream !== 'watch' || encoding === 'yaml')) return undefined;
  const as = parameters.get('as');
  const isPlain = as === undefined && !parameters.has('g') && !parameters.has('v');
  if (isPlain) {
    if (answered === 'custom' && encoding === 'protobuf') return undefined;
    return { form: 'object', encoding, metaVersion: 'v1' };
  }
  const form = forms.get(as ?? '');
  const metaVersion = parameters.get('v');
  if (answered === 'status' || form === undefined || parameters.get('g') !== 'meta.k8s.io') return undefined;
  if (form === 'table' && encoding === 'protobuf') return undefined;
  return metaVersion === 'v1' || metaVersion === 'v1beta1' ? { form, encoding, metaVersion } : undefined;
}

function acceptedOf(accept: string, answered: Answered): Accepted | undefined {
  for (const range of rangesOf(accept)) {
    for (const encoding of encodings) {
      const accepted = matches(range, encoding) ? acceptedRange(range, encoding, answered) : undefined;
      if (accepted !== undefined) return accepted;
    }
  }
  return undefined;
}

/** By the header: clients have few, and send the same with every request. */
const known: Readonly<Record<Answered, Kept<Accepted>>> = {
  'built-in': new Kept(limits.acceptHeadersKeptMax),
  custom: new Kept(limits.acceptHeadersKeptMax),
  status: new Kept(limits.acceptHeadersKeptMax),
};

function keptOf(accept: string, answered: Answered): Accepted | undefined {
  const kept = known[answered].get(accept);
  if (kept !== undefined) return kept;
  const accepted = acceptedOf(accept, answered);
  return accepted === undefined ? undefined : known[answered].set(accept, accepted);
}

/** The first form in the Accept header that the server has of a kind, the most wanted first; an empty header takes anything. */
export function negotiate(accept = '', kind?: Kind, route: 'list' | 'other' = 'other'): Accepted {
  const isCustom = kind !== undefined && !isBuiltIn(kind);
  const accepted = keptOf(accept, isCustom ? 'custom' : 'built-in');
  if (!isCustom) checkRouted(accept, route);
  if (accepted === undefined) throw noneAccepted(produced);
  return accepted;
}

type Streamed = Accepted & { readonly encoding: Exclude<Encoding, 'yaml'> };

/** The same of a watch, which there is in no YAML. */
export function negotiateStream(accept: string | undefined, kind: Kind): Streamed {
  const accepted = keptOf(accept ?? '', isBuiltIn(kind) ? 'built-in' : 'custom');
  if (isBuiltIn(kind)) checkRouted(accept ?? '', 'list');
  if (accepted === undefined || accepted.encoding === 'yaml') throw noneAccepted(streamed);
  return accepted as Streamed;
}

/** How an answer that stands on its own goes out: a Status, or what a server says of itself; JSON where nothing else is taken. */
export function encodingOfStatus(accept: string | undefined): Encoding {
  return keptOf(accept ?? '', 'status')?.encoding ?? 'json';
}

/** How an answer that a form was found for goes out; without protobuf where it has none. */
export function encodingOf(accept: string | undefined, answered: 'built-in' | 'custom'): Encoding {
  return keptOf(accept ?? '', answered)?.encoding ?? 'json';
}

/** What the route of lists and watches produces is looked at before what is asked for. */
export function checkListed(accept: string | undefined, kind: Kind): void {
  if (isBuiltIn(kind)) checkRouted(accept ?? '', 'list');
}

/** What a route produces is looked at before anything else, and without parameters. */
function checkRouted(accept: string, route: 'list' | 'other'): void {
  if (accept === '') return;
  const isProduced = accept.split(',').some((range) => {
    const type = (range.split(';')[0] as string).trim();
    return type === '*/*' || produced.includes(type as never);
  });
  if (!isProduced) throw notAcceptable(route === 'list' ? [...produced, ...streamed] : produced);
}

function noneAccepted(types: readonly string[]): Refusal {
  const message = `only the following media types are accepted: ${types.join(', ')}`;
  return new Refusal(406, 'NotAcceptable', message);
}

/** What else a client takes where there are no Tables, which what is never stored has not. */
export function withoutTables(accept: string | undefined): string | undefined {
  if (accept?.includes('as=Table') !== true) return accept;
  const rest = accept.split(',').filter((range) => !range.includes('as=Table'));
  if (rest.length === 0) throw noneAccepted(produced);
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
