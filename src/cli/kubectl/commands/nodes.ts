// kubectl cordon and uncordon, and how the commands that handle nodes choose them. Source: kubectl pkg/cmd/drain/drain.go,
// pkg/drain/cordon.go.
import { err, out, type Run } from '../../effect.ts';
import { usageFailure, type Call, type Command } from '../command.ts';
import { completeNamesOf } from '../complete-objects.ts';
import { Failure, isExpected } from '../failure.ts';
import { dryRunFlag, selectorFlag } from '../flags/common.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { at } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { isPair, plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { dryRunOf, patchObject, withDryRun, type DryRun } from './writing.ts';

/** The nodes that the arguments or the selector mean. */
export function* nodesOf(call: Call, use: string): Run<readonly Info[]> {
  const { args, client, flags } = call;
  const selector = flags.text('selector');
  if (args.length === 0 && !flags.has('selector')) throw usageFailure(call, `USAGE: ${use} NODE [flags]`);
  if (args.length > 0 && selector !== '')
    throw usageFailure(call, 'error: cannot specify both a node name and a --selector option');
  const named = args.map((arg) => (isPair(arg) ? arg : `nodes/${arg}`));
  const { namespace } = client.effective();
  const selection = { args: selector === '' ? named : ['nodes'], selector, namespace, singleType: true };
  const infos: Info[] = [];
  const visiting = { selection, failsFast: true };
  yield* visit(client, yield* plan(client, selection), visiting, function* (info) {
    yield* [];
    infos.push(info);
  });
  for (const { resource } of infos)
    if (resource.plural !== 'nodes') {
      const found = quoteGo(`${resource.group}/${resource.version}, Resource=${resource.plural}`);
      throw new Failure(`error: expected resource of type node, got ${found}`);
    }
  return infos;
}

/** Says what happened to an object, as the printer of names does. */
export function* say(kind: string, name: string, operation: string, dryRun: DryRun): Run<void> {
  yield* out(`${kind}/${name} ${withDryRun(operation, dryRun)}\n`);
}

/** Marks nodes as wanted; what fails is said, and the next one tried. */
export function* cordonAll(call: Call, nodes: readonly Info[], wanted: boolean, dryRun: DryRun): Run<void> {
  const operation = wanted ? 'cordon' : 'uncordon';
  for (const { name, object, resource } of nodes) {
    if ((at(object, 'spec', 'unschedulable') === true) === wanted) {
      yield* say('node', name, `already ${operation}ed`, dryRun);
      continue;
    }
    if (dryRun !== 'client') {
      const body = { spec: { unschedulable: wanted ? true : null } };
      try {
        const write = { fieldManager: '', dryRun };
        yield* patchObject(call.client, resource, '', name, { type: 'strategic', body }, write);
      } catch (failure) {
        if (!isExpected(failure)) throw failure;
        yield* err(`error: unable to ${operation} node ${quoteGo(name)}: ${failure.message}\n`);
        continue;
      }
    }
    yield* say('node', name, `${operation}ed`, dryRun);
  }
}

function command(name: 'cordon' | 'uncordon', summary: string): Command {
  return {
    name,
    summary,
    usage: 'NODE',
    flags: [selectorFlag, dryRunFlag],
    examples: [`kubectl ${name} esxi-01.sandbox.lab`],
    *run(call) {
      const dryRun = yield* dryRunOf(call);
      yield* cordonAll(call, yield* nodesOf(call, name), name === 'cordon', dryRun);
    },
    complete: completeNamesOf('nodes'),
  };
}

export const cordon = command('cordon', 'mark a node as one that gets no more Pods');
export const uncordon = command('uncordon', 'let a node get Pods again');
