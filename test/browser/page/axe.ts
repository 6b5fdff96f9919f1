/** What axe finds on what is on screen, one line each; empty is right. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { type Page, expect } from '@playwright/test';

declare global {
  var axe: { readonly run: (context: Document, options: RunOptions) => Promise<AxeResults> } | undefined;
}

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Half a mebibyte of script goes in once a page, and only what is wrong comes out: a third of the time. `rules` where only some can come
 * out otherwise than before.
 */
export async function axe(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  if (await page.evaluate(() => globalThis.axe === undefined)) await page.evaluate(source);
  const violations = await page.evaluate(
    async (asked) => {
      const only: RunOptions = asked.length === 0 ? {} : { runOnly: { type: 'rule', values: asked } };
      const found = await globalThis.axe?.run(document, { resultTypes: ['violations'], ...only });
      return found?.violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }));
    },
    [...rules],
  );
  if (violations === undefined) throw new Error('axe is not on the page');
  return violations.map(({ id, html }) => `${id}: ${html.map((text) => text.slice(0, 160)).join('\n  ')}`);
}

async function wear(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveAttribute('cds-theme', colorScheme);
}

/** The page in its light theme, then in its dark one, which is the same page in other colours; it is left light. */
export async function axeInBothThemes(page: Page): Promise<readonly string[]> {
  const light = await axe(page);
  await wear(page, 'dark');
  const dark = await axe(page, ['color-contrast']);
  await wear(page, 'light');
  return [...light.map((finding) => `light: ${finding}`), ...dark.map((finding) => `dark: ${finding}`)];
}
