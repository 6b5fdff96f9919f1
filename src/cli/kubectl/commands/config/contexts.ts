// kubectl config: the contexts of the kubeconfig. Source: kubectl pkg/cmd/config.
import { quoteGo } from '../../../../std/go-quote.ts';
import { err, out, type Run } from '../../../effect.ts';
import type { Candidate } from '../../../../shell/program.ts';
import type { Client } from '../../api/client.ts';
import type { Call, Command } from '../../command.ts';
import { named, textOf, withNamed, type Named } from '../../config/kubeconfig.ts';
import { Failure, throwAll } from '../../failure.ts';
import { helpOf } from '../../help.ts';
import { inColumns, tableTabs } from '../../print/tab-writer.ts';

/** Names that the kubeconfig has, for as long as only one is wanted. */
export function completeFrom(part: 'contexts' | 'clusters' | 'users') {
  return function* (words: readonly string[], client: Client): Run<readonly Candidate[]> {
    yield* [];
    return words.length > 1 ? [] : client.config.peek()[part].map(({ name }) => ({ text: name }));
  };
}

export const completeContexts = completeFrom('contexts');

/** Tells how the command is used, then that it was used otherwise. */
function* unexpected(call: Call, command: Command): Run<never> {
  yield* out(helpOf(call.path, command));
  throw new Failure(`Unexpected args: [${call.args.join(' ')}]`);
}

function sorted(items: readonly Named[]): readonly Named[] {
  return items.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function* runGetContexts(call: Call): Run<void> {
  const { args, flags, client } = call;
  const output = flags.text('output');
  if (output !== '' && output !== 'name') {
    throw new Failure(
      `--output ${output} is not available in kubectl config get-contexts; resetting to default output format`,
    );
  }
  const { contexts, currentContext } = client.config.peek();
  const shown =
    args.length === 0 ? contexts : args.flatMap((name) => contexts.filter((each) => each.name === name));
  const missing = args.filter((name) => named(contexts, name) === undefined);
  const rows = sorted(shown).map(({ name, value }) =>
    output === 'name'
      ? `${name}\n`
      : `${[name === currentContext ? '*' : ' ', name, ...['cluster', 'user', 'namespace'].map((key) => textOf(value, key))].join('\t')}\n`,
  );
  const head =
    output === 'name' || flags.is('no-headers') ? '' : 'CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n';
  yield* out(inColumns(head + rows.join(''), tableTabs));
  throwAll(missing.map((name) => new Failure(`context ${name} not found`)));
}

const getContexts: Command = {
  name: 'get-contexts',
  summary: 'list the contexts of the kubeconfig',
  usage: '[NAME...] [-o name]',
  flags: [
    { name: 'no-headers', type: 'bool', value: 'false', help: 'leave the header line out' },
    { name: 'output', short: 'o', type: 'string', choices: ['name'], help: 'name' },
  ],
  run: runGetContexts,
  complete: completeContexts,
};

function* runUseContext(call: Call): Run<void> {
  const { args, client } = call;
  const [name] = args;
  if (name === undefined || args.length > 1) return yield* unexpected(call, useContext);
  if (name === '') throw new Failure('empty context names are not allowed');
  const config = client.config.peek();
  if (named(config.contexts, name) === undefined) {
    throw new Failure(`no context exists with the name: ${quoteGo(name)}`);
  }
  client.config.save({ ...config, currentContext: name });
  yield* out(`Switched to context ${quoteGo(name)}.\n`);
}

const useContext: Command = {
  name: 'use-context',
  aliases: ['use'],
  summary: 'make a context the one in force',
  usage: 'CONTEXT_NAME',
  run: runUseContext,
  complete: completeContexts,
};

const currentContext: Command = {
  name: 'current-context',
  summary: 'show which context is in force',
  *run({ client }) {
    const { currentContext: current } = client.config.peek();
    if (current === '') throw new Failure('current-context is not set');
    yield* out(`${current}\n`);
  },
};

function* runSetContext(call: Call): Run<void> {
  const { args, flags, client } = call;
  const [given = ''] = args;
  if (args.length > 1) return yield* unexpected(call, setContext);
  const current = flags.is('current');
  if (given === '' && !current) throw new Failure('you must specify a non-empty context name or --current');
  if (given !== '' && current) throw new Failure('you cannot specify both a context name and --current');
  const config = client.config.peek();
  if (current && config.currentContext === '') throw new Failure('no current context is set');
  const name = current ? config.currentContext : given;
  const before = named(config.contexts, name);
  const [cluster, user, namespace] = (['cluster', 'user', 'namespace'] as const).map((flag) =>
    flags.has(flag) ? flags.text(flag) : textOf(before, flag),
  ) as [string, string, string];
  const { namespace: _old, ...kept } = before ?? {};
  const value = { ...kept, cluster, user, ...(namespace === '' ? {} : { namespace }) };
  client.config.save({ ...config, contexts: withNamed(config.contexts, { name, value }) });
  yield* out(`Context ${quoteGo(name)} ${before === undefined ? 'created' : 'modified'}.\n`);
}

const setContext: Command = {
  name: 'set-context',
  summary: 'make a context, or change its cluster, user or namespace',
  usage: '[NAME | --current] [--cluster=NAME] [--user=NAME] [--namespace=NAME]',
  flags: [{ name: 'current', type: 'bool', value: 'false', help: 'the context in force' }],
  run: runSetContext,
  complete: completeContexts,
};

function* runDeleteContext(call: Call): Run<void> {
  const { args, client } = call;
  const [name] = args;
  if (name === undefined || args.length > 1) return yield* out(helpOf(call.path, deleteContext));
  const config = client.config.peek();
  const { path } = client.config;
  if (named(config.contexts, name) === undefined) {
    throw new Failure(`cannot delete context ${name}, not in ${path}`);
  }
  if (config.currentContext === name) {
    yield* err(
      'warning: this removed your active context, use "kubectl config use-context" to select a different one\n',
    );
  }
  client.config.save({ ...config, contexts: config.contexts.filter((each) => each.name !== name) });
  yield* out(`deleted context ${name} from ${path}\n`);
}

const deleteContext: Command = {
  name: 'delete-context',
  summary: 'take a context out of the kubeconfig',
  usage: 'NAME',
  run: runDeleteContext,
  complete: completeContexts,
};

function* runRenameContext(call: Call): Run<void> {
  const { args, client } = call;
  const [from, to] = args;
  if (from === undefined || to === undefined || args.length > 2)
    return yield* unexpected(call, renameContext);
  if (to === '') throw new Failure('You must specify a new non-empty context name');
  const config = client.config.peek();
  const value = named(config.contexts, from);
  const cannot = `cannot rename the context ${quoteGo(from)}`;
  if (value === undefined) throw new Failure(`${cannot}, it's not in ${client.config.path}`);
  if (named(config.contexts, to) !== undefined) {
    throw new Failure(`${cannot}, the context ${quoteGo(to)} already exists in ${client.config.path}`);
  }
  client.config.save({
    ...config,
    contexts: config.contexts.map((each) => (each.name === from ? { name: to, value } : each)),
    currentContext: config.currentContext === from ? to : config.currentContext,
  });
  yield* out(`Context ${quoteGo(from)} renamed to ${quoteGo(to)}.\n`);
}

const renameContext: Command = {
  name: 'rename-context',
  summary: 'give a context another name',
  usage: 'CONTEXT_NAME NEW_NAME',
  run: runRenameContext,
  complete: completeContexts,
};

function lister(part: 'clusters' | 'users', summary: string): Command {
  return {
    name: `get-${part}`,
    summary,
    *run({ client }) {
      yield* out(
        `NAME\n${sorted(client.config.peek()[part])
          .map(({ name }) => `${name}\n`)
          .join('')}`,
      );
    },
  };
}

export const contextCommands: readonly Command[] = [
  setContext,
  currentContext,
  useContext,
  getContexts,
  lister('clusters', 'list the clusters of the kubeconfig'),
  lister('users', 'list the users of the kubeconfig'),
  deleteContext,
  renameContext,
];
