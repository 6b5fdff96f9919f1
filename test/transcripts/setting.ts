// What both sides of a transcript share: the world they start from, who they are, and what differs between two runs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate, type Certificate } from '../../src/runtime/node/certificate.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { descriptions } from '#descriptions';
import { presetNamed } from '../../src/scenarios/index.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { clusterAdmin, World, type Checkpoint } from '../../src/world.ts';
import type { Actor, WireRequest, WireResponse } from '../../src/apis/kubernetes/wire.ts';
import type { Outcome } from './transcript.ts';

const found = presetNamed('four-hosts');
if (found === undefined) throw new Error('there is no preset four-hosts');
/** The scenario of every transcript. */
export const fourHosts: Scenario = found;
const { names, developer } = fourHosts;

export const supervisor = names.supervisorFqdn;
export const apiServer = `${supervisor}:6443`;
export const adminToken = 'the-admin-of-the-control-plane';

/** Undefined where the request carries another token, which the world knows itself. */
export function actorOf(request: WireRequest): Actor | undefined {
  return request.headers?.['authorization'] === `Bearer ${adminToken}` ? clusterAdmin : undefined;
}

const beginnings = new Map<Scenario, Checkpoint>();

const options = () => ({ kernels: instantiateKernels(), strict: true, descriptions: () => descriptions });

/** A world at the moment when the scenario begins; the same one each time. */
export function newWorld(scenario: Scenario = fourHosts): World {
  const beginning = beginnings.get(scenario) ?? World.create({ ...options(), scenario }).checkpoint();
  beginnings.set(scenario, beginning);
  return worldFrom(beginning);
}

export function worldFrom(checkpoint: Checkpoint): World {
  return World.restore(options(), checkpoint);
}

const mebibyte = 1_048_576;

/** Aliases of aliases: nine levels of nine, a billion nodes if they were all followed. */
function aliasBomb(): string {
  const levels = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [before, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => [...pair])) {
    levels.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`);
  }
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n${levels.join('\n')}\n`;
}

let madeCertificate: Promise<Certificate> | undefined;

/** A certificate and its key, made when somebody first asks for them. */
export function certificate(): Promise<Certificate> {
  madeCertificate ??= makeCertificate();
  return madeCertificate;
}

const certificatePart = async (part: keyof Certificate) => (await certificate())[part];

const made: Readonly<Record<string, () => string | Promise<string>>> = {
  'web.crt': () => certificatePart('certificate'),
  'web.key': () => certificatePart('key'),
  'other.key': () => certificatePart('authorityKey'),
  'guestbook.yaml': () =>
    readFileSync(join(import.meta.dirname, '../clients/manifests/guestbook.yaml'), 'utf8'),
  'brackets.yaml': () => `a: ${'['.repeat(mebibyte)}`,
  'brackets.json': () => `{"a":${'['.repeat(mebibyte)}`,
  'bomb.yaml': aliasBomb,
};

/** Content of a file that a transcript asks for by `@ file NAME`. */
export async function fixture(name: string): Promise<string> {
  const make = made[name];
  if (make === undefined) throw new Error(`there is no file ${name} for transcripts`);
  return await make();
}

/** The token that the developer's login gives. */
export function developerToken(world: World, scenario: Scenario = fourHosts): string {
  const user = scenario.users.find(({ name }) => name === developer);
  const credentials = Buffer.from(`${developer}:${user?.password ?? ''}`).toString('base64');
  const answer = world.request({
    method: 'POST',
    path: '/wcp/login',
    headers: { authorization: `Basic ${credentials}` },
  }) as WireResponse;
  return (JSON.parse(answer.body) as { readonly session_id: string }).session_id;
}

export type Identity = 'admin' | 'developer';

/** Two contexts: `demo` for the developer, `admin` for the control plane's own. */
export function kubeconfig(server: string, authority: string, token: string, identity: Identity): string {
  const user = `wcp:${supervisor}:${developer}@${names.ssoDomain}`;
  return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${authority}
    server: https://${server}
  name: ${supervisor}
contexts:
- context:
    cluster: ${supervisor}
    namespace: demo
    user: kubernetes-admin
  name: admin
- context:
    cluster: ${supervisor}
    namespace: demo
    user: ${user}
  name: demo
current-context: ${identity === 'admin' ? 'admin' : 'demo'}
kind: Config
preferences: {}
users:
- name: kubernetes-admin
  user:
    token: ${adminToken}
- name: ${user}
  user:
    token: ${token}
`;
}

/** What cannot be the same in two runs, made so: the wall clock, processes, ports, names of temporary files. */
export function masked({ out, err, code }: Outcome): Outcome {
  return { out: mask(out), err: mask(err), code };
}

function mask(text: string): string {
  return maskEventAges(text)
    .replace(/^([EWI])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /gm, '$1mmdd hh:mm:ss.uuuuuu pid ')
    .replace(/ on [\d.]+:53: no such host/g, ': no such host')
    .replace(/\(lasts \S+\)/g, '(lasts <age>)')
    .replace(/\/tmp\/(LIVE|MERGED)-\d+/g, '/tmp/$1-nnn')
    .replace(/^((?:---|\+\+\+) \/tmp\/\S+\t).*$/gm, '$1<time>')
    .replace(/kubectl-edit-\d+\.(yaml|json)/g, 'kubectl-edit-nnn.$1')
    .replace(/^bash: line \d+: /gm, 'bash: ');
}

/**
 * kubectl counts the ages of a description's events and of a node's Pods by the wall clock. They become `<age>`, and what
 * stands before an event's is set apart by two spaces, since an age's length moves its column.
 */
function maskEventAges(text: string): string {
  let inside = false;
  let podsInside = false;
  return text
    .split('\n')
    .map((line) => {
      if (/^Events: *$/.test(line)) inside = true;
      else if (!/^ /.test(line)) inside = false;
      if (/^Non-terminated Pods:/.test(line)) podsInside = true;
      else if (!/^ /.test(line)) podsInside = false;
      if (podsInside) return line.replace(/\d\w*$/, '<age>');
      if (!inside || line === '' || /^Events:/.test(line)) return line;
      const cells = /^ {2}(\S+)\s+(\S+)\s+(\S+(?: \(x\d+ over \S+\))?)\s+(\S+)\s+([^]*)$/.exec(line);
      if (cells === null) return line;
      const [, type = '', reason = '', age = '', from = '', message = ''] = cells;
      const repeated = /\(x(\d+) over/.exec(age)?.[1];
      const shown = /^\d|^<(?:invalid|unknown)>/.test(age)
        ? repeated === undefined
          ? '<age>'
          : `<age> (x${repeated})`
        : age;
      return `  ${[type, reason, shown, from, message].join('  ')}`;
    })
    .join('\n');
}
