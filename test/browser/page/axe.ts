/** What axe finds on what is on screen, one line each; empty is right. */
import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/**
 * Only what is wrong is put in words, and there are no frames: a tenth of the time. `rules` where only some can come out otherwise than
 * before.
 */
export async function axe(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules.length === 0 ? builder : builder.withRules([...rules])).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n  ')}`,
  );
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
