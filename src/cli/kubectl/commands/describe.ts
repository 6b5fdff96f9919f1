// kubectl describe. Source: kubectl pkg/cmd/describe/describe.go.
import { err, now, out, type Run } from '../../effect.ts';
import type { Call, Command } from '../command.ts';
import { completeObjects } from '../complete-objects.ts';
import { describerOf } from '../describe/index.ts';
import { Failure, isNotFound, throwAll, throwList } from '../failure.ts';
import { allNamespacesFlag, chunkSizeFlag, filenameFlags, selectorFlag } from '../flags/common.ts';
import { getObject, type Info } from '../resources/info.ts';
import { plan, type Selection } from '../resources/select.ts';
import { attempt, infosOf, type Visit } from '../resources/visit.ts';
import { namesFiles, sourcesOf } from './object-selection.ts';

function* describeOne(call: Call, info: Info): Run<string> {
  const { client, flags } = call;
  const { resource, namespace, name } = info;
  const showEvents = flags.is('show-events');
  // The object is read again, alone: a list's items come without their kind.
  const object = yield* getObject(client, resource, namespace, name);
  const described = { client, resource, object, showEvents, now: yield* now() };
  return yield* describerOf(resource.group, resource.kind)(described);
}

function* run(call: Call): Run<void> {
  const { client, flags } = call;
  if (call.args.length === 0 && !namesFiles(call)) {
    throw new Failure(
      'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
  }
  const { namespace, explicitNamespace } = client.effective();
  const selection: Selection = {
    args: call.args,
    ...sourcesOf(call),
    selector: flags.text('selector'),
    allNamespaces: flags.is('all-namespaces'),
    bareType: true,
    explicitNamespace: explicitNamespace && !flags.is('all-namespaces'),
  };
  const visiting: Visit = { selection, limit: flags.number('chunk-size') };
  const { infos, failures } = yield* infosOf(client, yield* plan(client, selection), visiting);
  const [only] = failures;
  if (isNotFound(only) && failures.length === 1 && call.args.length === 2) {
    yield* describeMatching(call, selection, only);
    return;
  }
  const all: Error[] = [...failures];
  let first = true;
  for (const info of infos) {
    yield* attempt(all, function* () {
      const text = yield* describeOne(call, info);
      yield* out(first ? text : `\n\n${text}`);
      first = false;
    });
  }
  if (infos.length === 0 && all.length === 0) {
    yield* err(
      flags.is('all-namespaces') ? 'No resources found\n' : `No resources found in ${namespace} namespace.\n`,
    );
  }
  throwList(all.filter(({ message }, at) => all.findIndex((each) => each.message === message) === at));
}

/** Where there is no object of the name: all whose names begin with it. */
function* describeMatching(call: Call, selection: Selection, missing: Error): Run<void> {
  const [type = '', prefix = ''] = call.args;
  const wide = { ...selection, args: [type], singleType: true };
  const { infos, failures } = yield* infosOf(call.client, yield* plan(call.client, wide), {
    selection: wide,
  });
  throwAll(failures);
  const matching = infos.filter(({ name }) => name.startsWith(prefix));
  for (const info of matching) yield* out(`${yield* describeOne(call, info)}\n`);
  if (matching.length === 0) throw missing;
}

export const describe: Command = {
  name: 'describe',
  summary: 'show an object in detail, with what belongs to it',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l LABEL] | TYPE/NAME)',
  flags: [
    ...filenameFlags,
    selectorFlag,
    allNamespacesFlag,
    chunkSizeFlag,
    { name: 'show-events', type: 'bool', value: 'true', help: 'show the object’s events' },
  ],
  examples: ['kubectl describe pod web-1', 'kubectl describe nodes', 'kubectl describe svc -l app=web'],
  run,
  complete: completeObjects,
};
