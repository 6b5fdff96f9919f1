/**
 * Opens an element over the page (Popover API, so in the top layer: nothing clips it) beside an anchor, within the window. Escape or a
 * press elsewhere closes it; the browser gives the focus back. The page's policy forbids style attributes, so places are set by script.
 */
import type { Attachment } from 'svelte/attachments';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Anchor = Element | Point;

const gapPx = 2;
const edgePx = 4;

function place(popup: HTMLElement, anchor: Anchor): void {
  const at =
    anchor instanceof Element
      ? anchor.getBoundingClientRect()
      : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const size = popup.getBoundingClientRect();
  const below = at.bottom + gapPx;
  const fitsBelow = below + size.height <= window.innerHeight - edgePx;
  const top = fitsBelow ? below : Math.max(edgePx, at.top - gapPx - size.height);
  const left = Math.max(edgePx, Math.min(at.left, window.innerWidth - edgePx - size.width));
  popup.style.top = `${Math.min(top, Math.max(edgePx, window.innerHeight - edgePx - size.height))}px`;
  popup.style.left = `${left}px`;
}

/** For `{@attach popup(...)}` on an element with `popover`: open as long as it stands in the document. */
export function popup(anchor: Anchor, onclose: () => void): Attachment<HTMLElement> {
  return (element) => {
    const toggled = (event: Event): void => {
      if ((event as ToggleEvent).newState === 'closed') onclose();
    };
    element.showPopover();
    place(element, anchor);
    element.addEventListener('toggle', toggled);
    return () => element.removeEventListener('toggle', toggled);
  };
}
