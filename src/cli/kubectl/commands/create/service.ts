// kubectl create service: ClusterIP, NodePort, LoadBalancer, ExternalName. Source: kubectl pkg/cmd/create/create_service.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { quoteGo } from '../../../../std/go-quote.ts';
import { isDns1123Subdomain, isValidPortName, isValidPortNum } from '../../../../std/names.ts';
import type { Run } from '../../../effect.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import type { Flag } from '../../flags/flag.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

const tcpFlag: Flag = { name: 'tcp', type: 'list', help: 'PORT or PORT:TARGETPORT' };

function valueOf(call: Call, flag: string, type: ServiceType, only: ServiceType): string {
  return type === only ? call.flags.text(flag) : '';
}

function portOf(text: string, nodePort: number): JsonObject {
  const [portText = '', target] = text.split(':');
  const port = Number(portText);
  const refuse = (why: string): Failure =>
    new Failure(`strconv.ParseUint: parsing ${quoteGo(portText)}: ${why}`);
  if (!/^\d+$/.test(portText)) throw refuse('invalid syntax');
  if (port > 65_535) throw refuse('value out of range');
  const targetNumber = /^[+-]?\d{1,18}$/.test(target ?? '') ? Number(target) : undefined;
  const causes =
    target === undefined
      ? []
      : targetNumber === undefined
        ? isValidPortName(target)
        : isValidPortNum(targetNumber);
  if (causes.length > 0) throw new Failure(causes.join(','));
  return {
    name: text.replaceAll(':', '-'),
    protocol: 'TCP',
    port,
    targetPort: target === undefined ? port : (targetNumber ?? target),
    ...(nodePort === 0 ? {} : { nodePort }),
  };
}

function make(call: Call, name: string, type: ServiceType): JsonObject {
  const clusterIP = valueOf(call, 'clusterip', type, 'ClusterIP');
  const externalName = valueOf(call, 'external-name', type, 'ExternalName');
  const nodePort = type === 'NodePort' ? call.flags.number('node-port') : 0;
  const ports = call.flags.list('tcp').map((text) => portOf(text, nodePort));
  return {
    kind: 'Service',
    apiVersion: 'v1',
    metadata: metadataOf(call, name, { app: name }),
    spec: {
      ...(ports.length === 0 ? {} : { ports }),
      selector: { app: name },
      ...(clusterIP === '' ? {} : { clusterIP }),
      type,
      ...(externalName === '' ? {} : { externalName }),
    },
    status: { loadBalancer: {} },
  };
}

function check(call: Call, type: ServiceType): void {
  const headless = valueOf(call, 'clusterip', type, 'ClusterIP') === 'None';
  if (!headless && call.flags.list('tcp').length === 0 && type !== 'ExternalName') {
    throw new Failure('at least one tcp port specifier must be provided');
  }
  const external = valueOf(call, 'external-name', type, 'ExternalName');
  if (type === 'ExternalName' && isDns1123Subdomain(external).length > 0) {
    throw new Failure(`invalid service external name ${external}`);
  }
}

function command(type: ServiceType, summary: string, flags: readonly Flag[]): Command {
  return {
    name: type.toLowerCase(),
    summary,
    usage: type === 'ExternalName' ? 'NAME --external-name=NAME' : 'NAME --tcp=PORT:TARGETPORT',
    flags: [...generatorFlags, tcpFlag, ...flags],
    *run(call): Run<void> {
      const name = onlyName(call);
      const checks = () => check(call, type);
      yield* generate(call, () => make(call, name, type), {
        refusal: `failed to create ${type} service: `,
        checks,
      });
    },
  };
}

export const service: Command = {
  name: 'service',
  aliases: ['svc'],
  summary: 'make a service',
  commands: [
    command('ClusterIP', 'make a service with an address of the cluster', [
      { name: 'clusterip', type: 'string', help: 'its address, or None for a headless service' },
    ]),
    command('ExternalName', 'make a service that stands for a name outside', [
      { name: 'external-name', type: 'string', required: true, help: 'the name outside' },
    ]),
    command('LoadBalancer', 'make a service with an address of the ingress pool', []),
    command('NodePort', 'make a service with a port on every node (no effect on a Supervisor)', [
      { name: 'node-port', type: 'int', value: '0', help: 'the port' },
    ]),
  ],
};
