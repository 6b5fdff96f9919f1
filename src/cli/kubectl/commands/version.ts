// kubectl version and cluster-info. Source: kubectl pkg/cmd/version, pkg/cmd/clusterinfo.
import type { JsonObject } from '../../../std/draft.ts';
import { printYaml } from '../../../std/yaml-print.ts';
import { err, out, type Run } from '../../effect.ts';
import { clientVersion, sendJson } from '../api/client.ts';
import { clientInfo, serverVersion } from '../api/server-version.ts';
import { expandCategories, resourceNamed } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { dump } from './cluster-info-dump.ts';
import { Failure, isExpected } from '../failure.ts';
import { listAt, numberAt, textAt } from '../json.ts';

const skewMax = 1;

function minorOf(version: string): number {
  return Number(/^v?\d+\.(\d+)/.exec(version)?.[1] ?? 0);
}

function* runVersion(call: Call): Run<void> {
  const { flags, args } = call;
  const output = flags.text('output');
  if (args.length > 0 && !flags.is('client')) throw new Failure(`extra arguments: [${args.join(' ')}]`);
  if (!['', 'yaml', 'json'].includes(output)) throw new Failure("--output must be 'yaml' or 'json'");
  let server: JsonObject | undefined;
  let trouble: Error | undefined;
  if (!flags.is('client')) {
    try {
      server = yield* serverVersion(call.client);
    } catch (failure) {
      if (!isExpected(failure)) throw failure;
      trouble = failure;
    }
  }
  const gitVersion = textAt(server, 'gitVersion');
  if (output === '') {
    yield* out(`Client Version: ${clientInfo.gitVersion}\nKustomize Version: ${clientVersion.kustomize}\n`);
    if (server !== undefined) yield* out(`Server Version: ${gitVersion}\n`);
  } else {
    const info: JsonObject = {
      clientVersion: clientInfo,
      kustomizeVersion: clientVersion.kustomize,
      ...(server === undefined ? {} : { serverVersion: server }),
    };
    yield* out(output === 'yaml' ? `${printYaml(info)}\n` : `${JSON.stringify(info, null, 2)}\n`);
  }
  if (server !== undefined && Math.abs(minorOf(gitVersion) - clientVersion.minor) > skewMax) {
    yield* err(
      `WARNING: version difference between client (1.${clientVersion.minor}) and server (1.${minorOf(gitVersion)}) exceeds the supported minor version skew of +/-${skewMax}\n`,
    );
  }
  if (trouble !== undefined) throw trouble;
}

export const version: Command = {
  name: 'version',
  summary: 'show the versions of client and server',
  flags: [
    { name: 'client', type: 'bool', value: 'false', help: 'only the client’s' },
    { name: 'output', short: 'o', type: 'string', choices: ['json', 'yaml'], help: 'json or yaml' },
  ],
  run: runVersion,
};

function* runClusterInfo(call: Call): Run<void> {
  const { flags } = call;
  const { endpoint, prefix } = call.client.effective();
  const host = `${endpoint.server}${prefix}`;
  const namespace = flags.text('namespace') || 'kube-system';
  const rest = "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n";
  try {
    yield* resourceNamed(call.client, yield* expandCategories(call.client, 'services'));
    const path = `/api/v1/namespaces/${namespace}/services`;
    const query = { labelSelector: 'kubernetes.io/cluster-service=true' };
    const list = yield* sendJson(call.client, { path, query });
    yield* out(`Kubernetes control plane is running at ${host}\n`);
    for (const service of listAt(list, 'items')) {
      const name = textAt(service, 'metadata', 'name');
      const [ingress] = listAt(service, 'status', 'loadBalancer', 'ingress');
      const ports = listAt(service, 'spec', 'ports');
      const address = textAt(ingress, 'ip') || textAt(ingress, 'hostname');
      const [port] = ports;
      const secure = textAt(port, 'name') === 'https' || numberAt(port, 'port') === 443 ? 'https' : '';
      const portName = textAt(port, 'name');
      const shown =
        secure !== '' ? `${secure}:${name}:${portName}` : portName !== '' ? `${name}:${portName}` : name;
      const link =
        ingress === undefined
          ? `${host}/api/v1/namespaces/${textAt(service, 'metadata', 'namespace')}/services/${shown}/proxy`
          : ports.map((each) => `http://${address}:${numberAt(each, 'port')} `).join('');
      yield* out(
        `${textAt(service, 'metadata', 'labels', 'kubernetes.io/name') || name} is running at ${link}\n`,
      );
    }
  } catch (failure) {
    yield* out(rest);
    throw failure;
  }
  yield* out(rest);
}

export const clusterInfo: Command = {
  name: 'cluster-info',
  summary: 'show where the control plane is',
  commands: [dump],
  run: runClusterInfo,
};
