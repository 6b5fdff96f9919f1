/**
 * A session's widget and the run behind it. It may be taken out of the page and put in again: what runs goes on running, what stood
 * there stands there still.
 */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { limits } from '../../src/std/limits.ts';
import { copyText } from '../parts/clipboard.ts';
import { openWithoutStyleElements } from './csp-document.ts';
import { TerminalRun } from './session.ts';
import { type TerminalSession, sessions } from './sessions.svelte.ts';

export class TerminalWidget {
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #run: TerminalRun;
  readonly #session: TerminalSession;
  #removeStyles: () => void = () => undefined;
  #title = $state('logging in');

  constructor(session: TerminalSession) {
    this.#session = session;
    this.#terminal = new Terminal({
      convertEol: true,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontSize: 12,
      lineHeight: 1.25,
      scrollback: limits.terminalScrollbackLines,
      screenReaderMode: true,
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.attachCustomKeyEventHandler((event) => this.#takes(event));
    this.#run = new TerminalRun(this.#terminal, session.id, {
      onTitle: (now) => (this.#title = now),
      onExit: () => {
        if (!sessions.close(session.id)) this.tell(['This session is the only one: it stays open.']);
      },
    });
  }

  /** Who is logged in and with which context. */
  get title(): string {
    return this.#title;
  }

  /** Stands in the box from now on. @returns what takes it out again. */
  attach(box: HTMLElement): () => void {
    const { element } = this.#terminal;
    if (element === undefined) this.#open(box);
    else box.append(element);
    this.paint(box);
    this.#fit.fit();
    const resized = new ResizeObserver(() => {
      if (box.clientWidth > 0 && box.clientHeight > 0) this.#fit.fit();
    });
    resized.observe(box);
    return () => {
      resized.disconnect();
      this.#terminal.element?.remove();
    };
  }

  #open(box: HTMLElement): void {
    this.#terminal.options.fontFamily =
      getComputedStyle(box).getPropertyValue('--ss-mono').trim() || 'monospace';
    this.#removeStyles = openWithoutStyleElements(() => this.#terminal.open(box));
    const { element } = this.#terminal;
    // The class is our pane's. And xterm's own ground is black, whatever its theme.
    element?.classList.remove('terminal');
    element
      ?.querySelector<HTMLElement>('.xterm-viewport')
      ?.style.setProperty('background-color', 'transparent');
    this.#terminal.textarea?.setAttribute('aria-label', `Terminal ${this.#session.id}`);
    void this.#run.start(this.#session.login);
  }

  /** Takes the colours of its ground, which the theme changes. */
  paint(ground: HTMLElement): void {
    this.#terminal.options.theme = {
      background: getComputedStyle(ground).backgroundColor,
      foreground: '#e3eaed',
      cursor: '#e3eaed',
      selectionBackground: '#4f6169',
      green: '#8ce63f',
      brightBlack: '#adbbc4',
      yellow: '#fdcf8b',
    };
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Says something between two commands. */
  tell(lines: readonly string[]): void {
    this.#run.tell(lines);
  }

  dispose(): void {
    this.#run.close();
    this.#terminal.dispose();
    this.#removeStyles();
  }

  /** Whether a key is the terminal's, rather than the page's or the browser's. */
  #takes(event: KeyboardEvent): boolean {
    if (event.key === 'F6') return false;
    const control = event.ctrlKey || event.metaKey;
    const key = event.key.toLowerCase();
    if (control && (key === "'" || key === 'v')) return false;
    // Ctrl-C copies what is selected, and interrupts where nothing is.
    if (!control || key !== 'c') return true;
    if (!event.shiftKey && !event.metaKey && !this.#terminal.hasSelection()) return true;
    if (event.type === 'keydown' && this.#terminal.hasSelection()) {
      event.preventDefault();
      void copyText(this.#terminal.getSelection()).then(() => this.#terminal.clearSelection());
    }
    return false;
  }
}
