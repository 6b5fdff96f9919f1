// kubectl cluster-info dump: nodes, then what is in namespaces, then the logs of their Pods. Source: kubectl
// pkg/cmd/clusterinfo/clusterinfo_dump.go.
import { out, type Run } from '../../effect.ts';
import { makeFolders, resolvePath } from '../../../shell/files.ts';
import { homeOf } from '../../../shell/program.ts';
import { send, sendJson } from '../api/client.ts';
import type { Call, Command } from '../command.ts';
import { Failure, isExpected } from '../failure.ts';
import { allNamespacesFlag, printFlags } from '../flags/common.ts';
import { isObject, listAt, textAt } from '../json.ts';
import { printerFor } from '../print/printer.ts';
import type { JsonObject } from '../../../std/draft.ts';
import { podPath } from './exec.ts';

/** The lists of a namespace, by the name of their file. */
const parts = [
  ['events', 'api/v1', 'events'],
  ['replication-controllers', 'api/v1', 'replicationcontrollers'],
  ['services', 'api/v1', 'services'],
  ['daemonsets', 'apis/apps/v1', 'daemonsets'],
  ['deployments', 'apis/apps/v1', 'deployments'],
  ['replicasets', 'apis/apps/v1', 'replicasets'],
  ['pods', 'api/v1', 'pods'],
] as const;

/** Puts a text into its file, or onto the terminal. */
function* put({ flags, session }: Call, file: string, text: string): Run<void> {
  const folder = flags.text('output-directory');
  if (folder === '' || folder === '-') {
    yield* out(text);
    return;
  }
  const path = resolvePath(`${folder}/${file}`, session.folder, homeOf(session));
  makeFolders(session.files, path.slice(0, path.lastIndexOf('/')));
  const trouble = session.files.write(path, text);
  if (trouble !== undefined) throw new Failure(`open ${folder}/${file}: ${trouble.toLowerCase()}`);
}

function* logsOf({ client }: Call, pod: JsonObject): Run<string> {
  const [namespace, name] = [textAt(pod, 'metadata', 'namespace'), textAt(pod, 'metadata', 'name')];
  let text = '';
  for (const each of ['initContainers', 'containers'].flatMap((member) => listAt(pod, 'spec', member))) {
    const container = textAt(each, 'name');
    const title = `logs for container ${container} of pod ${namespace}/${name} ====\n`;
    text += `==== START ${title}`;
    try {
      const { body } = yield* send(client, { path: `${podPath(pod)}/log`, query: { container } });
      text += body;
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      text += `Request log error: ${failure.message}\n`;
    }
    text += `==== END ${title}`;
  }
  return text;
}

/** As kubectl holds what it read in protobuf: a list of nothing is none. */
function asTyped(list: JsonObject): JsonObject {
  return listAt(list, 'items').length === 0 ? { ...list, items: null } : list;
}

function* namespacesOf({ client, flags }: Call): Run<readonly string[]> {
  if (flags.is('all-namespaces')) {
    const list = yield* sendJson(client, { path: '/api/v1/namespaces' });
    return listAt(list, 'items').map((each) => textAt(each, 'metadata', 'name'));
  }
  const given = flags.list('namespaces');
  return given.length > 0 ? given : ['kube-system', client.effective().namespace];
}

function* run(call: Call): Run<void> {
  const { client, flags, session } = call;
  const print = printerFor(flags, session, '');
  const format = flags.text('output');
  const extension = format === 'json' || format === 'yaml' ? `.${format}` : '.txt';
  yield* put(call, `nodes${extension}`, print(asTyped(yield* sendJson(client, { path: '/api/v1/nodes' }))));
  for (const namespace of yield* namespacesOf(call)) {
    let pods: readonly JsonObject[] = [];
    for (const [name, version, plural] of parts) {
      const list = yield* sendJson(client, { path: `/${version}/namespaces/${namespace}/${plural}` });
      yield* put(call, `${namespace}/${name}${extension}`, print(asTyped(list)));
      if (name === 'pods') pods = listAt(list, 'items').filter(isObject);
    }
    for (const pod of pods)
      yield* put(call, `${namespace}/${textAt(pod, 'metadata', 'name')}/logs.txt`, yield* logsOf(call, pod));
  }
  const folder = flags.text('output-directory');
  if (folder !== '' && folder !== '-') yield* out(`Cluster info dumped to ${folder}\n`);
}

export const dump: Command = {
  name: 'dump',
  summary: 'show what there is to know of the cluster: objects and logs',
  flags: [
    ...printFlags.map((flag) => (flag.name === 'output' ? { ...flag, value: 'json' } : flag)),
    allNamespacesFlag,
    { name: 'namespaces', type: 'list', help: 'namespaces to look into' },
    {
      name: 'output-directory',
      type: 'string',
      help: 'folder to write files to; - or nothing for the terminal',
    },
    {
      name: 'pod-running-timeout',
      type: 'duration',
      value: '20s',
      help: 'how long to wait for a Pod (no effect here)',
    },
  ],
  run,
};
