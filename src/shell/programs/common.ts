// The programs that are wherever there is a shell.
import type { Program } from '../program.ts';
import { awk } from './awk.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { dd } from './dd.ts';
import { env } from './env.ts';
import { cat, echo, mkdir, rm } from './files.ts';
import { grep } from './grep.ts';
import { head, tail } from './head.ts';
import { ls } from './ls.ts';
import { chmod, chown, cp, ln, mv, sync, tee, touch } from './move.ts';
import { expr, seq } from './numbers.ts';
import { paste } from './paste.ts';
import { printf } from './printf.ts';
import { sed } from './sed.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { stat } from './stat.ts';
import { sums } from './sums.ts';
import { tar } from './tar.ts';
import { test } from './test.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { rev } from './rev.ts';
import { base64, basename, dirname, fail, printenv, pwd, succeed, yes } from './words.ts';

export const common: readonly Program[] = [
  ...[
    awk,
    base64,
    basename,
    cat,
    chmod,
    chown,
    cp,
    cut,
    date,
    dd,
    dirname,
    echo,
    env,
    expr,
    fail,
    grep,
    head,
  ],
  ...[
    ln,
    ls,
    mkdir,
    mv,
    paste,
    printenv,
    printf,
    pwd,
    rev,
    rm,
    sed,
    seq,
    sleep,
    sort,
    stat,
    succeed,
    sync,
    tail,
    tar,
    tee,
    test,
  ],
  ...[touch, tr, uniq, wc, yes],
  ...sums,
];
