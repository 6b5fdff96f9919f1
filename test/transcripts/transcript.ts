// Transcripts: sessions as text, readable as they are. A header of `#` lines, then steps apart by blank lines:
//
//   $ kubectl get pods | grep web      a command line, further lines begin with `> `
//   ----                               what it printed
//   web-5d9c7b6f4-2xk7q   1/1 ...
//   ---- stderr                        its errors, where it had any
//   ---- exit 1                        its exit code, where that is not 0
//
//   page$ kubectl vsphere version      only the page has this command: recorded from it, not from real programs
//   page$ kubectl get de<Tab>          what the line may become
//   @ 30s                              time goes on
//
// `---- (open)` in place of `----` marks output whose last line has no line break. A line of output that could be taken for
// part of the transcript begins with a backslash.

export interface CommandStep {
  readonly type: 'command';
  readonly pageOnly: boolean;
  readonly text: string;
  readonly outcome: Outcome;
}

export interface DirectiveStep {
  readonly type: 'directive';
  /** `30s`, `during 40s`, `^C after 5s`, `as admin`, `editor s/a/b/`, `type PASSWORD`, `file NAME`. */
  readonly text: string;
}

export type Step = CommandStep | DirectiveStep;

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export interface Transcript {
  /** Lines of the header without their `# `. */
  readonly header: readonly string[];
  readonly steps: readonly Step[];
}

export const nothing: Outcome = { out: '', err: '', code: 0 };

export function parseTranscript(text: string): Transcript {
  const blocks = text.replace(/\n+$/, '').split(/\n\n+(?=(?:page)?\$ |@ )/);
  const header = blocks[0]?.startsWith('#') === true ? (blocks.shift() ?? '') : '';
  return { header: header.split('\n').map((line) => line.replace(/^# ?/, '')), steps: blocks.map(parseStep) };
}

function parseStep(block: string): Step {
  if (block.startsWith('@ ')) return { type: 'directive', text: block.slice(2).trim() };
  const lines = block.split('\n');
  const first = lines.shift() ?? '';
  const command = [first.replace(/^(?:page)?\$ /, '')];
  while (/^>(?: |$)/.test(lines[0] ?? '')) command.push((lines.shift() ?? '').replace(/^> ?/, ''));
  const sections: Record<string, string[]> = {};
  let section: string[] | undefined;
  let open = false;
  let code = 0;
  for (const line of lines) {
    const exit = /^---- exit (\d+)$/.exec(line);
    if (exit !== null) code = Number(exit[1]);
    else if (line === '----' || line === '---- (open)') {
      section = sections['out'] = [];
      open = line !== '----';
    } else if (line === '---- stderr') section = sections['err'] = [];
    else section?.push(line.replace(/^\\/, ''));
  }
  const whole = (found: readonly string[] | undefined) => (found ?? []).map((line) => `${line}\n`).join('');
  const out = whole(sections['out']);
  return {
    type: 'command',
    pageOnly: first.startsWith('page$ '),
    text: command.join('\n'),
    outcome: { out: open ? out.slice(0, -1) : out, err: whole(sections['err']), code },
  };
}

export function printTranscript({ header, steps }: Transcript): string {
  const head = header.filter((line, at) => line !== '' || at > 0).map((line) => `# ${line}`.trimEnd());
  return `${[head.join('\n'), ...steps.map(printStep)].filter((block) => block !== '').join('\n\n')}\n`;
}

export function printStep(step: Step): string {
  if (step.type === 'directive') return `@ ${step.text}`;
  const { text, pageOnly, outcome } = step;
  const [first = '', ...more] = text.split('\n');
  const lines = [`${pageOnly ? 'page$' : '$'} ${first}`, ...more.map((line) => `> ${line}`.trimEnd())];
  return [...lines, ...printOutcome(outcome)].join('\n');
}

/** The outcome as it stands in a transcript. */
export function printOutcome({ out, err, code }: Outcome): readonly string[] {
  const lines: string[] = [];
  if (out !== '') lines.push(out.endsWith('\n') ? '----' : '---- (open)', ...escaped(out));
  if (err !== '') lines.push('---- stderr', ...escaped(err));
  if (code !== 0) lines.push(`---- exit ${code}`);
  return lines;
}

function escaped(text: string): readonly string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line, at) =>
    /^(?:\\|----|(?:page)?\$ |@ )/.test(line) || (line === '' && at === lines.length - 1)
      ? `\\${line}`
      : line,
  );
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `30s`, `5m`, `2h`, `1d`. */
export function durationOf(text: string): number {
  const match = /^(\d+)([smhd])$/.exec(text);
  if (match === null) throw new Error(`${text} is no duration such as 30s or 5m`);
  return Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
}
