// kubectl config view: the kubeconfig without its secrets. Source: kubectl pkg/cmd/config/view.go.
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { getOwn } from '../../../../std/own.ts';
import { printYaml } from '../../../../std/yaml-print.ts';
import { out, type Run } from '../../../effect.ts';
import { usageFailure, type Call, type Command } from '../../command.ts';
import { kubeconfigJson, named, textOf, type Kubeconfig, type Named } from '../../config/kubeconfig.ts';
import { Failure } from '../../failure.ts';
import { outputFormats, printFlags } from '../../flags/common.ts';
import { noPrinter, templatePrinter } from '../../print/printer.ts';
import { structJson } from '../../../../std/go-value.ts';
import { isObject } from '../../json.ts';

const omitted = 'DATA+OMITTED';
const redacted = 'REDACTED';

/** What stands in place of a secret. */
const hidden: Readonly<Record<string, string>> = {
  'certificate-authority-data': omitted,
  'client-certificate-data': omitted,
  'client-key-data': omitted,
  password: redacted,
  token: redacted,
};

function withoutSecrets({ name, value }: Named): Named {
  const shown = Object.entries(value).map(([key, member]) => [
    key,
    member === '' ? member : (getOwn(hidden, key) ?? member),
  ]);
  return { name, value: Object.fromEntries(shown) as JsonObject };
}

/** Only what the context in force uses. */
function minified(config: Kubeconfig): Kubeconfig {
  const { currentContext } = config;
  if (currentContext === '') throw new Failure('current-context must exist in order to minify');
  const context = named(config.contexts, currentContext);
  if (context === undefined) throw new Failure(`cannot locate context ${currentContext}`);
  const only = (items: readonly Named[], name: string, what: string) => {
    const found = items.filter((item) => item.name === name);
    if (name !== '' && found.length === 0) throw new Failure(`cannot locate ${what} ${name}`);
    return found;
  };
  return {
    ...config,
    clusters: only(config.clusters, textOf(context, 'cluster'), 'cluster'),
    users: only(config.users, textOf(context, 'user'), 'user'),
    contexts: only(config.contexts, currentContext, 'context'),
  };
}

const declaration = [
  ...['kind', 'apiVersion', 'preferences', 'clusters', 'users', 'contexts', 'current-context'],
  ...['name', 'server', 'tls-server-name', 'insecure-skip-tls-verify', 'certificate-authority'],
  ...[
    'certificate-authority-data',
    'client-certificate',
    'client-certificate-data',
    'client-key',
    'client-key-data',
  ],
  ...['token', 'username', 'password', 'cluster', 'user', 'namespace'],
];

function place(key: string): number {
  const at = declaration.indexOf(key);
  return at < 0 ? declaration.length : at;
}

/** The members in the order in which clientcmd declares them. */
function declared(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(declared);
  if (!isObject(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key, declared(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => place(a) - place(b)));
}

function* run(call: Call): Run<void> {
  const { args, flags, client, session } = call;
  if (args.length > 0) throw usageFailure(call, `unexpected arguments: [${args.join(' ')}]`);
  if (flags.has('merge') && !flags.is('merge') && flags.text('kubeconfig') === '') {
    throw new Failure('if merge==false a precise file must be specified');
  }
  const loaded = client.config.peek();
  const chosen =
    flags.is('minify') && flags.text('context') !== '' ? flags.text('context') : loaded.currentContext;
  const config = { ...loaded, currentContext: chosen };
  const used = flags.is('minify') ? minified(config) : config;
  const shown = kubeconfigJson(
    flags.is('raw') || flags.is('flatten')
      ? used
      : { ...used, clusters: used.clusters.map(withoutSecrets), users: used.users.map(withoutSecrets) },
  );
  const format = flags.text('output');
  if (format === 'yaml') yield* out(printYaml(shown));
  else if (format === 'json') yield* out(`${structJson(declared(shown), '    ')}\n`);
  else {
    const printer = templatePrinter(flags, session, format);
    if (printer === undefined) throw noPrinter(format, outputFormats);
    yield* out(printer(shown));
  }
}

export const view: Command = {
  name: 'view',
  summary: 'show the kubeconfig',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, value: 'yaml' } : flag)),
    { name: 'flatten', type: 'bool', value: 'false', help: 'everything in the text itself, secrets too' },
    { name: 'merge', type: 'bool', value: 'true', help: 'all files of $KUBECONFIG together' },
    { name: 'minify', type: 'bool', value: 'false', help: 'only what the context in force uses' },
    { name: 'raw', type: 'bool', value: 'false', help: 'secrets too' },
  ],
  run,
};
