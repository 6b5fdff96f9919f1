/**
 * The parts of the page, in the gallery as it is built: nothing that axe finds, no violation of the policy, everything by keyboard, and
 * few rows drawn of many.
 */
import { type Page, expect, test } from '@playwright/test';
import { axe } from './page/axe.ts';

const gallery = process.env.GALLERY_URL ?? '';

const violations = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => (globalThis as unknown as { readonly violated: readonly string[] }).violated);

async function open(page: Page, screen: 'namespace' | 'parts'): Promise<void> {
  await page.addInitScript(() => {
    const violated: string[] = [];
    Object.assign(globalThis, { violated });
    document.addEventListener('securitypolicyviolation', (event) =>
      violated.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(`${gallery}#${screen}`);
  await expect(page.getByRole('main')).toBeVisible();
}

const active = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      document.activeElement?.getAttribute('aria-label') ??
      document.activeElement?.textContent?.trim().replace(/\s+/g, ' ') ??
      '',
  );

test.afterEach(async ({ page }) => {
  expect(await violations(page), 'violations of the content security policy').toEqual([]);
});

for (const [colorScheme, width] of [
  ['light', 1440],
  ['light', 390],
  ['dark', 1440],
] as const) {
  test(`parts, ${colorScheme}, ${width} wide: axe finds nothing, nothing sticks out`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await open(page, 'parts');
    await expect(page.locator('html')).toHaveAttribute('cds-theme', colorScheme);
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });
}

test('open dialogs, wizards, menus, filters and choosers pass axe too', async ({ page }) => {
  await open(page, 'parts');
  const check = async (what: string): Promise<void> => {
    expect(await axe(page), what).toEqual([]);
    await page.keyboard.press('Escape');
  };
  for (const name of ['Open dialog', 'Open wizard', 'Actions of Harbor', 'Filter Node', 'Columns']) {
    await page.getByRole('button', { name, exact: true }).click();
    await check(name);
  }
});

test('the policy is in the page and forbids inline styles', async ({ page }) => {
  await open(page, 'parts');
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:/);
  const blocked = await page.evaluate(() => {
    const probe = document.createElement('p');
    probe.setAttribute('style', 'color: red');
    document.body.append(probe);
    return getComputedStyle(probe).color;
  });
  expect(blocked).not.toBe('rgb(255, 0, 0)');
  // Once by the meta element and once by the header.
  await expect.poll(async () => [...new Set(await violations(page))]).toEqual(['style-src-attr inline']);
  await page.evaluate(() => (globalThis as unknown as { violated: string[] }).violated.splice(0));
});

test('tree: arrows, Home, End, first letters, opening and closing, ACTIONS', async ({ page }) => {
  await open(page, 'namespace');
  const tree = page.getByRole('tree', { name: 'Inventory' });
  const row = (name: string) => tree.getByRole('treeitem', { name, exact: true });
  await row('demo').focus();
  await page.keyboard.press('ArrowDown');
  await expect(row('analytics-0, Pending')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(row('demo')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(row('demo')).toHaveAttribute('aria-expanded', 'false');
  await expect(row('cart-0')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(row('cart-0')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(row('analytics-0, Pending')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(row('vcsa01.sandbox.lab')).toBeFocused();
  await page.keyboard.press('End');
  await expect(row('training')).toBeFocused();
  await page.keyboard.type('re');
  await expect(row('redis-0')).toBeFocused();
  await expect(row('redis-0')).toHaveAttribute('aria-level', '6');
  await page.keyboard.press('Enter');
  await expect(row('redis-0')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu', { name: 'Actions of redis-0' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(row('redis-0')).toBeFocused();
});

test('tree: of thousands of rows few are drawn, and the focused one is not lost by scrolling', async ({
  page,
}) => {
  await open(page, 'parts');
  const rows = page.getByRole('tree', { name: 'Long tree' }).getByRole('treeitem');
  await rows.first().focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('treeitem', { name: 'node-2999' })).toBeFocused();
  expect(await rows.count()).toBeLessThan(60);
  await page.getByRole('tree', { name: 'Long tree' }).evaluate((tree) => tree.parentElement?.scrollTo(0, 0));
  await expect(page.getByRole('treeitem', { name: 'node-3', exact: true })).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('treeitem', { name: 'node-2998' })).toBeFocused();
});

test('tabs: arrows go round, Home and End, one stop in the tab order', async ({ page }) => {
  await open(page, 'namespace');
  const tab = (name: string) =>
    page.getByRole('tablist', { name: 'Namespace demo' }).getByRole('tab', { name });
  await tab('Summary').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tab('Network')).toBeFocused();
  await expect(tab('Network')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(tab('Summary')).toBeFocused();
  await page.keyboard.press('End');
  await expect(tab('Network')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(tab('Summary')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tabpanel', { name: 'Summary' })).toBeFocused();
});

test('menu: opens at its first entry, moves, chooses, refuses what is disabled and says why', async ({
  page,
}) => {
  await open(page, 'parts');
  const button = page.getByRole('button', { name: 'Actions of Harbor' });
  await button.focus();
  await page.keyboard.press('Enter');
  const item = (name: string) => page.getByRole('menuitem', { name });
  await expect(item('Manage Service install, update')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(item('Delete installed on 1 Supervisor')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(item('Delete installed on 1 Supervisor')).toBeVisible();
  await page.keyboard.press('m');
  await page.keyboard.press('m');
  await expect(item('Manage Versions 2')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('chosen')).toHaveText('Manage Versions');
  await expect(button).toBeFocused();
  await button.click();
  await expect(page.getByRole('menu')).toBeVisible();
  await button.click();
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('dialog: focus stays within, Escape closes, focus goes back', async ({ page }) => {
  await open(page, 'parts');
  const button = page.getByRole('button', { name: 'Open dialog' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Create Namespace' });
  await expect(dialog).toBeVisible();
  for (let press = 0; press < 8; press += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(
      () => document.activeElement !== document.body && document.activeElement?.closest('dialog') === null,
    );
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('wizard: a step that lacks something does not let go on, steps behind are open', async ({ page }) => {
  await open(page, 'parts');
  await page.getByRole('button', { name: 'Open wizard' }).click();
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Network' })).toBeVisible();
  await page.getByRole('button', { name: 'Next', exact: true }).click({ force: true });
  await expect(page.getByRole('heading', { name: 'Network' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next', exact: true })).toHaveAttribute(
    'title',
    'Choose a network first',
  );
  await page.getByRole('button', { name: /Name done/ }).click();
  await expect(page.getByText('Page 1')).toBeVisible();
  const place = page.getByText(/^Step 1 of \d$/);
  await expect(place).toBeHidden();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(place).toBeVisible();
});

test('grid: 10,000 rows, fewer than 100 drawn, wherever it is scrolled', async ({ page }) => {
  await open(page, 'parts');
  const grid = page.getByRole('grid', { name: 'Pods' });
  await expect(grid).toHaveAttribute('aria-rowcount', '10001');
  expect(await grid.getByRole('row').count()).toBeLessThan(100);
  await grid.evaluate((element) => element.parentElement?.scrollTo(0, 1e9));
  await expect(page.getByText(/-10000 of 10000/)).toBeVisible();
  expect(await grid.getByRole('row').count()).toBeLessThan(100);
});

test('grid: keys move from cell to cell and into the head, sort, filter, select, open, ACTIONS', async ({
  page,
}) => {
  await open(page, 'parts');
  const grid = page.getByRole('grid', { name: 'Pods' });
  const link = (name: string) => grid.getByRole('link', { name });
  await link('web-00000').focus();
  await page.keyboard.press('Control+End');
  expect(await active(page)).toMatch(/MiB$/);
  await expect(page.getByText(/-10000 of 10000/)).toBeVisible();
  await page.keyboard.press('Control+Home');
  await expect(page.getByRole('checkbox', { name: 'Select web-00000', exact: true })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  await expect(grid.getByRole('button', { name: 'Actions of web-00000' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(link('web-00000')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('opened')).toHaveText('web-00000');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Edit web-00000' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowUp');
  await expect(grid.getByRole('button', { name: 'Name', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(grid.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect(link('web-09999')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(grid.getByRole('button', { name: 'Filter Name' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('web-0123');
  await page.keyboard.press('Enter');
  await expect(page.getByText('10 items, filtered from 10000; 1 selected')).toBeVisible();
  await expect(grid.getByRole('button', { name: 'Filter Name' })).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(link('web-01230')).toBeVisible();
});

test('grid: columns are chosen, and the export has what is shown', async ({ page }) => {
  await open(page, 'parts');
  await page.getByRole('tab', { name: 'Two lines' }).click();
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'UID' }).check();
  await page.getByRole('checkbox', { name: 'Status' }).uncheck();
  await page.keyboard.press('Escape');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export CSV' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('pods.csv');
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe(
    [
      'Name,Node,Memory,UID',
      'web-00000,esxi-001,64,uid-web-00000',
      'web-00003,esxi-002,101,uid-web-00003',
      'web-00002,esxi-003,138,uid-web-00002',
      'web-00001,esxi-004,175,uid-web-00001',
      '',
    ].join('\r\n'),
  );
});

test('search: slash goes there, arrows and Enter choose, Escape closes', async ({ page }) => {
  await open(page, 'namespace');
  await page.keyboard.press('/');
  const box = page.getByRole('combobox', { name: 'Search in all environments' });
  await expect(box).toBeFocused();
  await page.keyboard.type('d');
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { name: 'db01' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('option')).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('treeitem', { name: 'db01' })).toHaveAttribute('aria-selected', 'true');
});

test('regions: F6 goes round them, and back to where one was', async ({ page }) => {
  await open(page, 'namespace');
  const region = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.closest('[data-region]')?.getAttribute('data-region'));
  const order: (string | null | undefined)[] = [];
  for (let press = 0; press < 7; press += 1) {
    await page.keyboard.press('F6');
    order.push(await region());
  }
  expect(order).toEqual(['head', 'time', 'navigator', 'main', 'did', 'bottom', 'head']);
  await page.getByRole('tab', { name: 'Configure' }).focus();
  await page.keyboard.press('F6');
  await page.keyboard.press('Shift+F6');
  await expect(page.getByRole('tab', { name: 'Configure' })).toBeFocused();
});

test('time bar: asks for what is pressed; a replay shows its way back', async ({ page }) => {
  await open(page, 'namespace');
  const bar = page.getByRole('region', { name: 'Simulated time' });
  const pause = bar.getByRole('button', { name: 'Pause' });
  await expect(pause).toHaveAttribute('aria-pressed', 'true');
  await pause.click();
  await expect(pause).toHaveAttribute('aria-pressed', 'false');
  await bar.getByRole('button', { name: '100x', exact: true }).click();
  await expect(bar.getByRole('button', { name: '100x', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await bar.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await expect(bar.getByRole('button', { name: 'Next event' })).toHaveAttribute('aria-disabled', 'true');
  await bar.getByRole('button', { name: 'Return to live' }).click();
  await expect(bar.getByRole('button', { name: 'Return to live' })).toHaveCount(0);
});

test('bottom panel: keys move its edge, Enter closes it, a tab opens it', async ({ page }) => {
  await open(page, 'namespace');
  const panel = page.getByRole('region', { name: 'Tasks, events, terminal' });
  const height = async (): Promise<number> => (await panel.boundingBox())?.height ?? 0;
  expect(await height()).toBe(258);
  await page.getByRole('separator', { name: 'Height of the panel' }).focus();
  await page.keyboard.press('ArrowUp');
  expect(await height()).toBe(282);
  await page.keyboard.press('Home');
  expect(await height()).toBe(80);
  await page.keyboard.press('Enter');
  expect(await height()).toBe(30);
  await panel.getByRole('tab', { name: 'Events' }).click();
  expect(await height()).toBe(80);
});

test('shortcuts: the list opens with a question mark, and single keys can be turned off', async ({
  page,
}) => {
  await open(page, 'namespace');
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog.getByText('Next region')).toBeVisible();
  await dialog.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('F6');
  await expect(page.getByRole('button', { name: 'Menu' })).toBeFocused();
});

test('theme: chosen in the header, kept after loading anew', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, 'namespace');
  await page.getByRole('button', { name: 'Theme: light or dark' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('cds-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('cds-theme', 'dark');
});

test('narrow: the navigator is behind the menu, and targets are 32 or more', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const small = (): Promise<readonly string[]> =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, [role=tab], [role=treeitem]')]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < 31.9)
        .map((element) => element.outerHTML.slice(0, 80)),
    );
  await open(page, 'parts');
  expect(await small()).toEqual([]);
  await page.goto(`${gallery}#namespace`);
  await page.reload();
  await expect(page.getByRole('tree')).toHaveCount(0);
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('link', { name: 'Workload Management' })).toBeVisible();
  const row = page.getByRole('treeitem', { name: 'esxi-01.sandbox.lab' });
  await expect(row).toBeVisible();
  expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(32);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tree')).toHaveCount(0);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(page.getByRole('tree')).toHaveCount(0);
  expect(await small()).toEqual([]);
});

test('forced colours and less motion: states still have shapes, nothing turns', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await open(page, 'parts');
  await expect(page.getByTestId('states').locator('svg')).not.toHaveCount(0);
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
