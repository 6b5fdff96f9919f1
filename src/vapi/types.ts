// Types of vAPI's data: what JSON alone does not tell of a value, and a client with bindings asks for. Texts, numbers, truth values and lists of
// them say themselves what they are; what may be left out, a secret, a map and a structure's name is written in tables, a word a member:
// `name` plain, `name?` optional, `name=X` of type X, where X is `!` a secret, `*` whatever it turns out to be, `[X]` a list, `{X}` a map,
// `?X` optional, `vcenter.VM.info` a structure below com.vmware, `.info` one beside it.
// Source: vSphere Automation SDK for Python, bindings of 8.0 U2 and reference of 8.0 U3.

export type Type =
  | { readonly kind: 'plain' | 'secret' | 'any' }
  | { readonly kind: 'optional' | 'list' | 'map'; readonly of: Type }
  | { readonly kind: 'structure'; readonly name: string };

/** What each structure's name begins with on the wire. */
export const vendor = 'com.vmware.';

export const plain: Type = { kind: 'plain' };

/** Of a type's word; `home` is what `.info` lies below. */
export function readType(word: string, home: string): Type {
  if (word === '') return plain;
  if (word === '!') return { kind: 'secret' };
  if (word === '*') return { kind: 'any' };
  if (word.startsWith('?')) return { kind: 'optional', of: readType(word.slice(1), home) };
  if (word.startsWith('[')) return { kind: 'list', of: readType(word.slice(1, -1), home) };
  if (word.startsWith('{')) return { kind: 'map', of: readType(word.slice(1, -1), home) };
  return { kind: 'structure', name: word.startsWith('.') ? `${home}${word}` : word };
}

export type Structure = ReadonlyMap<string, Type>;

/**
 * Structures by their names without the vendor. A table's lines: what they lie below, then each with two spaces before its name and
 * its members; more spaces go on with the line before.
 */
export function readStructures(table: string): Map<string, Structure> {
  const structures = new Map<string, Map<string, Type>>();
  let home = '';
  let members = new Map<string, Type>();
  for (const line of table.split('\n')) {
    const words = line.trim().split(' ');
    const [first = ''] = words;
    if (first === '') continue;
    if (!line.startsWith(' ')) {
      home = first;
      continue;
    }
    if (!line.startsWith('   ')) {
      members = new Map();
      structures.set(`${home}.${first}`, members);
      words.shift();
    }
    for (const word of words) {
      const [, name = '', optional, type = ''] = /^(\w+)(\?)?(?:=(.*))?$/.exec(word) ?? [];
      const of = readType(type, home);
      members.set(name, optional === undefined ? of : { kind: 'optional', of });
    }
  }
  return structures;
}
