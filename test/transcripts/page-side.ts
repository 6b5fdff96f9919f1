// A transcript played by the page's terminal over a world in this process. Time stands still but where the transcript lets it go.
import { spawnSync } from 'node:child_process';
import {
  isConversation,
  isStream,
  type Conversation,
  type WireConversation,
  type WireRequest,
} from '../../src/apis/kubernetes/wire.ts';
import { Interrupted, type Arrival, type Effect, type Run } from '../../src/cli/effect.ts';
import { createFiles } from '../../src/shell/files.ts';
import { supervisorOf } from '../../src/kinds/vsphere/supervisor.ts';
import { createShell } from '../../src/cli/shell.ts';
import { clusterAdmin, type World } from '../../src/world.ts';
import {
  actorOf,
  apiServer,
  developerToken,
  fixture,
  kubeconfig,
  newWorld,
  fourHosts,
  type Identity,
} from './setting.ts';
import { durationOf, nothing, type Outcome } from './transcript.ts';

const home = '/home/dev';
/** A command that runs on past so many effects is stuck. */
const effectsMax = 100_000;

/** How often those who wait may look before the world goes on. */
const turnsMax = 50;

/** Stands for the key at the end of a line: what it may become is printed. */
const tab = '<Tab>';

/** What the transcript says of the next command. */
interface Circumstances {
  readonly duringMs: number;
  readonly interrupted: boolean;
  readonly editor: string | undefined;
  readonly typed: readonly string[];
}

const quiet: Circumstances = { duringMs: 0, interrupted: false, editor: undefined, typed: [] };

export interface Side {
  /** Carries a directive out, or keeps it for the next command. */
  direct(text: string): Promise<void>;
  run(command: string): Promise<Outcome>;
  end(): Promise<void>;
}

/** A side and the world that it plays in. */
export interface Played extends Side {
  readonly world: World;
}

/** Reads a directive about the next command; undefined where it is about something else. */
export function circumstances(before: Circumstances | undefined, text: string): Circumstances | undefined {
  const from = before ?? quiet;
  const [word = '', ...rest] = text.split(' ');
  if (word === 'during') return { ...from, duringMs: durationOf(rest[0] ?? '') };
  if (word === '^C') return { ...from, duringMs: durationOf(rest[1] ?? ''), interrupted: true };
  if (word === 'editor') return { ...from, editor: rest.join(' ') };
  if (word === 'type') return { ...from, typed: [...from.typed, rest.join(' ')] };
  return undefined;
}

export function pageSide(scenario = fourHosts, world = newWorld(scenario)): Played {
  const token = developerToken(world, scenario);
  const { supervisorFqdn, vcenter } = scenario.names;
  const { floatingIp } = supervisorOf(world.view('supervisor'))?.spec.management ?? {};
  const hosts = [supervisorFqdn, `${supervisorFqdn}:6443`, `${floatingIp}:6443`, vcenter];
  const files = createFiles();
  const lines: string[] = [];
  const config = (identity: Identity) => kubeconfig(apiServer, 'QXV0aG9yaXR5', token, identity);
  const shell = createShell({
    files: ((): typeof files => {
      files.makeFolder('/home');
      return files;
    })(),
    environment: { HOME: home },
    kubeconfig: config('developer'),
    history: () => lines,
  });
  let next: Circumstances | undefined;
  return {
    world,
    async direct(text) {
      const found = circumstances(next, text);
      if (found !== undefined) next = found;
      else if (text.startsWith('as ')) files.write(`${home}/.kube/config`, config(text.slice(3) as Identity));
      else if (text.startsWith('file '))
        files.write(`${home}/${text.slice(5)}`, await fixture(text.slice(5)));
      else world.runTo(world.now + durationOf(text));
    },
    async run(command) {
      const about = next ?? quiet;
      next = undefined;
      lines.push(command);
      const until = world.now + about.duringMs;
      const driver: Driver = { command, world, hosts, about, until };
      if (command.endsWith(tab)) {
        const line = command.slice(0, -tab.length);
        const { from, candidates } = drive(shell.complete(line, line.length), driver).value;
        return { ...nothing, out: candidates.map(({ text }) => `${line.slice(0, from)}${text}\n`).join('') };
      }
      const { out, err, value: code } = drive(shell.run(command), driver);
      world.runTo(until);
      return { out, err, code };
    },
    async end() {},
  };
}

interface OpenStream {
  readonly frames: string[];
  talk?: Conversation;
  ended: boolean;
  stop: () => void;
}

/** What answers the effects of a run. */
interface Driver {
  readonly command: string;
  readonly world: World;
  /** Names by which the Supervisor is reached. */
  readonly hosts: readonly string[];
  readonly about: Circumstances;
  readonly until: number;
}

function drive<T>(
  run: Run<T>,
  { command, world, hosts, about, until }: Driver,
): { readonly out: string; readonly err: string; readonly value: T } {
  const typed = [...about.typed];
  const streams = new Map<number, OpenStream>();
  /** What conversations do when some time has gone by. */
  const due: (() => void)[] = [];
  let out = '';
  let err = '';

  const request = ({ endpoint, request: wire }: Effect & { type: 'request' | 'open' }) => {
    if (endpoint.server.startsWith('ssh://'))
      return world.request(wire, actorOf(wire as WireRequest) ?? world.authenticate(wire));
    const host = endpoint.server.replace(/^https?:\/\//, '').replace(/:443$/, '');
    if (!hosts.includes(host)) {
      return {
        trouble: /^[\d.]+(?::\d+)?$|^localhost/.test(host)
          ? ('connection-refused' as const)
          : ('no-such-host' as const),
      };
    }
    if (endpoint.verifies) return { trouble: 'unknown-authority' as const };
    return world.request(wire, actorOf(wire as WireRequest) ?? world.authenticate(wire));
  };

  const open = (effect: Effect & { type: 'open' }) => {
    const answer = request(effect);
    if ('trouble' in answer) return answer;
    if (isConversation(answer)) return converse(answer);
    if (!isStream(answer)) return answer;
    const stream: OpenStream = { frames: [], ended: false, stop: () => undefined };
    const number = streams.size + 1;
    streams.set(number, stream);
    stream.stop = answer.open({
      frame: (json) => stream.frames.push(json),
      end: () => {
        stream.ended = true;
      },
    });
    return { stream: number };
  };

  const converse = (answer: WireConversation) => {
    const stream: OpenStream = { frames: [], ended: false, stop: () => undefined };
    const number = streams.size + 1;
    streams.set(number, stream);
    const say = (channel: number, text: string) => stream.frames.push(JSON.stringify({ channel, text }));
    stream.talk = answer.converse({
      say,
      end(status) {
        say(3, status);
        stream.ended = true;
      },
      later: (callback) => void due.push(callback),
      keep: (write) => void world.request(write, clusterAdmin),
    });
    return { stream: number };
  };

  const arrival = (numbers: readonly number[]): Arrival | undefined => {
    for (const number of numbers) {
      const stream = streams.get(number);
      const frame = stream?.frames.shift();
      if (frame !== undefined) return { stream: number, frame };
      if (stream === undefined || stream.ended) return { stream: number, ended: true };
    }
    return undefined;
  };

  /** The next arrival once those who wait had their turns. */
  const arrivalInTurn = (numbers: readonly number[]): Arrival | undefined => {
    for (let turn = 0; turn < turnsMax; turn++) {
      const found = arrival(numbers);
      if (found !== undefined || due.length === 0) return found;
      for (const callback of due.splice(0)) callback();
    }
    return arrival(numbers);
  };

  const wait = ({ streams: numbers, ms }: Effect & { type: 'next' }): Arrival | 'interrupt' => {
    const limit = ms === undefined ? until : Math.min(until, world.now + ms);
    for (;;) {
      const found = arrivalInTurn(numbers);
      if (found !== undefined) return found;
      if (!world.runToChange(limit)) break;
    }
    world.runTo(limit);
    const found = arrivalInTurn(numbers);
    if (found !== undefined) return found;
    if (ms !== undefined && limit < until) return 'timeout';
    if (about.interrupted) return 'interrupt';
    if (ms !== undefined) return 'timeout';
    throw new Error(`\`${command}\` waits for something that does not come: give it time with \`@ during\``);
  };

  let step = run.next();
  for (let effects = 0; step.done !== true; effects++) {
    if (effects > effectsMax) throw new Error(`\`${command}\` does not end`);
    const effect = step.value;
    let reply: unknown;
    if (effect.type === 'out') out += effect.text;
    else if (effect.type === 'err') err += effect.text;
    else if (effect.type === 'now') reply = world.now;
    else if (effect.type === 'request') reply = request(effect);
    else if (effect.type === 'open') reply = open(effect);
    else if (effect.type === 'tell') {
      const { talk } = streams.get(effect.stream) ?? {};
      if (effect.text === undefined) talk?.close();
      else talk?.hear(effect.text);
    } else if (effect.type === 'close') streams.get(effect.stream)?.stop();
    else if (effect.type === 'prompt') {
      out += `${effect.text}\n`;
      reply = typed.shift();
    } else if (effect.type === 'edit') reply = edited(effect.text, about.editor);
    else if (effect.type === 'next') {
      reply = wait(effect);
      if (reply === 'interrupt') {
        step = run.throw(new Interrupted());
        continue;
      }
    }
    step = run.next(reply);
  }
  for (const stream of streams.values()) stream.stop();
  return { out, err, value: step.value };
}

/** What the person's editor makes of a text: a sed expression stands for the person. */
function edited(text: string, expression: string | undefined): string | undefined {
  if (expression === undefined) return undefined;
  return spawnSync('sed', ['-e', expression], { input: text, encoding: 'utf8' }).stdout;
}
