// Text of objects made harmless for a terminal. Source: cli-runtime pkg/printers/terminal.go.

/** Escape and carriage return shown as `^[` and `\r`, so that no object can steer the terminal. */
export function escapeTerminal(text: string): string {
  return text.replaceAll('\u001b', '^[').replaceAll('\r', '\\r');
}
