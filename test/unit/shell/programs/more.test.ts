// Small programs that scripts and `kubectl cp` call.
import { describe, expect, it } from 'vitest';
import { newTerminal } from '../../cli/terminal.ts';

const files = { list: 'pear 3\napple 10\n', 'in/a': 'a\n', 'in/below/b': 'bb\n' };

const after = (line: string): string => {
  const { out, err } = newTerminal(files).run(line);
  return `${out}${err}`.trimEnd().replaceAll('\n', '|');
};

describe('programs', () => {
  it.each([
    ['seq 3', '1|2|3'],
    ['seq 1 2 5', '1|3|5'],
    ['seq 3 -1 1', '3|2|1'],
    ['seq -w 8 10', '08|09|10'],
    ['seq -s , 3', '1,2,3'],
    ['seq 0.5 0.5 1.5', '0.5|1.0|1.5'],
    ['seq x', 'seq: invalid floating point argument: ‘x’'],
    ['expr 3 + 4', '7'],
    ['expr 7 / 0', 'expr: division by zero'],
    ['expr a = a', '1'],
    ['expr abc : "a\\(b\\)"', 'b'],
    ['expr length abcd', '4'],
    ['echo hello | tr a-z A-Z', 'HELLO'],
    ['echo aabbc | tr -s ab', 'abc'],
    ['echo a1b2 | tr -d 0-9', 'ab'],
    ['echo a1b2 | tr -cd "[:digit:]"', '12'],
    ['basename /a/b.txt .txt; dirname /a/b.txt; dirname a', 'b|/a|.'],
    ['echo hi | base64; echo aGkK | base64 -d', 'aGkK|hi'],
    ['echo x | tee t | cat; cat t', 'x|x'],
    ['cp list copy; cat copy | wc -l', '2'],
    ['cp -r in out; ls -R out', 'out:|a|below||out/below:|b'],
    ['cp in x', "cp: -r not specified; omitting directory 'in'"],
    ['mv list gone; cat list', 'cat: list: No such file or directory'],
    ['yes | head -n 2', 'y|y'],
    ['head -c 4 list; echo; tail -c 4 list', 'pear| 10'],
    ['tail -c +8 list', 'apple 10'],
    ['ls -l list', '-rw-r--r-- 1 root root 16 Jan  1 00:00 list'],
    ['ls -d in', 'in'],
    ['ls none', "ls: cannot access 'none': No such file or directory"],
    ['tar cf - in | tar tf -', 'in/|in/a|in/below/|in/below/b'],
    ['mkdir to; tar cf - in | tar xf - -C to; cat to/in/below/b', 'bb'],
    [
      'tar cf all.tar in; tar xf all.tar -C /tmp; cat in/a',
      'a|tar: /tmp: Cannot open: No such file or directory|tar: Error is not recoverable: exiting now',
    ],
    [
      'tar cf x.tar none',
      'tar: none: Cannot stat: No such file or directory|tar: Exiting with failure status due to previous errors',
    ],
    [
      'echo no | tar xf -',
      'tar: This does not look like a tar archive|tar: Exiting with failure status due to previous errors',
    ],
  ])('%s', (line, expected) => {
    expect(after(line)).toBe(expected);
  });

  it('keep long names in archives', () => {
    const name = `${'long-'.repeat(30)}name`;
    expect(after(`echo x > ${name}; tar cf - ${name} | tar tf -`)).toBe(name);
    const deep = Array.from({ length: 8 }, (_, at) => `folder-with-a-name-${at}`).join('/');
    expect(after(`mkdir -p ${deep}; echo x > ${deep}/f; tar cf - ${deep}/f | tar tf -`)).toBe(`${deep}/f`);
  });
});
