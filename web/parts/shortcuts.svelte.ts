/**
 * Keyboard shortcuts of the whole page, in one list that the help dialog shows. Keys are written as people say them: `/`, `Ctrl+K`,
 * `g h` (one after the other), `Space`, `Shift+F6`; letters in either case. In a field, a terminal or an editor only shortcuts marked
 * `everywhere` act; single keys can be turned off (WCAG 2.1.4). What a part handled itself (`preventDefault`) is left alone.
 */
import { untrack } from 'svelte';

export interface Shortcut {
  readonly keys: string;
  readonly does: string;
  /** Heading in the help dialog: `Go to`, `Time`. */
  readonly group: string;
  /** Acts in fields too. Never for a key that fields need. */
  readonly everywhere?: boolean;
  readonly run: () => void;
}

const storageKey = 'single-keys';
const sequenceMs = 1_000;

/** The event's key as a shortcut writes it. Shift counts only where it does not already choose the character. */
export function keyName(event: KeyboardEvent): string {
  const named = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : '';
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${named}`;
}

const normal = (keys: string): string =>
  keys.replace(/(^|[ +])(\S)(?= |$)/g, (_, before: string, key: string) => before + key.toLowerCase());

const takesText = (element: Element): boolean =>
  element.matches(
    'input:not([type=range], [type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true], [contenteditable=""], [role=textbox]',
  );

const takesSpace = (element: Element): boolean =>
  element.closest(
    'button, a, input, summary, [role=treeitem], [role=gridcell], [role=option], [role=menuitem], [role=tab], [role=separator]',
  ) !== null;

class Shortcuts {
  #list = $state.raw<readonly Shortcut[]>([]);
  #single = $state(true);
  #before = '';
  #beforeMs = 0;

  constructor() {
    try {
      this.#single = localStorage.getItem(storageKey) !== 'off';
    } catch {
      this.#single = true;
    }
  }

  get list(): readonly Shortcut[] {
    return this.#list;
  }

  /** Whether shortcuts without Ctrl or Alt act. */
  get single(): boolean {
    return this.#single;
  }

  set single(on: boolean) {
    this.#single = on;
    try {
      localStorage.setItem(storageKey, on ? 'on' : 'off');
    } catch {
      // Storage is refused in some frames: the choice then lasts as long as the page.
    }
  }

  /** Adds shortcuts. @returns what takes them away; so `$effect(() => shortcuts.add([...]))` ties them to a component. */
  add(more: readonly Shortcut[]): () => void {
    untrack(() => (this.#list = [...this.#list, ...more]));
    return () => {
      this.#list = this.#list.filter((shortcut) => !more.includes(shortcut));
    };
  }

  /** For the window's keydown. */
  handle(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (event.defaultPrevented || event.isComposing || !(target instanceof Element)) return;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    const inField = takesText(target);
    const name = keyName(event);
    const now = performance.now();
    const sequence = now - this.#beforeMs < sequenceMs ? `${this.#before} ${name}` : name;
    this.#before = inField ? '' : name;
    this.#beforeMs = now;
    if (name === 'Space' && takesSpace(target)) return;
    if (document.querySelector('dialog[open]') !== null) return;
    const found = this.#find(sequence) ?? this.#find(name);
    if (found === undefined || (inField && !found.everywhere)) return;
    if (!this.#single && !/Ctrl\+|Alt\+|F\d/.test(found.keys)) return;
    event.preventDefault();
    this.#before = '';
    found.run();
  }

  #find(keys: string): Shortcut | undefined {
    return this.#list.find((shortcut) => normal(shortcut.keys) === keys);
  }
}

export const shortcuts = new Shortcuts();
