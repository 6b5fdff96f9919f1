// A kubeconfig: clusters, users, contexts. Reads and writes the YAML that kubectl does; fields that are unknown here stay.
// Source: client-go tools/clientcmd.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { parseYaml } from '../../../std/yaml.ts';
import { printYaml } from '../../../std/yaml-print.ts';
import { isObject } from '../json.ts';

export interface Named {
  readonly name: string;
  /** `cluster`, `user` or `context` of the file. */
  readonly value: JsonObject;
}

export interface Kubeconfig {
  readonly clusters: readonly Named[];
  readonly users: readonly Named[];
  readonly contexts: readonly Named[];
  readonly currentContext: string;
  /** `colors`, and what else a file says; kept, and without effect as in kubectl. */
  readonly preferences: JsonObject;
}

export const emptyKubeconfig: Kubeconfig = {
  clusters: [],
  users: [],
  contexts: [],
  currentContext: '',
  preferences: {},
};

/** The member of a kubeconfig's part as text, empty where it is not there. */
export function textOf(value: JsonObject | undefined, key: string): string {
  const member = value === undefined ? undefined : getOwn(value, key);
  return typeof member === 'string' ? member : '';
}

function namedList(document: JsonObject, list: string, key: string): readonly Named[] {
  const items = getOwn(document, list);
  if (!Array.isArray(items)) return [];
  return items.filter(isObject).map((item) => {
    const value = getOwn(item, key);
    return { name: textOf(item, 'name'), value: isObject(value) ? value : {} };
  });
}

export function parseKubeconfig(text: string): Kubeconfig | { readonly error: string } {
  const parsed = parseYaml(text);
  if ('error' in parsed)
    return { error: parsed.error.message.replace(/^error converting YAML to JSON: /, '') };
  const document = parsed.documents[0]?.value ?? {};
  if (!isObject(document)) {
    return {
      error:
        'couldn\'t get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    };
  }
  const preferences = getOwn(document, 'preferences');
  return {
    clusters: namedList(document, 'clusters', 'cluster'),
    users: namedList(document, 'users', 'user'),
    contexts: namedList(document, 'contexts', 'context'),
    currentContext: textOf(document, 'current-context'),
    preferences: isObject(preferences) ? preferences : {},
  };
}

/** The file's content as JSON, lists in the order of names as clientcmd writes them. */
export function kubeconfigJson(config: Kubeconfig): JsonObject {
  const list = (items: readonly Named[], key: string): Json =>
    items.length === 0
      ? null
      : items
          .toSorted((a, b) => (a.name < b.name ? -1 : 1))
          .map(({ name, value }) => ({ [key]: value, name }));
  return {
    apiVersion: 'v1',
    clusters: list(config.clusters, 'cluster'),
    contexts: list(config.contexts, 'context'),
    'current-context': config.currentContext,
    kind: 'Config',
    preferences: config.preferences,
    users: list(config.users, 'user'),
  };
}

export function printKubeconfig(config: Kubeconfig): string {
  return printYaml(kubeconfigJson(config));
}

/** The first of the names wins, as when files of KUBECONFIG are merged. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const merge = (pick: (config: Kubeconfig) => readonly Named[]) => {
    const merged = new Map<string, Named>();
    for (const config of configs)
      for (const item of pick(config)) if (!merged.has(item.name)) merged.set(item.name, item);
    return [...merged.values()];
  };
  return {
    clusters: merge(({ clusters }) => clusters),
    users: merge(({ users }) => users),
    contexts: merge(({ contexts }) => contexts),
    currentContext: configs.find(({ currentContext }) => currentContext !== '')?.currentContext ?? '',
    preferences: Object.assign({}, ...configs.map(({ preferences }) => preferences).reverse()) as JsonObject,
  };
}

export function withNamed(items: readonly Named[], item: Named): readonly Named[] {
  return items.some(({ name }) => name === item.name)
    ? items.map((each) => (each.name === item.name ? item : each))
    : [...items, item];
}

export function named(items: readonly Named[], name: string): JsonObject | undefined {
  return items.find((item) => item.name === name)?.value;
}
