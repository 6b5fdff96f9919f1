/** Administration in the page: people, roles and permissions; alarms and events of a host; a content library. */
import { axeInBothThemes } from './page/axe.ts';
import { advance, expect, go, heading, open, pause, test } from './page/site.ts';

test('a user gets a role on a host, the host loses its power, and a library is subscribed', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const found: string[] = [];
  const look = async (what: string): Promise<void> => {
    found.push(...(await axeInBothThemes(page)).map((finding) => `${what} ${finding}`));
  };

  await go(page, '#/administration');
  await expect(heading(page, 'Administration')).toBeVisible();
  await main.getByRole('button', { name: 'Add user' }).click();
  await dialog.getByLabel(/^Username/).fill('jane');
  await dialog.getByLabel(/^Password/).fill('short');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog).toContainText('The password does not meet the policy');
  await dialog.getByLabel(/^Password/).fill('Secret-1');
  await look('new user');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(main.getByRole('grid', { name: 'Users' })).toContainText('jane');
  await look('users');

  await go(page, '#/administration/roles');
  await main.getByRole('button', { name: 'New role' }).click();
  await dialog.getByLabel(/^Role name/).fill('Night shift');
  await dialog.getByLabel('Find privileges').fill('host.config.maintenance');
  await dialog.getByLabel('Maintenance', { exact: true }).check();
  await look('role');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(main.getByRole('grid', { name: 'Roles' })).toContainText('Administrator');

  await go(page, '#/hosts/host/esxi-04.sandbox.lab/permissions');
  const permissions = main.getByRole('grid', { name: /^Permissions of/ });
  await expect(permissions).toContainText('VSPHERE.LOCAL\\Administrators');
  await main.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByLabel(/^User or group/).fill('jane');
  await dialog.getByLabel('Role').selectOption({ label: 'Night shift' });
  await look('permission');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(permissions).toContainText('VSPHERE.LOCAL\\jane');
  await look('permissions');

  await main.getByRole('button', { name: 'Shut down' }).click();
  await dialog.getByRole('button', { name: 'Shut down' }).click();
  await advance(page, '1m');
  await go(page, '#/hosts/host/esxi-04.sandbox.lab/monitor');
  await expect(main.getByRole('grid', { name: 'Triggered Alarms' })).toContainText(
    'Host connection and power state',
  );
  await expect(main.getByRole('grid', { name: /^Events of/ })).toContainText('is not responding');
  await look('monitor');

  // Acknowledged it still rings, and says by whom; reset to green it is gone, and the event stays.
  const alarms = main.getByRole('grid', { name: 'Triggered Alarms' });
  const ringing = alarms.getByRole('row', { name: /Host connection and power state/ });
  await ringing.getByRole('button', { name: /^Actions of/ }).click();
  await page.getByRole('menuitem', { name: 'Acknowledge' }).click();
  await expect(ringing).toContainText('VSPHERE.LOCAL\\administrator');
  await ringing.getByRole('button', { name: /^Actions of/ }).click();
  await page.getByRole('menuitem', { name: 'Reset all red alarms to green' }).click();
  await expect(main).toContainText('No alarm is triggered');
  const cleared = main.getByRole('row', {
    name: /^Manually cleared alarm 'Host connection and power state'/,
  });
  await expect(cleared).toContainText('AlarmClearedEvent');
  await expect(cleared.getByRole('link', { name: 'esxi-04.sandbox.lab' })).toBeVisible();

  await go(page, '#/hosts/supervisor/sv1-az1/log');
  await expect(main.getByRole('log')).toContainText('[opID=');
  await look('log');

  // What vCenter is configured with, and a setting of its appliance changed.
  await go(page, '#/hosts/vcenter/vcsa01.sandbox.lab/configure');
  await expect(main).toContainText('Product Evaluation');
  await expect(main.getByRole('grid', { name: 'Advanced Settings' })).toContainText('VirtualCenter.FQDN');
  await expect(main.getByRole('grid', { name: 'Alarm Definitions' })).toContainText(
    'Datastore usage on disk',
  );
  await look('configure');
  await main.getByRole('button', { name: 'Edit' }).first().click();
  await dialog.getByLabel('NTP servers').fill('not a/server');
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(dialog).toContainText("'a/server' is neither a host name nor an IP address");
  await dialog.getByLabel('NTP servers').fill('time.sandbox.lab');
  await dialog.getByRole('button', { name: 'OK' }).click();
  await expect(main).toContainText('time.sandbox.lab');

  await go(page, '#/libraries');
  await main.getByRole('button', { name: 'Create' }).click();
  await dialog.getByLabel(/^Name/).fill('tkr');
  await look('library');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(main.getByRole('grid', { name: 'Content Libraries' })).toContainText('Synchronizing');
  await advance(page, '1m');
  await go(page, '#/libraries/items');
  await expect(main.getByRole('grid', { name: 'Items of content libraries' })).toContainText('v1.24.9');
  await look('items');
  expect(found).toEqual([]);
});
