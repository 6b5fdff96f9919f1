/** The widgets of the sessions, kept while the panel shows something else. A widget goes with its session. */
import type { TerminalSession } from './sessions.svelte.ts';
import { TerminalWidget } from './widget.svelte.ts';

const widgets = new Map<TerminalSession, TerminalWidget>();

export function widgetOf(session: TerminalSession): TerminalWidget {
  let widget = widgets.get(session);
  if (widget === undefined) {
    widget = new TerminalWidget(session);
    widgets.set(session, widget);
  }
  return widget;
}

/** Ends the widgets of sessions that are no more. */
export function keepOnly(sessions: readonly TerminalSession[]): void {
  for (const [session, widget] of widgets) {
    if (sessions.includes(session)) continue;
    widgets.delete(session);
    widget.dispose();
  }
}
