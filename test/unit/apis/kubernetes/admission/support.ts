// Objects for tests of admission, and a world that has had the time to count them.
import { worldOf } from '../../../../worlds/setup.ts';
import type { World } from '../../../../../src/world.ts';
import { ask, mergePatch, type Answered } from '../support.ts';

/** A world whose namespace demo has these labels too. */
export function demo(labels: Readonly<Record<string, string>> = {}): World {
  const world = worldOf();
  ask(world, 'PATCH', '/api/v1/namespaces/demo', { type: mergePatch, body: { metadata: { labels } } });
  settle(world);
  return world;
}

/** Lets the loops do what is due within a moment. */
export function settle(world: World, ms = 200): void {
  world.runTo(world.now + ms);
}

export const inDemo = (plural: string, group = 'api/v1') => `/${group}/namespaces/demo/${plural}`;

export function post(world: World, path: string, body: object): Answered {
  const answer = ask(world, 'POST', path, { body });
  settle(world);
  return answer;
}

/** What the API says to a new object: its refusal, or the status of its creation. */
export function said(world: World, path: string, body: object): string {
  const { status, body: answered } = post(world, path, body);
  return status === 201 ? 'created' : (answered.message ?? String(status));
}

export function warningsOf({ headers }: Answered): readonly string[] {
  const said = headers['warning'] ?? [];
  return (typeof said === 'string' ? [said] : said).map((header) =>
    JSON.parse(header.slice('299 - '.length)),
  );
}

type Resources = Readonly<Record<string, Readonly<Record<string, string>>>>;

export function pod(name: string, resources: Resources = {}, spec: object = {}) {
  return {
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'nginx:1.27', resources }], ...spec },
  };
}

export function quota(name: string, spec: object) {
  return { metadata: { name }, spec };
}
