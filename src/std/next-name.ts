/**
 * The name after the last of numbered ones: `esxi-05.sandbox.lab` after `esxi-04.sandbox.lab`. Digits before the first dot are counted on,
 * as wide as they were; where there are none, `-2` is put there.
 */
export function nextName(names: readonly string[]): string {
  const taken = new Set(names);
  const last = [...names].sort().at(-1) ?? '';
  const [, prefix = '', digits = '', domain = ''] = /^([^.]*?)(\d*)((?:\..*)?)$/.exec(last) ?? [];
  const stem = digits === '' ? `${prefix}-` : prefix;
  for (let number = digits === '' ? 2 : Number(digits) + 1; ; number++) {
    const name = `${stem}${String(number).padStart(digits.length, '0')}${domain}`;
    if (!taken.has(name)) return name;
  }
}
