/**
 * Light or dark: as the system has it, or as was chosen here. The choice is remembered where storage is allowed, and set on <html>
 * as Clarity's `cds-theme`.
 */
import { MediaQuery } from 'svelte/reactivity';

export type ThemeChoice = 'system' | 'light' | 'dark';

export const themeChoices = ['system', 'light', 'dark'] as const satisfies readonly ThemeChoice[];

const key = 'theme';
const systemDark = new MediaQuery('prefers-color-scheme: dark');

function remembered(): ThemeChoice {
  try {
    const saved = localStorage.getItem(key);
    return themeChoices.find((choice) => choice === saved) ?? 'system';
  } catch {
    return 'system';
  }
}

class Theme {
  #choice = $state<ThemeChoice>(remembered());

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get current(): 'light' | 'dark' {
    if (this.#choice === 'system') return systemDark.current ? 'dark' : 'light';
    return this.#choice;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    try {
      localStorage.setItem(key, choice);
    } catch {
      // Storage is refused in some frames: the choice then lasts as long as the page.
    }
  }

  /** Keeps <html> as the theme says. Call once, from the root. @returns what stops it. */
  follow(): () => void {
    return $effect.root(() => {
      $effect.pre(() => document.documentElement.setAttribute('cds-theme', this.current));
    });
  }
}

export const theme = new Theme();
