/**
 * The page's figures: what it loads first, when it answers, how a list of 10,000 Pods scrolls, how long a request waits while time runs
 * at 1000x. The site is built and served here; the world comes as a link, and is past the product's maximums.
 */
import { resolve } from 'node:path';
import { type Browser, type Page, chromium } from 'playwright';
import { type Rollup, build, preview } from 'vite';
import { makeLink } from '../../src/runtime/browser/link.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { World } from '../../src/world.ts';
import { scriptMaxBytes, styleMaxBytes, weigh } from '../../web/vite/budget.ts';
import {
  type Row,
  benchScenario,
  deployment,
  median,
  namespaceCount,
  podsPerDeployment,
} from '../worlds/measure.ts';
import { measureVCenter } from './measure-vcenter.ts';
import { ask, keepWorkers } from './page/door.ts';

const pods = 10_000;
const hosts = 100;
const visits = 5;
const scrollMs = 5_000;
/** A fast turn of the wheel: about two rows a frame. */
const pixelsPerFrame = 60;

interface Site {
  readonly url: string;
  readonly script: number;
  readonly style: number;
  readonly close: () => Promise<void>;
}

async function serve(): Promise<Site> {
  const configFile = resolve('vite.config.ts');
  const outDir = resolve('build/bench/site');
  const made = (await build({
    configFile,
    logLevel: 'error',
    build: { outDir },
  })) as Rollup.RollupOutput;
  const { script, style } = weigh(Object.fromEntries(made.output.map((item) => [item.fileName, item])));
  const server = await preview({ configFile, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the site is served nowhere');
  return { url, script, style, close: () => server.close() };
}

interface Visit {
  /** Milliseconds from the visit until the world is on screen and its buttons act: an empty browser, nothing cached. */
  readonly interactiveMs: number;
  /** Milliseconds from the start of the worker, its script still to be loaded, until it has answered a request. */
  readonly answeredMs: number;
}

declare global {
  var firstAnswerMs: number | undefined;
}

/** Asks every worker from its start on, until it answers with what its world holds. */
async function timeFirstAnswer(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Started = globalThis.Worker;
    globalThis.Worker = class extends Started {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        const began = performance.now();
        const request = { method: 'GET', path: '/api/v1/namespaces' };
        const ask = () =>
          this.postMessage({
            id: 'first answer',
            type: 'APPLY',
            path: ['request'],
            argumentList: [{ type: 'RAW', value: request }],
          });
        this.addEventListener('message', ({ data }) => {
          if (data?.id !== 'first answer' || globalThis.firstAnswerMs !== undefined) return;
          if (data.value?.status === 200) globalThis.firstAnswerMs = performance.now() - began;
          else setTimeout(ask, 4);
        });
        ask();
      }
    };
  });
}

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await timeFirstAnswer(page);
  await page.goto(url);
  const ms = await page.waitForFunction(() => {
    const drawn =
      document.querySelector('[role=treeitem][aria-selected=true]') && document.querySelector('main h1');
    return drawn ? performance.now() : undefined;
  });
  const interactiveMs = (await ms.jsonValue()) as number;
  const answered = await page.waitForFunction(() => globalThis.firstAnswerMs);
  const answeredMs = (await answered.jsonValue()) as number;
  await context.close();
  return { interactiveMs, answeredMs };
}

async function fill(page: Page): Promise<void> {
  for (let index = 0; index < pods / podsPerDeployment; index += 1) {
    const answer = await ask(page, 'request', {
      method: 'POST',
      path: `/apis/apps/v1/namespaces/bench-${index % namespaceCount}/deployments`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deployment(index)),
    });
    if (answer.status !== 201) throw new Error(answer.body);
  }
  await ask(page, 'clock', { type: 'advance', ms: 180_000 });
}

interface Scrolled {
  readonly framesPerSecond: number;
  readonly longestMs: number;
}

/** Scrolls the list down and up again, a step a frame. */
function scroll(page: Page): Promise<Scrolled> {
  return page.evaluate(
    async ({ lastsMs, step }) => {
      const box = document.querySelector('main .grid');
      if (box === null) throw new Error('there is no list');
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const begin = await frame();
      let [last, frames, longestMs, by] = [begin, 0, 0, step];
      while (last - begin < lastsMs) {
        box.scrollTop += by;
        const now = await frame();
        longestMs = Math.max(longestMs, now - last);
        last = now;
        frames += 1;
        if (last - begin > lastsMs / 2) by = -step;
      }
      return { framesPerSecond: (frames * 1_000) / (last - begin), longestMs };
    },
    { lastsMs: scrollMs, step: pixelsPerFrame },
  );
}

/** How long the page waits for a list of fifty while time runs at 1000x and every Pod is rolled. */
async function answers(page: Page): Promise<readonly number[]> {
  for (let index = 0; index < pods / podsPerDeployment; index += 1)
    await ask(page, 'request', {
      method: 'PATCH',
      path: `/apis/apps/v1/namespaces/bench-${index % namespaceCount}/deployments/load-${index}`,
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { template: { metadata: { annotations: { rolled: 'again' } } } } }),
    });
  await ask(page, 'clock', { type: 'play', speed: 1_000 });
  const times: number[] = [];
  while (times.length < 100) {
    const before = performance.now();
    await ask(page, 'request', { method: 'GET', path: '/api/v1/namespaces/bench-0/pods?limit=50' });
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b);
}

async function measureList(browser: Browser, url: string): Promise<readonly Row[]> {
  const world = World.create({ scenario: benchScenario(hosts), kernels: instantiateKernels() });
  const made = await makeLink(world, [], { title: 'Bench', text: '', view: '' });
  if ('error' in made) throw new Error(made.error);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await keepWorkers(page);
  await page.goto(`${url}${made.link.fragment}`);
  await page.getByRole('button', { name: 'Open beside' }).click({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Advance', exact: true }).waitFor();
  await ask(page, 'clock', { type: 'pause' });
  await fill(page);
  await page.evaluate(() => (location.hash = '#/kinds/supervisor/pods'));
  await page.getByText(/ of 1\d{4}/).waitFor({ timeout: 60_000 });
  const paused = await scroll(page);
  const times = await answers(page);
  const rolling = await scroll(page);
  await page.close();
  const of = `${pods.toLocaleString('en-US')} Pods`;
  return [
    {
      name: `a list of ${of} scrolls`,
      value: paused.framesPerSecond,
      unit: 'frames/s',
      note: '60 is all the screen has',
    },
    { name: 'longest frame', value: paused.longestMs, unit: 'ms', note: '' },
    {
      name: 'the same while all of them are rolled at 1000x',
      value: rolling.framesPerSecond,
      unit: 'frames/s',
      note: '',
    },
    { name: 'longest frame', value: rolling.longestMs, unit: 'ms', note: '' },
    {
      name: 'answer of a list of 50 at 1000x, median',
      value: times[times.length >> 1] ?? 0,
      unit: 'ms',
      note: 'from the page, with the way there and back',
    },
    {
      name: 'the same, 99th percentile',
      value: times[Math.floor(times.length * 0.99)] ?? 0,
      unit: 'ms',
      note: '',
    },
  ];
}

/** @param executablePath of a Chromium; Playwright's own where it is undefined. */
export async function measurePage(executablePath: string | undefined): Promise<readonly Row[]> {
  const site = await serve();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu'],
  });
  try {
    const made: Visit[] = [];
    for (let count = 0; count < visits; count += 1) made.push(await visit(browser, site.url));
    return [
      {
        name: 'initial JavaScript',
        value: site.script / 1_000,
        unit: 'kB gzip',
        note: `at most ${scriptMaxBytes / 1_000}`,
      },
      {
        name: 'style sheets',
        value: site.style / 1_000,
        unit: 'kB gzip',
        note: `at most ${styleMaxBytes / 1_000}`,
      },
      {
        name: 'first visit to interactive',
        value: median(made.map(({ interactiveMs }) => interactiveMs)),
        unit: 'ms',
        note: `median of ${visits}; at most 2,000`,
      },
      {
        name: 'worker, from its start to its first answer',
        value: median(made.map(({ answeredMs }) => answeredMs)),
        unit: 'ms',
        note: `median of ${visits}; at most 300; a real control plane 2,400-3,300`,
      },
      ...(await measureVCenter(browser, site.url)),
      ...(await measureList(browser, site.url)),
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}
