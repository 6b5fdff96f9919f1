/**
 * Proposals while a manifest is written: kinds and their versions, and the fields that a kind has where the cursor stands, from the
 * server's own OpenAPI documents, which are read when they are first needed.
 */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { type KindInfo, apiVersionOf, supervisorScope } from '../live/kinds.ts';
import { getJson } from '../live/request.ts';
import { placeOf } from './place.ts';

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

const documents = new Map<string, Promise<OpenApiDocument>>();

function documentOf({ group, version }: KindInfo): Promise<OpenApiDocument> {
  const path = group === '' ? `/openapi/v3/api/${version}` : `/openapi/v3/apis/${group}/${version}`;
  let known = documents.get(path);
  if (known === undefined) {
    known = getJson<OpenApiDocument>(path).then((answer) => {
      if (!answer.ok) documents.delete(path);
      return answer.ok ? answer.value : {};
    });
    documents.set(path, known);
  }
  return known;
}

function resolved(schema: Schema | undefined, document: OpenApiDocument): Schema | undefined {
  let at = schema;
  for (let hops = 0; at !== undefined && hops < 8; hops += 1) {
    const reference = at.$ref ?? at.allOf?.[0]?.$ref;
    if (reference === undefined) return at;
    const name = reference.slice(reference.lastIndexOf('/') + 1);
    const schemas = document.components?.schemas ?? {};
    at = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  }
  return at;
}

const words = (schema: Schema): string => (schema.items ? 'list' : (schema.type ?? 'object'));

export const completeManifest =
  (kinds: () => readonly KindInfo[]) =>
  async (context: CompletionContext): Promise<CompletionResult | null> => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    const value = /^(apiVersion|kind): *([\w./-]*)$/.exec(before);
    const served = kinds().filter(({ scope }) => scope === supervisorScope);
    if (value !== null) {
      const [, key = '', typed = ''] = value;
      const options =
        key === 'kind'
          ? served.map(({ kind, group, version }): Completion => ({
              label: kind,
              detail: apiVersionOf({ group, version }),
            }))
          : [...new Set(served.map(apiVersionOf))].map((label): Completion => ({ label }));
      return { from: context.pos - typed.length, options };
    }
    const field = /^(\s*(?:- )*)(\w*)$/.exec(before);
    if (field === null || (field[2] === '' && !context.explicit)) return null;
    const [, lead = '', typed = ''] = field;
    const above: string[] = [];
    for (let number = line.number - 1; number >= 1; number -= 1)
      above.unshift(context.state.doc.line(number).text);
    const place = placeOf(above, lead.length);
    if (lead.length === 0) {
      const options = [
        'apiVersion',
        'kind',
        'metadata',
        'spec',
        'data',
        'stringData',
        'type',
        'rules',
        'subjects',
        'roleRef',
      ];
      return {
        from: context.pos - typed.length,
        options: options.map((label) => ({ label, apply: `${label}: ` })),
      };
    }
    const known = served.find((kind) => kind.kind === place.kind && apiVersionOf(kind) === place.apiVersion);
    if (known === undefined) return null;
    const document = await documentOf(known);
    let schema = Object.values(document.components?.schemas ?? {}).find((one) =>
      one['x-kubernetes-group-version-kind']?.some(
        ({ kind, group, version }) =>
          kind === known.kind && group === known.group && version === known.version,
      ),
    );
    for (const key of place.path) {
      schema = resolved(schema, document);
      const properties = schema?.properties ?? {};
      schema = resolved(Object.hasOwn(properties, key) ? properties[key] : undefined, document);
      if (schema?.items) schema = resolved(schema.items, document);
    }
    const properties = resolved(schema, document)?.properties;
    if (properties === undefined) return null;
    return {
      from: context.pos - typed.length,
      options: Object.entries(properties).map(([label, of]): Completion => {
        const target = resolved(of, document) ?? of;
        const scalar = target.type !== undefined && target.type !== 'object' && !target.items;
        return {
          label,
          detail: words(target),
          ...(of.description === undefined ? {} : { info: of.description }),
          apply: scalar ? `${label}: ` : `${label}:`,
        };
      }),
    };
  };
