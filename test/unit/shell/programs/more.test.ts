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
      'dd if=list bs=4 count=1 2>/dev/null; echo; dd if=list of=part bs=1 skip=5 count=1 status=none; cat part',
      'pear|3',
    ],
    [
      'dd if=/dev/zero of=/dev/null bs=1M count=10',
      '10+0 records in|10+0 records out|10485760 bytes (10 MB, 10 MiB) copied, 0.0104858 s, 1.0 GB/s',
    ],
    [
      'dd if=/dev/zero of=zeros bs=1k count=4 status=noxfer; wc -c zeros',
      '4096 zeros|4+0 records in|4+0 records out',
    ],
    ['dd if=none', "dd: failed to open 'none': No such file or directory"],
    ['dd fi=x', "dd: unrecognized operand 'fi=x'|Try 'dd --help' for more information."],
    ['dd bs=x', "dd: invalid number: 'x'"],
    ['head -c 600 /dev/zero | wc -c; head -c 9 /dev/urandom | wc -c; wc -c /dev/null', '600|9|0 /dev/null'],
    ['timeout 2 dd if=/dev/zero of=/dev/null; echo $?', '124'],
    ['timeout 1 sleep 5; echo $?; timeout 5 sleep 1; echo $?; timeout 1m false; echo $?', '124|0|1'],
    [
      'timeout x ls; echo $?',
      "125|timeout: invalid time interval 'x'|Try 'timeout --help' for more information.",
    ],
    ['timeout 1 none; echo $?', "127|timeout: failed to run command 'none': No such file or directory"],
    ["echo a b 'c d' | xargs echo x", 'x a b c d'],
    ['seq 3 | xargs -n 2 echo', '1 2|3'],
    ['printf "a b\\nc\\n" | xargs -I{} echo "[{}]"', '[a b]|[c]'],
    ['echo "\'a b\' c" | xargs -n1 echo', 'a b|c'],
    ['printf "" | xargs -r echo none; printf "" | xargs echo one', 'one'],
    ['echo x | xargs none; echo $?', '127|xargs: none: No such file or directory'],
    ['echo none | xargs cat; echo $?', '123|cat: none: No such file or directory'],
    ['find in', 'in|in/a|in/below|in/below/b'],
    ['find . -name "[ab]" -type f', './in/a|./in/below/b'],
    ['find in -maxdepth 1 ! -type d', 'in/a'],
    ['find in -type f -exec cat {} \\;; find in -type f -exec echo {} +', 'a|bb|in/a in/below/b'],
    ['find in -name below -prune', "find: missing argument to `-prune'"],
    ['find in/below -delete; ls in; find none', "a|find: 'none': No such file or directory"],
    ['which ls none; echo $?', '/usr/bin/ls|1'],
    [
      'md5sum list; sha1sum < in/a',
      '4aa4378a0de55a95bda4ce56ec0396e9  list|3f786850e387550fdab836ed7e6dc881de23001b  -',
    ],
    [
      'sha256sum in/a > sums; sha256sum -c sums; echo x >> in/a; sha256sum -c sums; echo $?',
      'in/a: OK|in/a: FAILED|1|sha256sum: WARNING: 1 computed checksum did NOT match',
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
