/** The page on a phone, 390 px wide: everything is reached, nothing sticks out, what is pressed is large enough. */
import { axe } from './page/axe.ts';
import { expect, go, heading, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('screens, navigator, terminal', async ({ page }) => {
  await page.goto('./');
  await expect(heading(page, 'demo')).toBeVisible();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('treeitem', { name: 'esxi-03.sandbox.lab' }).tap();
  await expect(heading(page, 'esxi-03.sandbox.lab')).toBeVisible();
  for (const address of [
    '#/hosts/cluster/mgmt-cl01',
    '#/hosts/host/esxi-03.sandbox.lab',
    '#/namespaces/demo',
    '#/namespaces/kube-system/compute',
    '#/networking/leaf/leaf-a/routes',
    '#/kinds',
  ]) {
    await go(page, address);
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    expect(await width(), address).toBe(390);
    expect(await axe(page), address).toEqual([]);
  }
  // What vCenter numbers is found by the name that it has been given.
  const search = page.getByRole('combobox', { name: 'Search in all environments' });
  for (const [text, option, address] of [
    ['SupervisorControl', /^SupervisorControlPlaneVM \(2\) Virtual/, /#\/hosts\/vm\//],
    ['esxi-02', /^esxi-02\S+ Host/, /#\/hosts\/host\/esxi-02/],
    ['coredns', /^coredns\S+ Pod/, /#\/namespaces\/kube-system\/pods\/coredns/],
    ['demo', /^demo Namespace$/, /#\/namespaces\/demo$/],
  ] as const) {
    await search.tap();
    await search.fill(text);
    await page.getByRole('option', { name: option }).first().tap();
    await expect(page).toHaveURL(address);
    expect(await width(), text).toBe(390);
  }
  const terminal = new TerminalOf(page);
  await terminal.ready();
  expect(await terminal.run('kubectl get nodes -o name | wc -l')).toMatch(/^\s*7$/);
  const small = await page.getByRole('button').evaluateAll((buttons) =>
    buttons
      .filter((button) => button.checkVisibility())
      .map((button) => ({
        name: button.ariaLabel ?? button.textContent.trim(),
        height: button.getBoundingClientRect().height,
      }))
      .filter(({ height }) => height < 24),
  );
  expect(small).toEqual([]);
});
