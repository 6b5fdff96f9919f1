/** A preview is accepted while storage fails at the Nth call, for every N: it becomes a workspace whole, or not at all. */
import { beforeEach, expect, test } from 'vitest';
import { configMapsOf, createConfigMap, freshBrowser, locks, openTab, type Tab } from './browser.ts';
import { arm, callsSoFar } from './faults.ts';

beforeEach(freshBrowser);

async function previewing(): Promise<{ readonly tab: Tab; readonly id: string }> {
  freshBrowser();
  arm(undefined);
  const tab = await openTab();
  await tab.host.clock({ type: 'pause' });
  await createConfigMap(tab, 'shared');
  const { fragment } = await tab.host.share({ title: 'A title', text: '', view: '' });
  await createConfigMap(tab, 'mine');
  await tab.host.open({ type: 'link', fragment });
  return { tab, id: (await tab.host.workspaces())[0]!.id };
}

test('at every call', { timeout: 120_000 }, async () => {
  const whole = await previewing();
  arm(undefined);
  expect(await whole.tab.host.acceptPreview()).toEqual({ state: 'open' });
  const calls = callsSoFar();
  expect(calls).toBeGreaterThan(8);
  let refusals = 0;
  for (let at = 1; at <= calls; at++) {
    const { tab, id } = await previewing();
    arm({ at, how: 'throws', forGood: true, name: 'QuotaExceededError' });
    const accepted = await tab.host.acceptPreview();
    arm(undefined);
    if (accepted.state === 'refused') {
      refusals += 1;
      expect((await tab.state()).preview, `call ${at}`).toBeDefined();
      expect((await tab.host.workspaces()).map((known) => known.id)).toEqual([id]);
      expect(await indexedDB.databases()).toHaveLength(2);
      expect(await tab.host.dropPreview()).toEqual({ state: 'open' });
    }
    tab.kill();
    locks.free();
    const again = await openTab();
    const expected =
      accepted.state === 'refused' ? ['kube-root-ca.crt', 'mine', 'shared'] : ['kube-root-ca.crt', 'shared'];
    expect(await configMapsOf(again), `call ${at}`).toEqual(expected);
    await again.host.open({ type: 'workspace', preset: 'four-hosts', id });
    expect(await configMapsOf(again), `call ${at}`).toEqual(['kube-root-ca.crt', 'mine', 'shared']);
    again.kill();
    locks.free();
  }
  expect(refusals).toBeGreaterThan(3);
});
