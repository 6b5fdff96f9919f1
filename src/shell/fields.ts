// How IFS cuts a text: blanks of it together and at the ends for nothing, every other character for itself.
// Source: POSIX shell command language, 2.6.5.

const usual = ' \t\n';

const inClass = (characters: string): string => characters.replace(/[\\\]^-]/g, '\\$&');

interface Cut {
  /** What stands between two fields. */
  readonly between: RegExp;
  readonly atEnds: RegExp;
  /** Whether a field may be empty: between two characters that are no blanks. */
  readonly hasEmpty: boolean;
}

function cutBy(ifs: string): Cut {
  const blanks = inClass([...ifs].filter((character) => usual.includes(character)).join(''));
  const others = inClass([...ifs].filter((character) => !usual.includes(character)).join(''));
  const some = blanks === '' ? '' : `[${blanks}]*`;
  const ways = [
    ...(others === '' ? [] : [`${some}[${others}]${some}`]),
    ...(blanks === '' ? [] : [`[${blanks}]+`]),
  ];
  return {
    between: new RegExp(ways.join('|')),
    atEnds: blanks === '' ? /(?!)/ : new RegExp(`^[${blanks}]+|[${blanks}]+$`, 'g'),
    hasEmpty: others !== '',
  };
}

const usualCut = cutBy(usual);
const cutOf = (ifs: string): Cut => (ifs === usual ? usualCut : cutBy(ifs));

/** The fields of a line; of the last no more than the ends are cut, where there are to be so many. */
export function lineFields(line: string, ifs = usual, most = Infinity): readonly string[] {
  if (ifs === '') return [line];
  const { between, atEnds } = cutOf(ifs);
  const fields: string[] = [];
  let rest = line.replace(atEnds, '');
  for (; fields.length < most - 1;) {
    const found = between.exec(rest);
    if (found === null) break;
    fields.push(rest.slice(0, found.index));
    rest = rest.slice(found.index + found[0].length);
  }
  return rest === '' && fields.length > 0 && most === Infinity ? fields : [...fields, rest];
}

/** The parts of what a variable holds: each but the first begins a field, and one that is empty is there only if it is kept. */
export function valueFields(
  value: string,
  ifs = usual,
): readonly { readonly text: string; readonly isKept: boolean }[] {
  if (ifs === '') return [{ text: value, isKept: false }];
  const { between, hasEmpty } = cutOf(ifs);
  const parts = value.split(between);
  return parts.map((text, at) => ({ text, isKept: hasEmpty && at < parts.length - 1 }));
}

/** What joins the values of `"$*"`. */
export const joint = (ifs = usual): string => ifs.charAt(0);
