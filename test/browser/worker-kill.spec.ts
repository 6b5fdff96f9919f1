/**
 * The browser is killed at random moments in the middle of writes and checkpoints: what opens afterwards is what was asked up to some
 * moment, every answered request is in it, and Node runs its journal to the same hash. KILLS sets how often.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configMapsPath, doorOf, expect, test } from './worker-page/site.ts';
import type { WorldState } from '../../src/runtime/browser/door.ts';
import { startKillable, type Killable } from './worker-page/killable.ts';
import { replayed } from './worker-page/replay.ts';

const kills = Number(process.env['KILLS'] ?? 4);

// A trace cannot be written of a browser that is dead.
test.use({ trace: 'off', screenshot: 'off' });

let running: Killable | undefined;

test.afterEach(async () => {
  await running?.kill();
  running = undefined;
});

function newProfile(): string {
  // Not among the results of the tests: another run of them would clear it away.
  return mkdtempSync(join(tmpdir(), 'supervisor-sandbox-'));
}

test(`the browser is killed ${kills} times`, async ({ site }) => {
  test.setTimeout(240_000 + kills * 15_000);
  const profile = newProfile();
  let answered = 0;
  let asked = 0;
  for (let time = 0; time <= kills; time++) {
    running = await startKillable(profile);
    const { page } = running;
    // Told at once, so that a kill a moment later does not unsay it.
    await page.exposeFunction('told', (index: number) => (answered = Math.max(answered, index + 1)));
    await page.goto(site);
    const door = doorOf(page);
    expect(await door.open()).toEqual({ state: 'open' });
    const kept = await door.configMaps();
    const names = Array.from({ length: kept.length }, (_, index) => `c${String(index).padStart(5, '0')}`);
    expect(kept).toEqual(names);
    const { notices, keeping } = await door.state();
    expect(notices, running.said()).toEqual([]);
    expect(keeping.state).toMatch(/^sav/);
    expect(kept.length, 'every answered request is kept').toBeGreaterThanOrEqual(answered);
    expect(kept.length, 'nothing is kept that was never asked').toBeLessThanOrEqual(asked);
    await door.clock({ type: 'pause' });
    const { named, reached } = replayed(await door.export());
    expect(reached).toBe(named);
    if (time === kills) break;
    answered = kept.length;
    await door.clock({ type: 'play', speed: 1000 });
    // As many as a page can send until it dies; every twentieth time it also goes out of sight, which writes a checkpoint.
    asked = kept.length + 1_000_000;
    void page
      .evaluate(
        async ({ path, from }) => {
          const told = (globalThis as unknown as { told: (index: number) => Promise<void> }).told;
          for (let index = from; ; index++) {
            const body = JSON.stringify({ metadata: { name: `c${String(index).padStart(5, '0')}` } });
            const answer = await sandbox.door.request({ method: 'POST', path, body });
            if (answer.status === 201) void told(index);
            if (index % 20 === 0) void sandbox.door.hide();
          }
        },
        { path: configMapsPath, from: kept.length },
      )
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 1_500));
    await running.kill();
    running = undefined;
  }
  expect(answered).toBeGreaterThan(kills * 5);
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

test('the browser finds its storage damaged, and removes it: the page says so, and keeps what is new', async ({
  site,
}) => {
  const profile = newProfile();
  const visit = async (): Promise<{ door: ReturnType<typeof doorOf>; state: WorldState }> => {
    running = await startKillable(profile);
    await running.page.goto(site);
    const door = doorOf(running.page);
    expect(await door.open()).toEqual({ state: 'open' });
    return { door, state: await door.state() };
  };
  expect((await visit()).state.notices).toEqual([]);
  await running?.kill();
  const folder = join(profile, 'Default/IndexedDB');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/MANIFEST-\d+$/.test(name)) writeFileSync(join(folder, name), 'damaged');
  }
  expect((await visit()).state.notices).toEqual([
    expect.stringMatching(/^The browser found its storage damaged/),
  ]);
  await running?.kill();
  expect((await visit()).state.notices).toEqual([]);
  await running?.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});
