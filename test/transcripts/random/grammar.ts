// A grammar as text, and words drawn from it. A name at the left edge, below it, indented, what it may be, each line as likely as the
// others:
//
//   line
//     get <type><output?40>      `<type>` is one of type; `<output?40>` forty times in a hundred a blank and one of output
//     get <type> -o name *3      three times as likely
import type { Dice } from '../../dice.ts';

export type Grammar = ReadonlyMap<string, readonly string[]>;

const reference = /<([a-z-]+)(?:\?(\d+))?>/g;

export function parseGrammar(text: string): Grammar {
  const rules = new Map<string, string[]>();
  let choices: string[] = [];
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    if (line.startsWith('  ')) {
      const [, choice = '', times = '1'] = /^ +(.*?)(?: \*(\d+))?$/.exec(line) ?? [];
      for (let time = 0; time < Number(times); time++) choices.push(choice);
    } else rules.set(line, (choices = []));
  }
  return rules;
}

/** One of the named rule's choices, all it refers to drawn too. What no rule names stays as it is: `<none>`. */
export function draw(grammar: Grammar, name: string, roll: Dice): string {
  const [first = '', ...others] = grammar.get(name) ?? [];
  return roll.pick([first, ...others]).replace(reference, (whole, part: string, percent?: string) => {
    if (!grammar.has(part)) return whole;
    if (percent === undefined) return draw(grammar, part, roll);
    return roll.chance(Number(percent)) ? ` ${draw(grammar, part, roll)}` : '';
  });
}
