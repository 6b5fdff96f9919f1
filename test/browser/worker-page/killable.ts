/** A browser of our own with a profile that stays, to be killed as a whole: what Playwright's own would be restarted for. */
import { spawn } from 'node:child_process';
import { chromium as playwright, type Page } from '@playwright/test';
import { chromium } from '../chromium.ts';

/** Ends all processes of a group, if there are any left. */
function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export interface Killable {
  /** A page of the profile. */
  readonly page: Page;
  /** SIGKILL to every process of it; resolves once it is gone. */
  readonly kill: () => Promise<void>;
  /** What the browser had to say so far, its own errors among it. */
  readonly said: () => string;
}

export async function startKillable(profile: string): Promise<Killable> {
  const program = chromium.executablePath ?? playwright.executablePath();
  const args = [
    ...chromium.args,
    '--headless',
    '--remote-debugging-port=0',
    '--enable-logging=stderr',
    `--user-data-dir=${profile}`,
    'about:blank',
  ];
  // A group of its own, so that one signal reaches all of it and nothing else.
  const child = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`the browser ended: ${said}`)));
  });
  const browser = await playwright.connectOverCDP(endpoint);
  const kill = async (): Promise<void> => {
    const isGone = child.exitCode !== null || child.signalCode !== null;
    if (child.pid !== undefined && !isGone) end(child.pid);
    await gone;
  };
  // Any context but the first has a profile of its own that is not kept.
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the browser has no profile');
  return { page: await context.newPage(), kill, said: () => said };
}
