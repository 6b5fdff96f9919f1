// What form of answer a client accepts: the object, a Table, partial metadata; JSON or YAML. Everything is JSON inside.
// Source: apiserver pkg/endpoints/handlers/negotiation.
import { Refusal } from '../../store/refusal.ts';

export type Form = 'object' | 'table' | 'metadata';

export interface Accepted {
  readonly form: Form;
  readonly yaml: boolean;
  /** Version of meta.k8s.io in which a Table or partial metadata is asked for. */
  readonly metaVersion: 'v1' | 'v1beta1';
}

interface MediaRange {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters: Record<string, string> = {};
  for (const parameter of rest) {
    const at = parameter.indexOf('=');
    if (at > 0) parameters[parameter.slice(0, at).toLowerCase()] = parameter.slice(at + 1);
  }
  return { type: type.toLowerCase(), parameters };
}

const formOf: Readonly<Record<string, Form>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};

/** The first form in the Accept header that the server has; an empty header takes anything. */
export function negotiate(accept: string | undefined): Accepted {
  const ranges = (accept === undefined || accept === '' ? '*/*' : accept).split(',').map(parseRange);
  for (const { type, parameters } of ranges) {
    const json = type === 'application/json' || type === '*/*' || type === 'application/*';
    const yaml = type === 'application/yaml';
    if (!json && !yaml) continue;
    const { as, g, v } = parameters;
    if (as === undefined) return { form: 'object', yaml, metaVersion: 'v1' };
    const form = formOf[as];
    if (form !== undefined && g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1')) {
      return { form, yaml, metaVersion: v };
    }
  }
  throw new Refusal(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  );
}
