// The keys of a line in the terminal, as readline has them by default.
import { describe, expect, it } from 'vitest';
import { type Line, commonStart, inColumns, keysIn, lineOf, press } from '../../../../web/terminal/line.ts';

/** A line with its cursor drawn as `|`. */
const drawn = ({ text, cursor }: Line): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;
const read = (text: string): Line => ({ text: text.replace('|', ''), cursor: text.indexOf('|') });

describe('a key on a line', () => {
  it.each([
    ['a letter goes in at the cursor', 'ab|d', 'c', 'abc|d'],
    ['backspace', 'ab|c', '\x7f', 'a|c'],
    ['delete', 'a|bc', '\x1b[3~', 'a|c'],
    ['Ctrl-D in a line deletes', 'a|bc', '\x04', 'a|c'],
    ['left', 'ab|', '\x1b[D', 'a|b'],
    ['left at the beginning stays', '|ab', '\x1b[D', '|ab'],
    ['right', '|ab', '\x1b[C', 'a|b'],
    ['Home', 'ab|', '\x1b[H', '|ab'],
    ['End', '|ab', '\x1b[F', 'ab|'],
    ['Ctrl-A', 'ab|', '\x01', '|ab'],
    ['Ctrl-E', '|ab', '\x05', 'ab|'],
    ['a word left', 'get pods|', '\x1bb', 'get |pods'],
    ['a word left over what is no word', 'get -n de-mo|', '\x1b[1;5D', 'get -n de-|mo'],
    ['a word right', '|get pods', '\x1bf', 'get| pods'],
    ['Ctrl-W', 'get pods|', '\x17', 'get |'],
    ['Ctrl-U', 'get po|ds', '\x15', '|ds'],
    ['Ctrl-K', 'get po|ds', '\x0b', 'get po|'],
  ])('%s', (_, before, key, after) => {
    const effect = press(read(before), key);
    expect(effect.type === 'edit' && drawn(effect.line)).toBe(after);
  });

  it.each([
    ['Enter', 'ab', '\r', 'submit'],
    ['Tab', 'ab', '\t', 'complete'],
    ['Ctrl-C', 'ab', '\x03', 'cancel'],
    ['Ctrl-D on an empty line', '', '\x04', 'end'],
    ['Ctrl-L', 'ab', '\x0c', 'clear'],
    ['up', 'ab', '\x1b[A', 'older'],
    ['down', 'ab', '\x1b[B', 'newer'],
    ['backspace at the beginning', '', '\x7f', 'none'],
    ['a sequence that is not known', 'ab', '\x1b[99~', 'none'],
    ['a control character that is not known', 'ab', '\x1f', 'none'],
  ])('%s', (_, text, key, type) => {
    expect(press(lineOf(text), key).type).toBe(type);
  });
});

it('what a terminal sends at once is cut into keys, sequences whole', () => {
  expect(keysIn('a\x1b[A\x1b[1;5Db\x1bOH\x1bbc')).toEqual([
    'a',
    '\x1b[A',
    '\x1b[1;5D',
    'b',
    '\x1bOH',
    '\x1bb',
    'c',
  ]);
  expect(keysIn('\x1b')).toEqual(['\x1b']);
  expect(keysIn('Zürich 🗻')).toEqual([...'Zürich 🗻']);
});

it.each([
  [['pods', 'podtemplates'], 'pod'],
  [['a', 'b'], ''],
  [['same', 'same'], 'same'],
  [[], ''],
])('%j begin alike with %j', (words, start) => {
  expect(commonStart(words)).toBe(start);
});

it('proposals stand in columns that are read down', () => {
  expect(inColumns(['a', 'bb', 'ccc', 'd', 'e'], 12)).toBe('a    d\nbb   e\nccc');
  expect(inColumns(['longer than the terminal', 'b'], 5)).toBe('longer than the terminal\nb');
});
