/**
 * What an administrator waits for: the tree of 20,000 VMs, opened; Workload Management, from the wizard's last click to Running at 1000x. In a
 * page that is served already, each time in a context of its own.
 */
import type { Browser, Page } from 'playwright';
import { type Row, median } from '../worlds/measure.ts';
import { beginWorld } from './page/site.ts';

const times = 5;
const settledMs = 3_000;

async function worldOf(browser: Browser, url: string, preset: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('treeitem').first().waitFor();
  await beginWorld(page, preset);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
  return page;
}

/** Milliseconds from a click until a text stands in some place, drawn. */
function fromClick(page: Page, clicked: string, place: string, words: string): Promise<number> {
  return page.evaluate(
    async ([name, where, wanted]) => {
      const frame = () => new Promise(requestAnimationFrame);
      const nameOf = (each: Element) => each.getAttribute('aria-label') ?? each.textContent;
      const buttons = [...document.querySelectorAll<HTMLElement>('button, [role=tab]')];
      const button = buttons.findLast((each) => nameOf(each)?.trim() === name);
      if (button === undefined) throw new Error(`there is no ${name}`);
      const began = performance.now();
      button.click();
      const pattern = new RegExp(wanted as string);
      while (
        ![...document.querySelectorAll(where as string)].some(({ textContent }) => pattern.test(textContent))
      )
        await frame();
      await frame();
      return performance.now() - began;
    },
    [clicked, place, words],
  );
}

async function treeMs(browser: Browser, url: string): Promise<number> {
  const page = await worldOf(browser, url, 'large-64');
  await page.evaluate(() => (location.hash = '#/hosts'));
  await page.getByRole('treeitem', { name: /^esxi-01/ }).waitFor({ timeout: 60_000 });
  // The objects come once for all trees.
  await page.waitForTimeout(settledMs);
  const ms = await fromClick(page, 'VMs and Templates', '[role=treeitem]', 'app-00001');
  await page.context().close();
  return ms;
}

async function enabledMs(browser: Browser, url: string): Promise<number> {
  const page = await worldOf(browser, url, 'empty');
  await page.evaluate(() => (location.hash = '#/workload-management'));
  await page.getByRole('main').getByRole('button', { name: 'Get Started' }).click();
  const dialog = page.getByRole('dialog');
  const finish = dialog.getByRole('button', { name: 'Finish' });
  for (const title of ['Storage', 'Management Network', 'Workload Network', 'Review and Confirm']) {
    const heading = dialog.getByRole('heading', { name: title });
    while (!(await heading.isVisible())) {
      await dialog.getByRole('button', { name: 'Next', exact: true }).click();
      await page.waitForTimeout(100);
    }
  }
  await finish.waitFor();
  await page
    .getByRole('button', { name: '1000x', includeHidden: true })
    .evaluate((button: HTMLElement) => button.click());
  const ms = await fromClick(page, 'Finish', 'main [role=row]', 'mgmt-cl01.*Running');
  await page.context().close();
  return ms;
}

async function repeated(measure: () => Promise<number>): Promise<number> {
  const found: number[] = [];
  while (found.length < times) found.push(await measure());
  return median(found);
}

export async function measureVCenter(browser: Browser, url: string): Promise<readonly Row[]> {
  return [
    {
      name: 'the tree of 20,000 VMs, once its objects are there, from click to drawn',
      value: await repeated(() => treeMs(browser, url)),
      unit: 'ms',
      note: `median of ${times}; at most 200`,
    },
    {
      name: 'Workload Management at 1000x, from click to Running',
      value: await repeated(() => enabledMs(browser, url)),
      unit: 'ms',
      note: `median of ${times}; at most 5,000`,
    },
  ];
}
