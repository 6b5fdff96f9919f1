// Marked lines out of nested text: on one line what fits, else a line each, with names padded so that the values of neighbours
// stand under each other. Source of rules: go-cmp's report_text.go.

export type Mark = ' ' | '-' | '+';

export interface Entry {
  readonly mark: Mark;
  readonly key: string;
  readonly value: Text;
  readonly comment?: string;
}

/** A line, or a list in braces behind what opens it. */
export type Text = string | { readonly before: string; readonly entries: readonly Entry[] };

export const ellipsis = '...';

export function prefixed(prefix: string, text: Text): Text {
  return typeof text === 'string' ? prefix + text : { ...text, before: prefix + text.before };
}

/** What is longer than this stands on lines of its own, where one side only has it. */
const columnMax = 80;

interface Line {
  readonly mark: Mark;
  readonly text: string;
}

const under = (outer: Mark, inner: Mark): Mark => (inner === ' ' ? outer : inner);

/** The text with everything on one line that may be. */
function compact(text: Text, mark: Mark): Text {
  if (typeof text === 'string') return text;
  const entries = text.entries.map((entry) => ({
    ...entry,
    value: compact(entry.value, under(mark, entry.mark)),
  }));
  const isLined = entries.every(
    (entry) => entry.mark === ' ' && typeof entry.value === 'string' && entry.comment === undefined,
  );
  const content = entries
    .map(({ key, value }) => `${key === '' ? '' : `${key}: `}${value as string}`)
    .join(', ');
  const isLong = mark !== ' ' && content.length > columnMax;
  return isLined && !isLong ? `${text.before}{${content}}` : { before: text.before, entries };
}

/** By how much each key is padded: those of neighbours on one line alike. */
function padding(entries: readonly Entry[]): readonly number[] {
  const pads = entries.map(() => 0);
  for (let start = 0; start < entries.length;) {
    let end = start;
    const isAligned = (entry: Entry | undefined) =>
      entry !== undefined && entry.key !== '' && typeof entry.value === 'string';
    while (isAligned(entries[end])) end++;
    const width = Math.max(0, ...entries.slice(start, end).map(({ key }) => key.length));
    for (let at = start; at < end; at++) pads[at] = width - (entries[at] as Entry).key.length;
    start = end + 1;
  }
  return pads;
}

/** Nothing but values: as many on a line as fit. */
function batched(values: readonly string[], mark: Mark): readonly Line[] {
  const lines: Line[] = [];
  let batch = '';
  for (const value of values) {
    if (batch !== '' && batch.length + value.length + 2 > columnMax) {
      lines.push({ mark, text: batch.trimEnd() });
      batch = '';
    }
    batch += `${value}, `;
  }
  return batch === '' ? lines : [...lines, { mark, text: batch.trimEnd() }];
}

function isPlain({ mark, key, value, comment }: Entry): boolean {
  return mark === ' ' && key === '' && typeof value === 'string' && comment === undefined;
}

function expanded(text: Text, mark: Mark): readonly Line[] {
  if (typeof text === 'string') return [{ mark, text }];
  const { before, entries } = text;
  const pads = padding(entries);
  const inner =
    entries.length > 0 && entries.every(isPlain)
      ? batched(
          entries.map(({ value }) => value as string),
          mark,
        )
      : entries.flatMap(({ mark: own, key, value, comment }, index) => {
          const lines = expanded(value, under(mark, own));
          const label = key === '' ? '' : `${key}: ${' '.repeat(pads[index] ?? 0)}`;
          const end = `${value === ellipsis ? '' : ','}${comment === undefined ? '' : ` // ${comment}`}`;
          return lines.map((line, at) => ({
            mark: line.mark,
            text: `${at === 0 ? label : ''}${line.text}${at === lines.length - 1 ? end : ''}`,
          }));
        });
  return [
    { mark, text: `${before}{` },
    ...inner.map((line) => ({ mark: line.mark, text: `\t${line.text}` })),
    { mark, text: '}' },
  ];
}

/** Every line with its mark before it and a line feed behind it. */
export function printed(text: Text): string {
  return expanded(compact(text, ' '), ' ')
    .map(({ mark, text: line }) => `${mark} ${line}\n`)
    .join('');
}
