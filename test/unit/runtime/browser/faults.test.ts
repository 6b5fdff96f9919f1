/**
 * A scripted session, run again and again with the Nth call to storage failing, for every N. Whatever happens, what opens afterwards is
 * a prefix of what was asked, and it includes everything that the page was told is saved.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { configMapsOf, createConfigMap, freshBrowser, locks, newTab, type Tab } from './browser.ts';
import { arm, callsSoFar, type Fault } from './faults.ts';

beforeEach(freshBrowser);

const names = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7'];

/** Opens, writes, lets a checkpoint happen in between; answers which writes the page was told are saved. */
async function session(): Promise<{ readonly tab: Tab; readonly saved: number; readonly answered: number }> {
  const tab = newTab();
  expect(await tab.host.open({ type: 'workspace', preset: 'four-hosts' })).toEqual({ state: 'open' });
  await tab.host.clock({ type: 'pause' });
  let saved = 0;
  let answered = 0;
  for (const [index, name] of names.entries()) {
    expect((await createConfigMap(tab, name)).status).toBe(201);
    answered = index + 1;
    // "Saved" is said of everything up to here.
    if ((await tab.state()).keeping.state === 'saved') saved = answered;
    if (index === 3) await tab.host.hide();
  }
  await tab.host.hide();
  return { tab, saved, answered };
}

async function made(tab: Tab): Promise<readonly string[]> {
  return (await configMapsOf(tab)).filter((name) => name.startsWith('c'));
}

arm(undefined);
freshBrowser();
(await session()).tab.kill();
const callsInAll = callsSoFar();

async function check(fault: Fault): Promise<void> {
  freshBrowser();
  arm(fault);
  const { tab, saved, answered } = await session();
  expect(answered).toBe(names.length);
  const { keeping } = await tab.state();
  if (keeping.state === 'failed' || keeping.state === 'memory') expect(keeping.why).toMatch(/browser/i);
  arm(undefined);
  tab.kill();
  locks.free();
  const again = newTab();
  expect(await again.host.open({ type: 'workspace', preset: 'four-hosts' })).toEqual({ state: 'open' });
  const kept = await made(again);
  expect(kept, `${saved} were said to be saved`).toEqual(names.slice(0, Math.max(kept.length, saved)));
  expect((await again.state()).keeping.state).toBe('saved');
  again.kill();
}

describe(`each of ${callsInAll} calls fails`, () => {
  test('the session is long enough to mean something', () => expect(callsInAll).toBeGreaterThan(80));

  for (const [how, forGood] of [
    ['throws', false],
    ['aborts', false],
    ['throws', true],
  ] as const)
    test(`${how}, ${forGood ? 'and all after it' : 'once'}`, { timeout: 300_000 }, async () => {
      for (let at = 1; at <= callsInAll; at++) {
        const name = (['QuotaExceededError', 'UnknownError', 'InvalidStateError'] as const)[at % 3]!;
        await check({ at, how, forGood, name }).catch((error: unknown) => {
          throw new Error(`call ${at}, ${how} ${name}`, { cause: error });
        });
      }
    });
});
