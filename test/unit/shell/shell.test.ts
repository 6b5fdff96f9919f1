import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTerminal } from '../cli/terminal.ts';

const files = { 'a.txt': 'a\n', 'b.txt': 'b\n', 'c d.txt': 'c\n' };

describe('what bash makes of a line', () => {
  it.each([
    [`echo a  b`, 'a b\n'],
    [`echo 'a  b' "c  d"`, 'a  b c  d\n'],
    [`echo a'b'"c"d`, 'abcd\n'],
    [`echo ''`, '\n'],
    [`echo "" x`, ' x\n'],
    [`echo a\\ b \\'`, "a b '\n"],
    [`echo "a\\"b" "\\$HOME" "\\x"`, 'a"b $HOME \\x\n'],
    [`echo a\\\nb`, 'ab\n'],
    [`echo $HOME/x "\${HOME}"y`, '/home/dev/x /home/devy\n'],
    [`echo \${none-a} \${none:-b c}`, 'a b c\n'],
    [`echo $ $1x a$`, '$ x a$\n'],
    [`x='a  b'; echo $x "$x"`, 'a b a  b\n'],
    [`x=1 y=2; echo $x$y`, '12\n'],
    [`echo ~ ~/x a~ "~"`, '/home/dev /home/dev/x a~ ~\n'],
    [`echo *.txt`, 'a.txt b.txt c d.txt\n'],
    [`echo ?.txt '*.txt' "?.txt"`, 'a.txt b.txt *.txt ?.txt\n'],
    [`echo *.none`, '*.none\n'],
    [`echo $(echo a; echo b)`, 'a b\n'],
    [`echo "$(echo a; echo b)"`, 'a\nb\n'],
    [`echo $(echo $(echo deep))`, 'deep\n'],
    [`echo a # b`, 'a\n'],
    [`echo a#b`, 'a#b\n'],
    [`false || echo no && echo yes`, 'no\nyes\n'],
    [`true && false; echo $?`, '1\n'],
    [`echo a | cat | cat`, 'a\n'],
    [`cat <<E\n$HOME\nE`, '/home/dev\n'],
    [`cat <<'E'\n$HOME\nE`, '$HOME\n'],
    [`cat <<-E\n\ta\n\tE`, 'a\n'],
    [`cat <<A; cat <<B\n1\nA\n2\nB`, '1\n2\n'],
    [`cat <<< word`, 'word\n'],
    [`cat <<E | wc -l\na\nb\nE`, '2\n'],
    [`echo a > x; echo b >> x; cat x`, 'a\nb\n'],
    [`cat none 2> x; cat x`, 'cat: none: No such file or directory\n'],
    [`cat none &> x; cat x`, 'cat: none: No such file or directory\n'],
    [`cat none > x 2>&1; cat x`, 'cat: none: No such file or directory\n'],
    [`echo x 2>&1`, 'x\n'],
    [`echo 2>x a; cat x`, 'a\n'],
    [`echo a 2 > x; cat x`, 'a 2\n'],
    [`exit 3; echo not`, ''],
    [`printf '%s|' "a b" c`, 'a b|c|'],
  ])('%j prints %j', (line, out) => {
    const { run } = newTerminal(files);
    expect(run(line)).toMatchObject({ out, err: '' });
  });

  it.each([
    ['| a', "syntax error near unexpected token `|'"],
    ['a && && b', "syntax error near unexpected token `&&'"],
    ['a ;; b', "syntax error near unexpected token `;;'"],
    ['; a', "syntax error near unexpected token `;'"],
    ['a >', "syntax error near unexpected token `newline'"],
    ['a > | b', "syntax error near unexpected token `|'"],
    ['& b', "syntax error near unexpected token `&'"],
    ['a (b)', "syntax error near unexpected token `b'"],
    ['()', "syntax error near unexpected token `)'"],
    ['echo ${a b}', '${a b}: bad substitution'],
    ["echo 'a", "unexpected EOF while looking for matching `''"],
    ['echo "a', 'unexpected EOF while looking for matching `"\''],
    ['echo $(a', "unexpected EOF while looking for matching `)'"],
    ['a &&', 'syntax error: unexpected end of file'],
    ['a |', 'syntax error: unexpected end of file'],
    ['for i in a; echo; done', "syntax error near unexpected token `echo'"],
    ['done', "syntax error near unexpected token `done'"],
    ['if true; then fi', "syntax error near unexpected token `fi'"],
    ['f() { ', 'syntax error: unexpected end of file'],
    ['while true; do', 'syntax error: unexpected end of file'],
    ['select x in a; do :; done', "syntax error at `select': it is not in this shell"],
  ])('%j is refused: %s', (line, message) => {
    expect(newTerminal().run(line)).toEqual({ out: '', err: `bash: ${message}\n`, value: 2 });
  });

  it.each([
    ['nothing', 127, 'bash: nothing: command not found\n'],
    ['./x', 127, 'bash: ./x: No such file or directory\n'],
    ['cat < none', 1, 'bash: none: No such file or directory\n'],
    ['echo a > none/x', 1, 'bash: none/x: No such file or directory\n'],
    ['echo a > .', 1, 'bash: .: Is a directory\n'],
    ['exit x', 2, 'bash: exit: x: numeric argument required\n'],
    ['export 1=2', 1, "bash: export: `1=2': not a valid identifier\n"],
  ])('%j ends with %i: %s', (line, value, err) => {
    expect(newTerminal().run(line)).toEqual({ out: '', err, value });
  });

  it.each([
    ["echo 'a", true],
    ['echo "a', true],
    ['cat <<E\na', true],
    ['a |', true],
    ['a &&', true],
    ['a \\', true],
    ['echo $(a', true],
    ['echo a', false],
    ['| a', false],
    ['', false],
  ])('%j needs another line: %s', (line, more) => {
    expect(newTerminal().shell.needsMore(line)).toBe(more);
  });
});

it.each(['echo x >&2 | wc -l', 'echo x 1>&2 | wc -l'])('%s counts nothing', (line) => {
  expect(newTerminal().run(line)).toMatchObject({ out: '0\n', err: 'x\n' });
});

describe('a flood', () => {
  it('of characters is refused with its number', () => {
    const { err, value } = newTerminal().run(`echo ${'a'.repeat(20_000)}`);
    expect(err).toMatch(
      /^bash: a command of 20005 characters is too long \(at most \d+\): put it into a file\n$/,
    );
    expect(value).toBe(2);
  });

  it('of brackets inside each other is refused', () => {
    expect(newTerminal().run(`echo ${'$('.repeat(60)}${')'.repeat(60)}`)).toMatchObject({
      err: 'bash: too many command substitutions inside each other\n',
    });
  });

  it('of output ends', () => {
    const { run } = newTerminal({ a: 'x'.repeat(1_000_000) });
    const { err, value } = run(`cat ${'a '.repeat(20)}`);
    expect(err).toMatch(/^bash: output ended after \d+ bytes: use \| head, or > file\n$/);
    expect(value).toBe(1);
  });

  it.each(['| wc -c', '> b', '| sort > b'])('through a pipe ends: %s', (rest) => {
    const { run } = newTerminal({ a: 'x'.repeat(4_000_000) });
    expect(run(`cat ${'a '.repeat(40)} ${rest}`).err).toMatch(/^bash: more than \d+ characters in a pipe\n/);
  });

  it('into a file is said', () => {
    const { run } = newTerminal({ a: 'x'.repeat(1_000_000) });
    expect(run(`cat ${'a '.repeat(20)} > b`)).toEqual({
      out: '',
      err: 'bash: b: File too large\n',
      value: 1,
    });
  });

  it('of control characters stays visible', () => {
    expect(newTerminal().run("printf '\\033[2Jx\\rz\\007'").out).toBe('^[[2Jx^Mz^G');
  });
});

const pieces = fc.constantFrom(
  ...[
    'a',
    'b',
    ' ',
    '\n',
    '\t',
    "'",
    '"',
    '\\',
    '$',
    '(',
    ')',
    '{',
    '}',
    '|',
    '&',
    ';',
    '<',
    '>',
    '*',
    '?',
    '#',
    '~',
    '=',
  ],
  ...[
    'echo ',
    'cat ',
    'grep ',
    'sed ',
    'head ',
    'sort ',
    'cut -c1 ',
    'uniq ',
    'printf ',
    '<<E\n',
    'E\n',
    '2>&1',
    '$HOME',
    '$(',
    'x=',
    '__proto__',
    'é',
    '😀',
    '\u0000',
  ],
);
const scripts = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(''));

describe('whatever is typed', () => {
  it('gives a code between 0 and 255 and never throws', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { value } = newTerminal(files).run(script);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(256);
      }),
      { numRuns: 500 },
    );
  });

  it('completes without a throw', () => {
    fc.assert(
      fc.property(
        scripts,
        fc.constantFrom('', 'kubectl ', 'kubectl get ', 'kubectl vsphere login --'),
        (script, head) => {
          expect(Array.isArray(newTerminal(files).complete(head + script))).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('comes back as it was when it is quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (words) => {
        const kept = words.map((word) => word.replace(/\p{Cc}/gu, ''));
        const quoted = kept.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
        expect(newTerminal().run(`printf '%s\\n' ${quoted.join(' ')}`).out).toBe(
          kept.map((word) => `${word}\n`).join(''),
        );
      }),
    );
  });
});
