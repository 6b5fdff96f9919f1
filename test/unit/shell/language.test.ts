// The language of the shell beyond lists and pipes: what bash makes of the same lines.
import { describe, expect, it } from 'vitest';
import { newTerminal } from '../cli/terminal.ts';

const files = {
  'a.txt': 'one 1\ntwo 2\n',
  'b.txt': 'b\n',
  'run.sh': '#!/bin/sh\necho "$# $1"; exit 3\n',
  plain: 'x',
};

const after = (line: string): string => {
  const { out, err } = newTerminal(files).run(line);
  return `${out}${err}`.trimEnd().replaceAll('\n', '|');
};

describe('jobs', () => {
  it.each([
    [
      'sleep 5 & sleep 6 | cat & jobs',
      '[1]-  Running                 sleep 5 &|[2]+  Running                 sleep 6 | cat &',
    ],
    ['sleep 5 & jobs -p; jobs -l', '2|[1]+      2 Running                 sleep 5 &'],
    ['(sleep 5; exit 4) & fg; echo $?; jobs', '(sleep 5; exit 4)|4'],
    ['sleep 5 & sleep 6 & fg %1; jobs', 'sleep 5|[2]+  Running                 sleep 6 &'],
    ['sleep 5 & bg %1; echo $?', '0|bash: bg: job 1 already in background'],
    [
      'fg; bg; fg %7',
      'bash: fg: current: no such job|bash: bg: current: no such job|bash: fg: %7: no such job',
    ],
    ['(sleep 1; exit 3) & wait $!; echo $?', '3'],
    ['sleep 1 & sleep 2 & wait %-; jobs', '[2]+  Running                 sleep 2 &'],
    ['wait 99; echo $?', '127|bash: wait: pid 99 is not a child of this shell'],
    ['wait %3; echo $?', '127|bash: wait: %3: no such job'],
    ['sleep 9 & kill %1; jobs', ''],
    ['jobs', ''],
  ])('%s', (line, expected) => {
    expect(after(line)).toBe(expected);
  });
});

describe('arrays', () => {
  it.each([
    ['a=(foo bar "b z"); echo ${a[0]} ${a[2]} ${#a[@]} $a', 'foo b z 3 foo'],
    ['a=(foo bar baz); i=1; echo ${a[$i]} ${a[i+1]} ${a[-1]}', 'bar baz baz'],
    ['a=(x "y z"); for e in "${a[@]}"; do echo "<$e>"; done', '<x>|<y z>'],
    ['a=(x "y z"); for e in "${a[*]}" ${a[@]}; do echo "<$e>"; done', '<x y z>|<x>|<y>|<z>'],
    ['a=(x); a+=(y z); a[5]=w; echo "${a[@]}" "${!a[@]}" ${#a[@]}', 'x y z w 0 1 2 5 4'],
    ['a=(1 2 3 4); echo "${a[@]:1:2}" ${#a[1]} ${a[9]:-none}', '2 3 1 none'],
    ['a=(\n one # first\n two\n)\necho ${a[1]}', 'two'],
    ['i=2; a[$i]=c; a[i-1]=b; a[1]+=!; echo "${a[@]}"', 'b! c'],
    ['a=(*.txt); echo ${#a[@]} ${a[1]}', '2 b.txt'],
    ['declare -a d=(p q); echo ${d[1]}; unset d; echo "<${d[@]}>"', 'q|<>'],
    ['f() { echo "${@:2}"; }; f a b c', 'b c'],
    ['s=one; s+=two; echo $s ${s[0]} ${#s[@]}', 'onetwo onetwo 1'],
    ['(a=(x)); echo "<${a[@]}>"', '<>'],
    ['a=(x; y)', "bash: syntax error near unexpected token `;'"],
    ['a[99999]=x; echo $?', '1|bash: a[99999]: bad array subscript'],
    ['echo a=(x)', "bash: syntax error near unexpected token `('"],
  ])('%s', (line, expected) => {
    expect(after(line.replaceAll('\\n', '\n'))).toBe(expected);
  });
});

describe('control flow', () => {
  it.each([
    ['for i in 1 2 3; do echo "n $i"; done', 'n 1|n 2|n 3'],
    ['for f in *.txt; do echo $f; done', 'a.txt|b.txt'],
    ['for ((i = 0; i < 3; i++)); do echo $i; done', '0|1|2'],
    ['i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done', '0|1|2'],
    ['until [ "$x" = yy ]; do x=${x}y; done; echo $x', 'yy'],
    ['while true; do break; done; echo out', 'out'],
    ['for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done', '1|3'],
    ['for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done', '1a|2a'],
    ['if false; then echo a; elif true; then echo b; else echo c; fi', 'b'],
    ['if false; then echo a; fi; echo $?', '0'],
    ['case abc in a*) echo starts;; *) echo no;; esac', 'starts'],
    ['case b in a|b) echo ab;; esac', 'ab'],
    ["case 'a*' in 'a*') echo literal;; esac", 'literal'],
    ['case 7 in [0-9]) echo digit;; esac', 'digit'],
    ['case "$none" in "") echo empty;; esac', 'empty'],
    ['f() { echo "$1-$2 $#"; return 4; }; f a "b c"; echo $?', 'a-b c 2|4'],
    ['function g { local x=in; echo $x; }; x=out; g; echo $x', 'in|out'],
    ['f() { for a in "$@"; do echo "<$a>"; done; }; f "a b" c', '<a b>|<c>'],
    ['(cd /; x=1; exit 3); echo $? $x', '3'],
    ['{ echo a; echo b; } | wc -l', '2'],
    ['! false; echo $?', '0'],
    ['! true || echo so', 'so'],
    ['set -e; false || true; if false; then :; fi; echo on; false; echo never', 'on'],
    ['set -- a b c; shift; echo $1 $#', 'b 2'],
    ['set -u; echo $none; echo never', 'bash: none: unbound variable'],
    ["echo $'a\\tb' \"$'c'\"", "a\tb $'c'"],
    ['IFS=, read -r a b <<< "1,2,3"; echo "$a-$b" "[$IFS]"', '1-2,3 []'],
    ['IFS= read -r a <<< "  x "; read -r b <<< "  x "; echo "[$a][$b]"', '[  x ][x]'],
    ['IFS=: read -ra parts <<< "a::c"; echo ${#parts[@]} ${parts[2]}', '3 c'],
    ['x=a,b; IFS=,; for each in $x; do echo $each; done; set -- 1 2; echo "$*"', 'a|b|1,2'],
    ['s=abC; echo ${s^} ${s^^} ${s,,} ${s,}; v=s; echo ${!v}', 'AbC ABC abc abC|abC'],
    ['set -o pipefail; false | true; echo $?; set +o pipefail; false | true; echo $?', '1|0'],
    ['while read -r line; do echo "[$line]"; done < <(printf "a b\\nc\\n")', '[a b]|[c]'],
    ['mapfile -t lines < a.txt; echo ${#lines[@]} ${lines[1]}', '2 two 2'],
    ['echo {a..c} {5..1..2} $((10#007 + 16#ff))', 'a b c 5 3 1 262'],
    ['printf "%x %X %o %q\\n" 255 255 8 "a b"; seq 3 | paste -sd,', 'ff FF 10 a\\ b|1,2,3'],
    [
      'f() { while getopts "a:b" o; do echo "$o $OPTARG"; done; shift $((OPTIND - 1)); echo $1; }; f -b -a 1 x',
      'b |a 1|x',
    ],
    ['while getopts ":a:" o -z -a; do echo "$o $OPTARG"; done', '? z|: a'],
    ['echo a12 | grep -oP "\\d+"; echo hi | tee /dev/null', '12|hi'],
    ['set -x; echo a', 'a|+ echo a'],
    ['set -x; x=$(echo "[b]") y=; :', "++ echo '[b]'|+ x='[b]'|+ y=|+ :"],
    [
      'set -x; [[ pod-1 =~ -([0-9]+)$ || -f none ]]; n=${BASH_REMATCH[1]}; [[ $n == "1" && $n -gt 3 ]]',
      '+ [[ pod-1 =~ -([0-9]+)$ ]]|+ n=1|+ [[ 1 == \\1 ]]|+ [[ 1 -gt 3 ]]',
    ],
    ['while read a b; do echo "$b $a"; done < a.txt', '1 one|2 two'],
    ['cat a.txt | while read line; do echo "[$line]"; done', '[one 1]|[two 2]'],
    ['eval "x=1; echo \\$x"', '1'],
    ['echo one & echo two; wait; echo three', 'one|two|three'],
    ['. ./run.sh', '0'],
    ['bash() { :; }; ./run.sh q; echo $?', '1 q|3'],
    ['./plain; echo $?', '126|bash: ./plain: Permission denied'],
    ['command -v cat nothing; command -v nothing; echo $?', '/usr/bin/cat|127'],
    ['f() { f; }; f', 'bash: maximum nesting level exceeded (64)'],
  ])('%s', (line, expected) => {
    expect(after(line)).toBe(expected);
  });
});

describe('expansion', () => {
  it.each([
    ['echo $((1 + 2 * 3)) $(( (1 + 2) * 3 )) $((7 / 2)) $((7 % 4)) $((2 ** 10))', '7 9 3 3 1024'],
    ['x=5; echo $((x > 3 ? 1 : 2)) $((x += 2)) $x $((-x))', '1 7 7 -7'],
    ['x=1; (( x++ )); echo $x; (( x == 2 )) && echo yes', '2|yes'],
    ['echo $((1 / 0))', 'bash: division by 0'],
    ['let n=3*4; echo $n', '12'],
    ['x=; echo ${x:-d} ${x-d} ${y:-a b} ${y:+set} ${#HOME}', 'd a b 9'],
    ['echo ${z:=new} $z', 'new new'],
    ['echo ${nope:?is missing}', 'bash: nope: is missing'],
    ['p=/a/b/c.tar.gz; echo ${p##*/} ${p%.*} ${p%%.*} ${p#/a}', 'c.tar.gz /a/b/c.tar /a/b/c /b/c.tar.gz'],
    ['p=a-b-c; echo ${p/-/+} ${p//-/+} ${p:2} ${p:2:1}', 'a+b-c a+b+c b-c b'],
    ['echo `echo a` "`echo b c`"', 'a b c'],
    ['echo "$(echo "in $(echo side)")"', 'in side'],
    ['echo {1..3} {a,b}c x{1,2}{y,z} {single} "{a,b}"', '1 2 3 ac bc x1y x1z x2y x2z {single} {a,b}'],
    ['echo {03..01}', '03 02 01'],
    ['echo [ab].txt [!a].txt', 'a.txt b.txt b.txt'],
    ['x="a  b"; echo $x "$x"', 'a b a  b'],
    ['echo $0 $$ $#', 'bash 1 0'],
    ['echo a > /dev/stderr', 'a'],
  ])('%s', (line, expected) => {
    expect(after(line)).toBe(expected);
  });
});

describe('conditions', () => {
  it.each([
    ['[ a = a ]', 0],
    ['[ a != a ]', 1],
    ['test 3 -ge 3', 0],
    ['[ -f a.txt ]', 0],
    ['[ -d . -a ! -e none ]', 0],
    ['[ -z "" ]', 0],
    ['[ -n "" -o 1 = 1 ]', 0],
    ['[ ]', 1],
    ['[ ! ]', 0],
    ['[ x -eq 1 ]', 2],
    ['[ a', 2],
    ['[[ abc == a* ]]', 0],
    ['[[ abc == "a*" ]]', 1],
    ['[[ abc =~ ^a.c$ && -z "" ]]', 0],
    ['[[ web-12 =~ -([0-9]+)$ ]] && [[ ${BASH_REMATCH[1]} -eq 12 ]]', 0],
    ['[[ "a b" =~ ^(a b|c)$ ]] || [[ x =~ (y|z) ]]', 0],
    ['[[ axc =~ a"."c ]]', 1],
    ['[[ a.c =~ a\\.c && x =~ x ]]', 0],
    ['[[ "x$(<a.txt)" == x?* ]]', 0],
    ['[[ "x$(<none)" == x ]]', 0],
    ['[[ -f none && 1 -eq x ]]', 1],
    ['[[ ( a < b || 1 -eq 2 ) ]]', 0],
    ['[[ -f none ]]', 1],
  ])('%s ends with %i', (line, code) => {
    expect(newTerminal(files).run(line).value).toBe(code);
  });
});

describe('what has no end', () => {
  it.each([
    ['growth', 'x=aaaaaaaa; for i in {1..60}; do x="$x$x"; done', /a word is too long/],
    ['braces', 'echo {1..9999}{1..9999} | wc -w', /^10000$|argument list too long/],
    ['sums', 'a=a; echo $((a))', /recursion level/],
    ['scripts of scripts', 'echo ". ./me" > me; . ./me', /nesting level/],
  ])('of %s is refused', (_, line, message) => {
    expect(after(line)).toMatch(message);
  });
});
