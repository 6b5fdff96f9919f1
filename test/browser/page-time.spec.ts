/** The time bar over the live world: runs, stands, goes to the next event, faster, and far. */
import type { Page } from '@playwright/test';
import { expect, open, pause, test } from './page/site.ts';
import { TerminalOf } from './page/terminal.ts';

const clock = async (page: Page): Promise<number> =>
  Date.parse(`${await page.locator('time').getAttribute('datetime')}Z`);
const speed = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('it runs, stands, and runs at 1x to 1000x', async ({ page }) => {
  await open(page);
  const before = await clock(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(before);
  await pause(page);
  const stood = await clock(page);
  await page.getByRole('tab', { name: 'Recent Tasks' }).click();
  await page.getByRole('tab', { name: 'Terminal' }).click();
  expect(await clock(page)).toBe(stood);
  for (const factor of [1000, 100, 10, 1]) {
    await speed(page, `${factor}x`).click();
    await expect(speed(page, `${factor}x`)).toHaveAttribute('aria-pressed', 'true');
    // Simulated against wall time, as the page shows it; a busy machine shows it late.
    const ratio = await page.evaluate(async () => {
      const read = (): number => Date.parse(`${document.querySelector('time')?.dateTime}Z`);
      const [atWall, at] = [performance.now(), read()];
      await new Promise<void>((resolve) => {
        const look = (): void =>
          performance.now() - atWall > 500 ? resolve() : void requestAnimationFrame(look);
        look();
      });
      return (read() - at) / (performance.now() - atWall);
    });
    expect(ratio).toBeGreaterThan(factor * 0.4);
    expect(ratio).toBeLessThan(factor * 2.5);
  }
});

test('keys: Space, full stop, brackets', async ({ page }) => {
  await open(page);
  await page.getByRole('main').focus();
  await page.keyboard.press(']');
  await expect(speed(page, '10x')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('[');
  await expect(speed(page, '1x')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
});

test('next event: each step changes something, and a Pod comes to life step by step', async ({ page }) => {
  const terminal = new TerminalOf(page);
  await open(page, '#/namespaces/demo/compute');
  await pause(page);
  await terminal.run('kubectl create deployment one --image=nginx');
  const status = page.getByRole('grid', { name: 'vSphere Pods' }).getByText('Running');
  const next = page.getByRole('button', { name: 'Next event' });
  let steps = 0;
  for (; steps < 60 && !(await status.isVisible()); steps += 1) {
    const before = await clock(page);
    await next.click();
    await expect.poll(() => clock(page), { intervals: [20] }).toBeGreaterThanOrEqual(before);
  }
  expect(steps).toBeGreaterThan(3);
  await expect(status).toBeVisible();
});

test('advance by 53 days takes seconds, and what is no span of time is refused', async ({ page }) => {
  await open(page);
  await pause(page);
  const before = await clock(page);
  await page.getByRole('button', { name: 'Advance', exact: true }).click();
  const span = page.getByRole('textbox', { name: 'Advance by' });
  await span.fill('soon');
  await page.keyboard.press('Enter');
  await expect(span).toHaveAttribute('aria-invalid', 'true');
  await span.fill('53d');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Advanced time by 53 d')).toBeVisible({ timeout: 20_000 });
  expect((await clock(page)) - before).toBe(53 * 86_400_000);
  await expect(page.getByText('10 Jun 2023', { exact: true })).toBeVisible();
});
