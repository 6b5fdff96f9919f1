/** The placement lab in the page: nothing yet, a sample compared, its heat map as a table, what fits next, mistakes, the open world. */
import { axeInBothThemes } from './page/axe.ts';
import { expect, go, heading, open, pause, test } from './page/site.ts';

test('policies are compared over a sample, over the open world, and not over what is wrong', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await go(page, '#/lab/placement');
  await expect(heading(page, 'Placement lab')).toBeVisible();
  const main = page.getByRole('main');
  await expect(main).toContainText('No tables yet');
  await expect(main.getByRole('button', { name: 'Compare' })).toHaveAttribute('aria-disabled', 'true');
  expect(await axeInBothThemes(page)).toEqual([]);

  await main.getByRole('button', { name: 'Take a sample' }).click();
  const compared = main.getByRole('grid', { name: 'Policies side by side' });
  await expect(compared.getByRole('row')).toHaveCount(5);
  await expect(main).toContainText('330 Pods of');
  const map = main.getByRole('img', { name: /^GPU used by node: \d/ });
  await expect(map).toBeVisible();
  const fits = main.getByRole('region', { name: 'What fits next' });
  await expect(fits).toContainText('more fit now');
  await expect(fits).toContainText('after the loss of 1 node');
  expect(await axeInBothThemes(page)).toEqual([]);

  await main.getByLabel('Shown below').selectOption('yield');
  await expect(main.getByRole('region', { name: 'Not placed' })).toContainText('by yield');
  await fits.getByLabel('CPU').fill('much');
  await expect(fits).toContainText('CPU and memory as in Kubernetes');
  await main
    .getByRole('region', { name: 'Nodes', exact: true })
    .getByRole('button', { name: 'Table' })
    .click();
  await expect(page.getByRole('dialog').getByRole('row').nth(1)).toContainText('openb-node-0000');
  expect(await axeInBothThemes(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await main.getByRole('textbox', { name: 'Pods' }).fill('name,cpu,memory\nweb,-1,1Gi\n');
  await main.getByRole('button', { name: 'Compare' }).click();
  await expect(main.getByRole('alert')).toContainText('pods:2: cpu is -1, which is negative');
  await expect(main.getByRole('alert')).toContainText('a row is wrong, so there is no answer');

  await main
    .getByRole('button', { name: /^Take (?!a sample)/ })
    .first()
    .click();
  await expect(compared.getByRole('row')).toHaveCount(5);
  await expect(main.getByRole('alert')).toBeHidden();
  await expect(main).toContainText('3 Pods of 1 shape (3 with a node) on 4 nodes.');
});

test('on a phone nothing is wider than the page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('./#/lab/placement');
  await page.getByRole('button', { name: 'Take a sample' }).click();
  await expect(page.getByRole('img', { name: /^GPU used by node/ })).toBeVisible();
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(over).toBe(0);
  expect(await axeInBothThemes(page)).toEqual([]);
});
