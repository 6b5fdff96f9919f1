/**
 * The code editor: CodeMirror in a shadow root, where its style sheets are constructed ones, which the page's policy allows. Colours are
 * the page's own properties, which reach into the shadow, so the theme follows.
 */
import { type Completion, autocompletion, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { KindInfo } from '../live/kinds.ts';
import type { Mark } from './manifests.ts';
import { completeManifest } from './complete.ts';
import { coloredYaml } from './language.ts';

export interface CodeOptions {
  readonly text: string;
  readonly label: string;
  readonly onchange: (text: string) => void;
  readonly onsave: () => void;
  readonly kinds: () => readonly KindInfo[];
}

const colors = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--ss-link)' },
  { tag: tags.propertyName, color: 'var(--ss-link)' },
  { tag: tags.string, color: 'var(--ss-text)' },
  { tag: tags.comment, color: 'var(--ss-text-weak)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.meta], color: 'var(--ss-text-weak)' },
]);

const look = EditorView.theme({
  '&': {
    height: '100%',
    backgroundColor: 'var(--ss-surface)',
    color: 'var(--ss-text)',
    fontSize: '12px',
  },
  '&.cm-focused': { outline: '2px solid var(--ss-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--ss-mono)', lineHeight: '17px' },
  '.cm-content': { caretColor: 'var(--ss-text-strong)' },
  '.cm-cursor': { borderLeftColor: 'var(--ss-text-strong)' },
  '.cm-gutters': {
    backgroundColor: 'var(--ss-surface-2)',
    color: 'var(--ss-text-weak)',
    borderRight: '1px solid var(--ss-line-soft)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--ss-hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--ss-selected)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--ss-surface)',
    color: 'var(--ss-text)',
    border: '1px solid var(--ss-line)',
    maxWidth: '32rem',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--ss-solid)',
    color: 'var(--ss-white)',
  },
  '.cm-diagnostic': { fontFamily: 'inherit', fontSize: '12px' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--ss-bad)',
    textUnderlineOffset: '3px',
  },
});

export interface Code {
  readonly text: () => string;
  readonly setText: (text: string) => void;
  readonly mark: (marks: readonly Mark[]) => void;
  /** Puts the cursor there, both from 1. */
  readonly goTo: (line: number, column?: number) => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

export function createCode(host: HTMLElement, options: CodeOptions): Code {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const state = EditorState.create({
    doc: options.text,
    extensions: [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      lintGutter(),
      history(),
      drawSelection(),
      bracketMatching(),
      indentUnit.of('  '),
      coloredYaml(options.text),
      syntaxHighlighting(colors),
      autocompletion({
        override: [completeManifest(options.kinds)],
        optionClass: (_option: Completion) => '',
      }),
      EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false', tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) options.onchange(update.state.doc.toString());
      }),
      keymap.of([
        { key: 'Mod-s', preventDefault: true, run: () => (options.onsave(), true) },
        ...completionKeymap,
        ...historyKeymap,
        ...lintKeymap,
        ...defaultKeymap,
      ]),
      look,
    ],
  });
  const view = new EditorView({ state, root, parent: root });

  const diagnosticOf = ({ line, column, message }: Mark): Diagnostic => {
    const at = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, line)));
    const first = at.from + (/^\s*(?:- )*/.exec(at.text)?.[0].length ?? 0);
    const from = Math.min(at.to, column === undefined ? first : at.from + column - 1);
    return { from, to: Math.max(from, at.to), severity: 'error', message };
  };

  return {
    text: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (marks) => view.dispatch(setDiagnostics(view.state, marks.map(diagnosticOf))),
    goTo: (line, column = 1) => {
      const { from, to } = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, line)));
      const anchor = Math.max(from, Math.min(to, from + column - 1));
      view.dispatch({
        selection: { anchor },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
