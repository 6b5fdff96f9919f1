import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTerminal } from '../../cli/terminal.ts';

const files = { list: 'pear 3\napple 10\nfig 2\n', open: 'no end', empty: '', tabs: 'a\tb\tc\nd\n' };

describe('text programs', () => {
  it.each([
    ['sed s/a/A/ list', 'peAr 3\nApple 10\nfig 2\n'],
    ['sed s/e/E/ open', 'no End'],
    ['sed p open', 'no end\nno end'],
    ['sed -n 2,3p list', 'apple 10\nfig 2\n'],
    ['sed -n 2,1p list', 'apple 10\n'],
    ["sed -n '/pear/,/fig/p' list", 'pear 3\napple 10\nfig 2\n'],
    ["sed -n '/pear/,2p' list", 'pear 3\napple 10\n'],
    ["sed -n '$p' list", 'fig 2\n'],
    ["sed '2!d' list", 'apple 10\n'],
    ["sed '/^$/d' empty", ''],
    ["sed 's/\\([a-z]*\\) \\([0-9]*\\)/\\2:\\1/' list", '3:pear\n10:apple\n2:fig\n'],
    ["sed -E 's/^(.)(.)/\\2\\1/' list", 'epar 3\npaple 10\nifg 2\n'],
    ["sed 's/p/[&\\&]/2g' list", 'pear 3\nap[p&]le 10\nfig 2\n'],
    ["sed 's,/,-,;s|a|/|' list", 'pe/r 3\n/pple 10\nfig 2\n'],
    ["sed 's/ /\\n/' list | wc -l", '6\n'],
    ["sed -n 's/fig/FIG/p' list", 'FIG 2\n'],
    ["sed 's/\\bfig\\>/X/' list | tail -1", 'X 2\n'],
    ['grep -c . list empty', 'list:3\nempty:0\n'],
    ['grep -vn fig list', '1:pear 3\n2:apple 10\n'],
    ['grep -w fi list', ''],
    ["grep 'a\\|fig' list", 'pear 3\napple 10\nfig 2\n'],
    ["grep -F '.' list", ''],
    ['head -1 list tabs', '==> list <==\npear 3\n\n==> tabs <==\na\tb\tc\n'],
    ['tail -n +2 list', 'apple 10\nfig 2\n'],
    ['tail -0 list', ''],
    ['sort -rn -k 2 list', 'apple 10\npear 3\nfig 2\n'],
    ["printf '2\\n10\\n' | sort", '10\n2\n'],
    ["printf 'b\\na\\nb\\n' | sort -u", 'a\nb\n'],
    ['cut -f2 tabs', 'b\nd\n'],
    ['cut -s -f2- tabs', 'b\tc\n'],
    ["cut -d ' ' -f 1 list | sort | head -1", 'apple\n'],
    ['uniq -c list', '      1 pear 3\n      1 apple 10\n      1 fig 2\n'],
    ["printf 'a\\nA\\nb\\n' | uniq -i", 'a\nb\n'],
    ["printf 'a\\na\\nb\\n' | uniq -u", 'b\n'],
    ['wc -l list open', ' 3 list\n 0 open\n 3 total\n'],
    ["printf 'é 😀\\n\\n' | wc -lwmc", '      2       2       5       9\n'],
    ['cat -n open', '     1\tno end'],
    ["printf '%-4s|%4s|%03d|%.1s|%c|%b\\n' a b 7 xyz xyz 'q\\tr'", 'a   |   b|007|x|x|q\tr\n'],
    ["printf '%d %i\\n' -5 +3", '-5 3\n'],
    ["printf 'a%%\\n'", 'a%\n'],
  ])('%s', (line, out) => {
    expect(newTerminal(files).run(line)).toMatchObject({ out, err: '' });
  });

  it.each([
    ['sed', 1, 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n'],
    ['sed -i s/a/b/', 1, 'sed: no input files\n'],
    [
      'sed -z p',
      1,
      "sed: invalid option -- 'z'\nUsage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n",
    ],
    ["sed 's/(/x' list", 1, "sed: -e expression #1, char 5: unterminated `s' command\n"],
    ["sed -E 's/(/x/' list", 1, 'sed: -e expression #1, char 6: Invalid regular expression\n'],
    ["sed 's/a/\\1/' list", 1, "sed: -e expression #1, char 7: invalid reference \\1 on `s' command's RHS\n"],
    [
      "sed 's/a/b/0' list",
      1,
      "sed: -e expression #1, char 7: number option to `s' command may not be zero\n",
    ],
    ['sed 3 list', 1, 'sed: -e expression #1, char 1: missing command\n'],
    ["sed '1,p' list", 1, "sed: -e expression #1, char 3: unexpected `,'\n"],
    ["sed -e p -e '/a' list", 1, 'sed: -e expression #2, char 2: unterminated address regex\n'],
    ['sed p none', 2, "sed: can't read none: No such file or directory\n"],
    ['grep', 2, "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n"],
    ["grep -E '(' list", 2, 'grep: (: Invalid regular expression\n'],
    [
      'cut list',
      1,
      "cut: you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information.\n",
    ],
    ['cut -f0 list', 1, "cut: invalid field value ‘0’\nTry 'cut --help' for more information.\n"],
    ['head -n x list', 1, 'head: invalid number of lines: ‘x’\n'],
    ['uniq -x list', 1, "uniq: invalid option -- 'x'\nTry 'uniq --help' for more information.\n"],
    ['rm none', 1, "rm: cannot remove 'none': No such file or directory\n"],
    ['mkdir list', 1, 'mkdir: cannot create directory ‘list’: File exists\n'],
    ["printf '%y'", 1, "bash: printf: `y': invalid format character\n"],
  ])('%s: code %i', (line, value, err) => {
    expect(newTerminal(files).run(line)).toMatchObject({ err, value });
  });

  it('sed -i leaves what it edits in the file', () => {
    const { run } = newTerminal(files);
    expect(run("sed -i -e 's/fig/date/' -e 1d list; cat list").out).toBe('apple 10\ndate 2\n');
  });

  it('a pattern that would take for ever elsewhere takes no time', () => {
    const { run } = newTerminal({ a: `${'a'.repeat(50_000)}!` });
    expect(run("grep -cE '^(a+)+$' a").out).toBe('0\n');
  });
});

describe('whatever the script', () => {
  const script = fc.array(fc.constantFrom(...'s/ab,;!pdq$0123\\&[]()*.^|{}+? \n-'.split('')), {
    maxLength: 16,
  });

  it('sed edits or says what is wrong with it', () => {
    fc.assert(
      fc.property(script, fc.boolean(), (letters, extended) => {
        const quoted = letters.join('').replaceAll("'", '');
        const { value, err } = newTerminal(files).run(`sed ${extended ? '-E ' : ''}-e '${quoted}' list`);
        expect(value === 0 ? err === '' : err.startsWith('sed: -e expression #1, char ')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a literal is replaced as JavaScript does', () => {
    const word = fc.stringMatching(/^[a-c ]{1,3}$/);
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c ]{0,20}$/), word, word, (text, from, to) => {
        const { run, files: kept } = newTerminal({ text: `${text}\n` });
        run(`sed -i 's/${from}/${to}/g' text`);
        expect(kept.read('/home/dev/text')).toBe(`${text.replaceAll(from, to)}\n`);
      }),
    );
  });
});
