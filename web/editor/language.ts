/**
 * YAML's colours, as long as a text is one that a person could have written: the parser builds its tree by recursion and runs out of
 * stack in a text that is nested without end. Such a text is plain; the world refuses it in words anyway.
 */
import { yaml } from '@codemirror/lang-yaml';
import { Compartment, EditorState, type Extension } from '@codemirror/state';

/** Levels, well above what the world reads and well below what a stack has room for. */
const coloredNestingMax = 500;

/** Entries that begin within each other on one line. */
const withinEachOther = new RegExp(`^ *(?:[-?] +){${coloredNestingMax}}`, 'm');

/** Whether a text may be nested deeper than that; brackets in texts and comments count as well. */
export function isNestedWithoutEnd(text: string): boolean {
  let open = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    if (open > coloredNestingMax) return true;
  }
  return withinEachOther.test(text);
}

export function coloredYaml(text: string): Extension {
  const language = new Compartment();
  const colored = yaml();
  const plain: Extension = [];
  const fit = (of: string): Extension => (isNestedWithoutEnd(of) ? plain : colored);
  return [
    language.of(fit(text)),
    // With the change itself: nothing of such a text is parsed.
    EditorState.transactionExtender.of((transaction) => {
      if (!transaction.docChanged) return null;
      const fitting = fit(transaction.newDoc.toString());
      const isAsIs = language.get(transaction.startState) === fitting;
      return isAsIs ? null : { effects: language.reconfigure(fitting) };
    }),
  ];
}
