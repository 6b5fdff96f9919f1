// kubectl create ingress. Source: kubectl pkg/cmd/create/create_ingress.go.
import type { JsonObject } from '../../../../std/draft.ts';
import { onlyName, type Call, type Command } from '../../command.ts';
import { Failure } from '../../failure.ts';
import { generate, generatorFlags, metadataOf } from './generator.ts';

/** `host/path=service:port[,tls[=secret]]`. */
const rulePattern = /^([\w*\-.]*)(\/.*)=([\w-]+):([\w-]+)(,(tls)=?([\w-]+)?)?/;

function check({ flags }: Call): void {
  const [rules, fallback] = [flags.list('rule'), flags.text('default-backend')];
  if (fallback === '' && rules.length === 0) {
    throw new Failure(
      'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
    );
  }
  for (const rule of rules) {
    if (!rulePattern.test(rule))
      throw new Failure(
        `rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
      );
  }
  for (const annotation of flags.list('annotation')) {
    if (!annotation.includes('='))
      throw new Failure(`annotation ${annotation} is invalid and should be in format key=[value]`);
  }
  if (fallback !== '' && fallback.split(':').length !== 2)
    throw new Failure('default-backend should be in format servicename:serviceport');
}

function backendOf(text: string): JsonObject {
  const [name = '', port = ''] = text.split(':');
  return { service: { name, port: /^[+-]?\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

interface Tls {
  readonly hosts: string[];
  readonly secretName: string;
}

/** A host is named once; hosts of one secret stand together. */
function tlsOf(rules: readonly string[]): readonly JsonObject[] {
  const all: Tls[] = [];
  const seen = new Set<string>();
  for (const rule of rules) {
    const [, tls, ...more] = rule.split(',');
    const host = rule.split('/')[0] ?? '';
    if (tls === undefined || more.length > 0 || seen.has(host)) continue;
    seen.add(host);
    const secretName = tls.split('=')[1] ?? '';
    const known = all.find((each) => each.secretName === secretName);
    if (known !== undefined) known.hosts.push(host);
    else if (host !== '' || secretName !== '') all.push({ hosts: host === '' ? [] : [host], secretName });
  }
  return all.map(({ hosts, secretName }) => ({
    ...(hosts.length === 0 ? {} : { hosts }),
    ...(secretName === '' ? {} : { secretName }),
  }));
}

function pathOf(text: string): JsonObject {
  const [rest = '', service = ''] = text.split('=');
  const isPrefix = rest.endsWith('*');
  const path = `/${isPrefix ? rest.slice(0, -1) : rest}`;
  return { path, pathType: isPrefix ? 'Prefix' : 'Exact', backend: backendOf(service) };
}

function rulesOf(rules: readonly string[]): readonly JsonObject[] {
  const hosts = new Map<string, JsonObject[]>();
  for (const rule of rules) {
    const plain = rule.split(',')[0] ?? '';
    const slash = plain.indexOf('/');
    const host = plain.slice(0, slash);
    hosts.set(host, [...(hosts.get(host) ?? []), pathOf(plain.slice(slash + 1))]);
  }
  return [...hosts].map(([host, paths]) => ({ ...(host === '' ? {} : { host }), http: { paths } }));
}

function make(call: Call, name: string): JsonObject {
  const { flags } = call;
  const className = flags.text('class');
  const fallback = flags.text('default-backend');
  const annotations = flags.list('annotation').map((text) => {
    const equals = text.indexOf('=');
    return [text.slice(0, equals), text.slice(equals + 1)] as const;
  });
  const [tls, rules] = [tlsOf(flags.list('rule')), rulesOf(flags.list('rule'))];
  return {
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    metadata: {
      ...metadataOf(call, name),
      ...(annotations.length === 0 ? {} : { annotations: Object.fromEntries(annotations) }),
    },
    spec: {
      ...(className === '' ? {} : { ingressClassName: className }),
      ...(fallback === '' ? {} : { defaultBackend: backendOf(fallback) }),
      ...(tls.length === 0 ? {} : { tls }),
      ...(rules.length === 0 ? {} : { rules }),
    },
    status: { loadBalancer: {} },
  };
}

export const ingress: Command = {
  name: 'ingress',
  aliases: ['ing'],
  summary: 'make an ingress',
  usage: 'NAME --rule=HOST/PATH=SERVICE:PORT[,tls[=SECRET]]',
  flags: [
    ...generatorFlags,
    { name: 'class', type: 'string', help: 'class of the ingress' },
    {
      name: 'rule',
      type: 'texts',
      help: 'a host and path and where they lead; a path that ends in * is a prefix',
    },
    { name: 'default-backend', type: 'string', help: 'where everything else leads, SERVICE:PORT' },
    { name: 'annotation', type: 'texts', help: 'an annotation, KEY=VALUE' },
  ],
  *run(call) {
    const name = onlyName(call);
    yield* generate(call, () => make(call, name), {
      refusal: 'failed to create ingress: ',
      checks: () => {
        check(call);
      },
    });
  },
};
