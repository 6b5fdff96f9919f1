// The notation in which the product's schemas are written down: as TypeScript has types, a structural schema for each. It is read
// when somebody first looks at a kind, so it costs nothing where nobody does.
//
//   type    = ("{" member* "}" | "'a'|'b'" | word) ("[]" | "&" JSON | "text")*
//   member  = (name | name "!" | "*") ":" type ";"?
//
// A `!` is required, `*` are the values of a map, `&` adds members of the schema, a text describes what is before it. A word is one
// of those below, or the name of a type that the file says once.
import { assert } from '../../std/assert.ts';
import type { Schema } from '../../store/schema/schema.ts';

const quantityPattern =
  '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$';

const intOrString: Schema = {
  anyOf: [{ type: 'integer' }, { type: 'string' }],
  'x-kubernetes-int-or-string': true,
};
const preserving = { 'x-kubernetes-preserve-unknown-fields': true } as const;

const words: Readonly<Record<string, Schema>> = {
  any: preserving,
  bool: { type: 'boolean' },
  bytes: { type: 'string', format: 'byte' },
  free: { type: 'object', ...preserving },
  int: { type: 'integer' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  intstr: intOrString,
  object: { type: 'object' },
  quantity: { ...intOrString, pattern: quantityPattern },
  string: { type: 'string' },
  time: { type: 'string', format: 'date-time' },
};

const tokens = /\s*([{}:;!*|&]|\[\]|'[^']*'|"(?:[^"\\]|\\.)*"|[\w$.@/-]+)/y;

export type Types = ReadonlyMap<string, string>;

class Reader {
  readonly #text: string;
  readonly #types: Types;
  #at = 0;

  constructor(text: string, types: Types) {
    this.#text = text;
    this.#types = types;
  }

  /** The next token, which stays where it is. */
  peek(): string {
    tokens.lastIndex = this.#at;
    return tokens.exec(this.#text)?.[1] ?? '';
  }

  take(expected?: string): string {
    tokens.lastIndex = this.#at;
    const token = tokens.exec(this.#text)?.[1] ?? '';
    const near = this.#text.slice(this.#at, this.#at + 30);
    assert(
      token !== '' && (expected === undefined || token === expected),
      `a schema has an error at ${near}`,
    );
    this.#at = tokens.lastIndex;
    return token;
  }

  type(): Schema {
    let schema = this.#base();
    for (let next = this.peek(); next !== ''; next = this.peek()) {
      if (next === '[]') schema = { type: 'array', items: schema };
      else if (next === '&') schema = { ...schema, ...this.#json() };
      else if (next.startsWith('"')) schema = { ...schema, description: JSON.parse(next) as string };
      else break;
      if (next !== '&') this.take();
    }
    return schema;
  }

  #base(): Schema {
    const token = this.take();
    if (token === '{') return this.#members();
    if (!token.startsWith("'")) {
      const text = this.#types.get(token);
      const schema = text === undefined ? words[token] : readSchema(text, this.#types);
      assert(schema !== undefined, `a schema knows no type ${token}`);
      return schema;
    }
    const values = [token.slice(1, -1)];
    while (this.peek() === '|') {
      this.take('|');
      values.push(this.take().slice(1, -1));
    }
    return { type: 'string', enum: values };
  }

  #members(): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    let values: Schema | undefined;
    while (this.peek() !== '}') {
      const name = this.take();
      if (this.peek() === '!') required.push((this.take('!'), name));
      this.take(':');
      if (name === '*') values = this.type();
      else properties[name] = this.type();
      if (this.peek() === ';') this.take(';');
    }
    this.take('}');
    return {
      type: 'object',
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      ...(required.length === 0 ? {} : { required }),
      ...(values === undefined ? {} : { additionalProperties: values }),
    };
  }

  /** The JSON object after `&`: braces within its texts come in pairs. */
  #json(): Schema {
    this.take('&');
    const from = this.#text.indexOf('{', this.#at);
    let depth = 0;
    let end = from;
    do {
      const character = this.#text[end];
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      end += 1;
    } while (depth > 0);
    this.#at = end;
    return JSON.parse(this.#text.slice(from, end)) as Schema;
  }
}

/** The structural schema that a text says, with the types that its file names. */
export function readSchema(text: string, types: Types): Schema {
  return new Reader(text, types).type();
}

/** Named types of a file: each begins a line with `Name = `. */
export function readTypes(text: string): Types {
  const found = text.split(/^(\w+) = /m).slice(1);
  return new Map(
    Array.from({ length: found.length / 2 }, (_, index) => [
      found[2 * index] as string,
      found[2 * index + 1] as string,
    ]),
  );
}
