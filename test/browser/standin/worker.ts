import { expose } from 'comlink';
import type { Door, WorldState } from '../../../src/runtime/browser/door.ts';
import { instantiateKernels } from '../../../src/runtime/browser/kernels.ts';
import { Pace } from '../../../src/runtime/pace.ts';
import { presetNamed } from '../../../src/scenarios/index.ts';
import { World } from '../../../src/world.ts';
import { isStream, type Actor, type WireRequest, type WireResponse } from '../../../src/apis/kubernetes/wire.ts';

let world: World;
const followers: MessagePort[] = [];
const wall = { now: () => performance.now(), later: (run: () => void, ms: number) => setTimeout(run, ms) };
const pace = new Pace(() => world, wall, () => tell());
const admin: Actor = { user: 'sso:administrator@vsphere.local', groups: ['system:masters', 'sso:Administrators@vsphere.local', 'system:authenticated'] };

function state(): WorldState {
  const { scenario } = world;
  return {
    now: world.now, startsAt: Date.parse(scenario.startsAt), running: pace.running, speed: pace.speed, advancing: pace.advancing,
    next: world.next, revision: world.revision,
    scenario: { preset: scenario.preset, title: scenario.title, seed: scenario.seed, release: scenario.release },
    names: { vcenter: scenario.names.vcenter, ssoDomain: scenario.names.ssoDomain, supervisorFqdn: scenario.names.supervisorFqdn, developer: scenario.developer },
    keeping: { state: 'memory', why: 'a stand-in keeps nothing' }, preview: undefined,
  };
}
let told = false;
function tell(): void {
  if (told) return;
  told = true;
  setTimeout(() => { told = false; for (const port of followers) port.postMessage(state()); }, 16);
}
const has = (request: WireRequest): boolean => request.headers?.['authorization'] !== undefined || request.headers?.['vmware-api-session-id'] !== undefined;
const ask = (request: WireRequest) => world.request(request, has(request) ? undefined : admin);

const door: Door = {
  async open() {
    const scenario = presetNamed('four-hosts');
    if (scenario === undefined) return { state: 'refused', why: 'no such preset' };
    world = World.create({ scenario, kernels: await instantiateKernels() });
    pace.play(1);
    return { state: 'open' };
  },
  async acceptPreview() { return { state: 'open' }; },
  async dropPreview() { return { state: 'open' }; },
  async request(request) {
    const answer = ask(request);
    tell();
    return isStream(answer) ? { status: 400, headers: {}, body: 'a stream' } : answer;
  },
  async watch(request, port): Promise<WireResponse> {
    const answer = ask(request);
    if (!isStream(answer)) return answer;
    let frames: string[] = [];
    let due = false;
    const flush = (ended?: boolean) => { port.postMessage({ frames, ...(ended ? { ended } : {}) }); frames = []; };
    const close = answer.open({ frame: (json) => { frames.push(json); if (!due) { due = true; setTimeout(() => { due = false; flush(); }, 16); } }, end: () => flush(true) });
    port.addEventListener('close', close);
    port.start();
    return { status: 200, headers: answer.headers, body: '' };
  },
  async follow(port) { followers.push(port); port.postMessage(state()); },
  async clock(command) {
    if (command.type === 'play') pace.play(command.speed);
    else if (command.type === 'pause') pace.pause();
    else if (command.type === 'next') pace.step(3_600_000);
    else await new Promise<void>((done) => pace.advance(world.now + command.ms, done));
    tell();
  },
  async share() { return { fragment: '#s=1.deflate-raw.AAAA', characters: 1200, hash: world.hash() }; },
  async hash() { return world.hash(); },
  async exportWorkspace() { return JSON.stringify({ scenario: world.scenario }); },
};
expose(door);
