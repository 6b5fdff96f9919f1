/**
 * Going from one region of the page to the next (F6), in the order in which they stand: header, time, navigator, main, you-just-did,
 * panel. A region remembers where the focus was in it.
 */
const last = new WeakMap<Element, HTMLElement>();

const focusable = 'a[href], button:not([tabindex="-1"]), input, select, textarea, [tabindex="0"]';

const shown = (element: HTMLElement): boolean => element.checkVisibility();

export function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(shown);
  const focus = document.activeElement;
  const at = regions.findIndex((region) => region.contains(focus));
  const from = regions[at];
  if (from !== undefined && focus instanceof HTMLElement && focus !== from) last.set(from, focus);
  const to =
    regions[(at < 0 ? (step > 0 ? 0 : regions.length - 1) : at + step + regions.length) % regions.length];
  if (to === undefined) return;
  const before = last.get(to);
  const inside =
    before?.isConnected && shown(before)
      ? before
      : [...to.querySelectorAll<HTMLElement>(focusable)].find(shown);
  (inside ?? to).focus();
}
