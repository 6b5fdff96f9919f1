/** A VM that would not be powered on: the page says why, names single changes, and tries one in a fork without touching the world. */
import { axeInBothThemes } from './page/axe.ts';
import { expect, go, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

const vcenter = 'https://vcsa01.sandbox.lab';

test('a refused power on says what would have to change, and tries it', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  await pause(page);
  const terminal = new TerminalOf(page);
  const ask = (command: string): Promise<string> => terminal.run(command);
  await ask(
    `T=$(curl -sk -H "Authorization: Basic $(printf administrator@vsphere.local:VMware1! | base64)" -X POST ${vcenter}/api/session | tr -d '"'); echo ok`,
  );
  const made = await ask(
    `V=$(curl -sk -X POST -H "vmware-api-session-id: $T" -H 'content-type: application/json' ${vcenter}/api/vcenter/vm -d '{"guest_OS":"UBUNTU_64","name":"big","memory":{"size_MiB":1024000},"placement":{"folder":"group-v4","datastore":"datastore-22","cluster":"domain-c8"}}' | tr -d '"'); echo $V`,
  );
  const vm = made.split('\n').at(-1) ?? '';
  expect(vm).toMatch(/^vm-\d+$/);
  await ask(
    `curl -sk -o /dev/null -X POST -H "vmware-api-session-id: $T" -H 'content-type: application/json' ${vcenter}/sdk/vim25/8.0.1.0/VirtualMachine/$V/ReconfigVM_Task -d '{"spec":{"memoryAllocation":{"reservation":1024000}}}'; echo ok`,
  );
  await go(page, `#/hosts/vm/${vm}`);
  const main = page.getByRole('main');
  await expect(main).toContainText('It would not be powered on now.');
  const change = main.getByRole('list', { name: 'Single changes that help' }).getByRole('listitem').first();
  await expect(change).toContainText(/reserves \d+ MB of memory instead of 1024000/);
  await change.getByRole('button', { name: 'Try it in a fork' }).click();
  await expect(change).toContainText(/Powered on on esxi-0\d\.sandbox\.lab after 0 s/);
  await expect(main).toContainText('Powered off');
  expect(await axeInBothThemes(page)).toEqual([]);
});
