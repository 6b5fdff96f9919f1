/** The Routes lab: the open world's routes, a pasted table, budget, boundary and ORTC while they are dragged, mistakes at their lines. */
import { axeInBothThemes } from './page/axe.ts';
import { expect, go, heading, open, pause, test } from './page/site.ts';

test('a table is summarized while its slider moves, and its mistakes stand at their lines', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await go(page, '#/lab/routes');
  await expect(heading(page, 'Routes')).toBeVisible();
  const main = page.getByRole('main');
  const table = main.getByRole('textbox', { name: 'Table' });
  const after = main.getByRole('grid', { name: 'After' });
  expect(await axeInBothThemes(page)).toEqual([]);

  await main.getByRole('button', { name: 'Tier-0 t0-edge' }).click();
  await expect(table).toHaveValue(/\d+\.\d+\.\d+\.\d+\/\d+ # /);
  await expect(after.getByRole('row')).not.toHaveCount(1);

  await table.fill('10.0.0.0/26\n10.0.0.64/26\n10.0.0.192/26\n10.9.0.1\n');
  await main.getByRole('radio', { name: 'Exact' }).check();
  await expect(after).toContainText('10.0.0.0/25');
  await expect(main).toContainText('1: 4 prefixes before, 3 after');
  await expect(main).toContainText('no address over-advertised');

  await main.getByRole('radio', { name: 'Budget' }).check();
  const budget = main.getByRole('slider', { name: 'Routes, at most' });
  await budget.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(budget).toHaveAttribute('aria-valuetext', '2: 2 routes, leaks 64 IPv4 addresses');
  await expect(main.getByRole('grid', { name: 'Leaks' })).toContainText('10.0.0.128/26');
  await expect(main.getByRole('img', { name: /^Coverage: 2 columns/ })).toBeVisible();
  await main.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('dialog').getByRole('grid', { name: 'Coverage' })).toContainText('75%');
  await page.keyboard.press('Escape');
  expect(await axeInBothThemes(page)).toEqual([]);

  await main.getByRole('radio', { name: 'Boundary' }).check();
  const boundary = main.getByRole('slider', { name: 'Boundary length' });
  await boundary.fill('16');
  await expect(after).toContainText('10.9.0.0/16');

  await main.getByRole('radio', { name: 'ORTC' }).check();
  const mistakes = main.getByRole('grid', { name: 'Lines that are no routes' });
  await expect(mistakes).toContainText('a next hop is missing: write it behind the prefix');
  await table.fill('10.0.0.0/25 a\n10.0.0.128/25 a\n10.0.0.0/26 b\n');
  await expect(after).toContainText('10.0.0.0/24 a');
  await main.getByRole('radio', { name: 'Exact' }).check();
  await table.fill('10.0.0.0/8\n10.0.0.0/33\n');
  await expect(mistakes).toContainText('a prefix length is at most 32');
  await expect(mistakes.getByRole('row').nth(1)).toContainText('2');
  expect(await axeInBothThemes(page)).toEqual([]);
});

test('a hundred thousand lines are dropped as a file and summarized', async ({ page }) => {
  await open(page, '#/lab/routes');
  await pause(page);
  const main = page.getByRole('main');
  const lines = Array.from(
    { length: 100_000 },
    (_, at) => `10.${at >> 10}.${(at >> 2) & 255}.${(at & 3) * 64}/27`,
  );
  await main
    .getByLabel('A file with routes')
    .setInputFiles({ name: 'routes.txt', mimeType: 'text/plain', buffer: Buffer.from(lines.join('\n')) });
  await expect(main).toContainText('100,000 prefixes, 3,200,000 IPv4 addresses');
  await main.getByRole('radio', { name: 'Boundary' }).check();
  await expect(main).toContainText('100,000 prefixes before, 25,000 after');
  await expect(main).toContainText('3,200,000 IPv4 addresses over-advertised');
  await main.getByRole('radio', { name: 'Budget' }).check();
  await main.getByRole('spinbutton', { name: 'Routes at most, as a number' }).fill('1');
  await expect(main.getByRole('grid', { name: 'After' })).toContainText('10.0.0.0/9');
});
