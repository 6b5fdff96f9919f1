/**
 * What an administrator does with vSphere Namespaces in the page: creates one, limits it, lets somebody in, changes the role, removes it; each
 * step is seen on the Supervisor, and axe finds nothing in its dialogs.
 */
import type { Page } from '@playwright/test';
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, heading, open, pause, test } from './page/site.ts';

const dialog = (page: Page) => page.getByRole('dialog');
const verb = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });
const just = (page: Page) => page.getByRole('region', { name: 'You just did' });

async function act(page: Page, item: string): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: /^Actions/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: item }).click();
  await expect(dialog(page)).toBeVisible();
}

test('a namespace is created, limited, shared and removed', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  await go(page, '#/hosts/supervisor/sv1-az1/namespaces');
  await page.getByRole('main').getByRole('button', { name: 'New namespace' }).click();
  const name = dialog(page).getByLabel('Name');
  await expect(name).toBeFocused();
  await name.fill('Team');
  await expect(dialog(page)).toContainText('Lower-case letters, digits and hyphens');
  await name.fill('demo');
  await verb(page, 'Create').click();
  await expect(dialog(page)).toContainText("Namespace 'demo' already exists.");
  expect(await axeInBothThemes(page)).toEqual([]);
  await name.fill('team-a');
  await dialog(page).getByLabel('Description').fill('A team');
  await verb(page, 'Create').click();
  await expect(just(page)).toContainText('govc namespace.create -cluster mgmt-cl01 team-a');
  await advance(page, '1m');
  await expect(heading(page, 'team-a')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Running');

  await act(page, 'Resource limits…');
  await expect(verb(page, 'Save')).toBeEnabled();
  await dialog(page).getByLabel('Pods').fill('many');
  await expect(dialog(page)).toContainText('A whole number, or nothing');
  await dialog(page).getByLabel('Pods').fill('7');
  await dialog(page).getByLabel('CPU, MHz').fill('5200');
  expect(await axeInBothThemes(page)).toEqual([]);
  await verb(page, 'Save').click();
  await expect(just(page)).toContainText('Changed the limits of namespace team-a');
  await advance(page, '10s');
  await go(page, '#/namespaces/team-a/config/resourcequotas');
  await expect(page.getByRole('main').getByRole('row').filter({ hasText: 'count/pods: 0/7' })).toBeVisible();

  const main = page.getByRole('main');
  await go(page, '#/namespaces/team-a');
  await main.getByRole('button', { name: 'Add Storage' }).click();
  await dialog(page).getByRole('checkbox').check();
  await dialog(page).getByLabel('Limit, MB').fill('much');
  await expect(dialog(page)).toContainText('A whole number, or nothing');
  await dialog(page).getByLabel('Limit, MB').fill('20480');
  expect(await axeInBothThemes(page)).toEqual([]);
  await verb(page, 'OK').click();
  await expect(main).toContainText('0 MB / 20.0 GB');
  await main.getByRole('button', { name: 'Add VM Class' }).click();
  await dialog(page)
    .getByRole('checkbox', { name: /^best-effort-small / })
    .check();
  expect(await axeInBothThemes(page)).toEqual([]);
  await verb(page, 'OK').click();
  await expect(just(page)).toContainText('govc namespace.update -vmclass=best-effort-small team-a');
  await expect(main.getByRole('button', { name: 'Manage VM Classes' })).toBeVisible();
  await main.getByRole('button', { name: 'Add Content Library' }).click();
  await expect(dialog(page)).toContainText('No content library yet');
  await page.keyboard.press('Escape');
  await advance(page, '10s');
  await go(page, '#/namespaces/team-a/storage');
  await expect(main).toContainText('No Persistent Volume Claims in team-a');

  await go(page, '#/namespaces/team-a/permissions');
  await page.getByRole('main').getByRole('button', { name: 'Add permission' }).click();
  await dialog(page).getByLabel('User or group').fill('dev-anna');
  await dialog(page).getByLabel('Role').selectOption('Can view');
  expect(await axeInBothThemes(page)).toEqual([]);
  await verb(page, 'Add').click();
  const row = page.getByRole('main').getByRole('row').filter({ hasText: 'dev-anna@vsphere.local' });
  await expect(row).toContainText('Can view');
  await row.getByRole('button', { name: /Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Change role…' }).click();
  await dialog(page).getByLabel('Role').selectOption('Owner');
  await verb(page, 'Save').click();
  await expect(row).toContainText('Owner');

  await act(page, 'Remove…');
  await verb(page, 'Remove').click();
  await expect(just(page)).toContainText('govc namespace.rm team-a');
  await advance(page, '3m');
  await go(page, '#/hosts/supervisor/sv1-az1/namespaces');
  await expect(page.getByRole('main').getByRole('link', { name: 'demo' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: 'team-a' })).toHaveCount(0);
});
