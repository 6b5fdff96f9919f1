/** Supervisor Services in the page: a package is checked and registered, put on the Supervisor, and deleted in its three steps. */
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, open, pause, test } from './page/site.ts';

const content = `apiVersion: data.packaging.carvel.dev/v1alpha1
kind: PackageMetadata
metadata: { name: harbor.tanzu.vmware.com }
spec: { displayName: Harbor, shortDescription: OCI Registry }
---
apiVersion: data.packaging.carvel.dev/v1alpha1
kind: Package
metadata: { name: harbor.tanzu.vmware.com.2.5.3 }
spec: { refName: harbor.tanzu.vmware.com, version: 2.5.3, template: { spec: {} } }
`;

test('registered, installed, deleted', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const choose = async (item: string): Promise<void> => {
    await main.getByRole('button', { name: 'Actions of Harbor' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await go(page, '#/workload-management/services');
  await main.getByRole('button', { name: 'Add', exact: true }).click();
  const yaml = dialog.getByRole('textbox', { name: 'YAML' });
  await yaml.fill(content.replaceAll('2.5.3', 'two'));
  await expect(dialog).toContainText('must be valid semver');
  const finish = dialog.getByRole('button', { name: 'Finish' });
  await expect(finish).toHaveAttribute('aria-disabled', 'true');
  await yaml.fill(content);
  await expect(dialog).toContainText('OCI Registry');
  expect(await axeInBothThemes(page)).toEqual([]);
  await finish.click();
  await expect(main).toContainText('Active Versions 2.5.3');
  expect(await axeInBothThemes(page)).toEqual([]);
  await choose('Install on Supervisors…');
  await dialog.getByRole('textbox', { name: 'YAML Service Config' }).fill('hostname: harbor.sandbox.lab');
  expect(await axeInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'OK' }).click();
  await advance(page, '1m');
  await go(page, '#/hosts/supervisor/sv1-az1/services');
  await expect(main.getByRole('grid')).toContainText('svc-harbor-domain-c8');
  await expect(main.getByRole('grid')).toContainText('its package is not deployed');
  expect(await axeInBothThemes(page)).toEqual([]);
  await go(page, '#/workload-management/services');
  await choose('Delete…');
  await dialog.getByRole('button', { name: 'Confirm: Deactivate the service' }).click();
  await dialog.getByRole('button', { name: 'Confirm: Uninstall it from Supervisors' }).click();
  await expect(dialog).toContainText('This goes on when the window is closed.');
  expect(await axeInBothThemes(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await advance(page, '1m');
  await choose('Delete…');
  await dialog.getByRole('button', { name: 'Confirm: Unregister its versions' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(main.getByRole('button', { name: 'Actions of Harbor' })).toHaveCount(0);
});
