// From the nodes of a YAML document to JSON, as goyaml v2 and sigs.k8s.io/yaml decide: what bare words mean, which
// keys become text, what an alias stands for. Holds: what aliases add is bounded before it is built, and shared, not
// copied; of a key that is written twice the last counts, and strict decoding is told of it.
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Alias, Pair, Scalar, YAMLMap } from 'yaml';
import { base64ToBytes } from './base64.ts';
import { isObject, type Json, type JsonObject } from './draft.ts';
import { formatGoFloat } from './go-float.ts';
import { quoteGo } from './go-quote.ts';
import { FINDINGS_MAX, isExact, pathText } from './json-scan.ts';
import { setOwn } from './own.ts';
import { CONVERTING } from './yaml-problem.ts';
import type { ScalarMeaning } from './yaml-scalar.ts';
import { resolveScalar } from './yaml-scalar.ts';
import type { YamlSource } from './yaml-source.ts';

/** What reading throws to its door, with the offset that it is about. */
export class YamlRefusal extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(`${CONVERTING}${message}`);
    this.at = at;
  }
}

interface Bounds {
  readonly depthMax: number;
  readonly aliasesMax: number;
  readonly aliasNodesMax: number;
}

interface Anchored {
  readonly value: Json;
  readonly nodes: number;
}

/** What a document says, and what there is to tell of it. */
export interface YamlRead {
  readonly value: Json;
  /** Which keys stand twice in it, in the library's words; empty where none does. */
  readonly duplicates: string;
  /** Integers that no number here holds, as they were written, by their paths. */
  readonly rounded: ReadonlyMap<string, string>;
}

const DUPLICATES_SHOWN_MAX = 10;
const TAG = 'tag:yaml.org,2002:';

/** Reads the documents of one text; alias bounds count over all of them. */
export class YamlReader {
  readonly #bounds: Bounds;
  #source: YamlSource | undefined;
  /** What each anchor stands for; `reading` while its own node is not finished. */
  #anchors = new Map<string, Anchored | 'reading'>();
  #duplicates: string[] = [];
  #rounded = new Map<string, string>();
  readonly #path: (string | number)[] = [];
  #nodes = 0;
  #aliases = 0;
  #aliasNodes = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** What a document's root says; throws YamlRefusal. */
  read(root: unknown, source: YamlSource): YamlRead {
    this.#source = source;
    this.#anchors = new Map();
    this.#duplicates = [];
    this.#rounded = new Map();
    this.#path.length = 0;
    const value = this.#node(root, 0);
    const lines = this.#duplicates.map((message) => `\n  ${message}`).join('');
    const duplicates = lines === '' ? '' : `yaml: unmarshal errors:${lines}`;
    return { value, duplicates, rounded: this.#rounded };
  }

  #node(node: unknown, depth: number): Json {
    if (isAlias(node)) return this.#alias(node);
    this.#nodes++;
    if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
    if (!isScalar(node) && depth >= this.#bounds.depthMax) {
      throw new YamlRefusal(`yaml: exceeded max depth of ${this.#bounds.depthMax}`, offsetOf(node));
    }
    const { anchor } = node;
    const before = this.#nodes;
    if (anchor !== undefined) this.#anchors.set(anchor, 'reading');
    const value = isScalar(node)
      ? this.#scalar(node)
      : isMap(node)
        ? this.#map(node, depth)
        : node.items.map((item, index) => this.#at(index, () => this.#item(item, depth)));
    if (anchor !== undefined) this.#anchors.set(anchor, { value, nodes: this.#nodes - before + 1 });
    return value;
  }

  /** An item of a list; `[a: b]` holds a map of one member without braces. */
  #item(item: unknown, depth: number): Json {
    return isPair(item) ? this.#members([item], depth + 1) : this.#node(item, depth + 1);
  }

  /** Reads what is below a step of the path. */
  #at(step: string | number, read: () => Json): Json {
    this.#path.push(step);
    const value = read();
    this.#path.pop();
    return value;
  }

  #map(map: YAMLMap, depth: number): Json {
    return this.#members(map.items, depth);
  }

  #members(pairs: readonly Pair[], depth: number): Json {
    const members: { [key: string]: Json } = {};
    for (const pair of pairs) {
      if (isMergeKey(pair.key)) {
        // Also over what stands before it, as the library that kubectl reads with has it.
        for (const merged of this.#merged(pair, depth))
          for (const [key, value] of Object.entries(merged)) setOwn(members, key, value);
        continue;
      }
      const key = this.#key(pair.key, depth + 1);
      const value = this.#at(key, () => this.#node(pair.value, depth + 1));
      if (Object.hasOwn(members, key)) this.#noteDuplicate(pair, key);
      setOwn(members, key, value);
    }
    return members;
  }

  /** The maps that a merge key names, the one that counts last. */
  #merged({ key, value: named }: Pair, depth: number): readonly JsonObject[] {
    const value = this.#node(named, depth + 1);
    // An alias may stand for one map, and for no list of them.
    const all: readonly Json[] = isSeq(named) ? (value as readonly Json[]).toReversed() : [value];
    return all.map((each) => {
      if (isObject(each)) return each;
      const message = 'yaml: map merge requires map or sequence of maps as the value';
      throw new YamlRefusal(message, offsetOf(key));
    });
  }

  #key(node: unknown, depth: number): string {
    if (isScalar(node)) {
      const meaning = this.#meaning(node);
      if (meaning.kind === 'null' && node.source === '') {
        const where = this.#source?.parserLine(offsetOf(node)) ?? '';
        throw new YamlRefusal(`yaml: ${where}did not find expected key`, offsetOf(node));
      }
      if (meaning.kind === 'null') {
        throw new YamlRefusal('unsupported map key of type: %!s(<nil>), key: <nil>', offsetOf(node));
      }
      const key = keyText(meaning, node.source ?? String(node.value));
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, { value: key, nodes: 1 });
      return key;
    }
    const value = this.#node(node, depth);
    if (typeof value !== 'object' || value === null) return String(value);
    throw new YamlRefusal(`yaml: invalid map key: ${goSyntax(value)}`, offsetOf(node));
  }

  #noteDuplicate(pair: Pair, key: string): void {
    if (this.#duplicates.length >= DUPLICATES_SHOWN_MAX) return;
    const line = this.#source?.position(offsetOf(pair.value ?? pair.key)).line ?? 0;
    this.#duplicates.push(`line ${line}: key ${quoteGo(key)} already set in map`);
  }

  #alias(alias: Alias): Json {
    const at = offsetOf(alias);
    const anchored = this.#anchors.get(alias.source);
    if (anchored === undefined)
      throw new YamlRefusal(`yaml: unknown anchor '${alias.source}' referenced`, at);
    if (anchored === 'reading')
      throw new YamlRefusal(`yaml: anchor '${alias.source}' value contains itself`, at);
    this.#aliases++;
    this.#aliasNodes += anchored.nodes;
    // An anchor around this alias stands for all of it.
    this.#nodes += anchored.nodes;
    if (this.#aliases > this.#bounds.aliasesMax || this.#aliasNodes > this.#bounds.aliasNodesMax) {
      throw new YamlRefusal('yaml: document contains excessive aliasing', at);
    }
    return anchored.value;
  }

  #scalar(node: Scalar): Json {
    const meaning = this.#meaning(node);
    switch (meaning.kind) {
      case 'null':
        return null;
      case 'bool':
        return meaning.value;
      case 'int': {
        const written = String(node.value);
        if (!isExact(written, meaning.value) && this.#rounded.size < FINDINGS_MAX)
          this.#rounded.set(pathText(this.#path), written);
        return meaning.value;
      }
      case 'float':
        if (Number.isFinite(meaning.value)) return meaning.value;
        throw new YamlRefusal(`json: unsupported value: ${formatGoFloat(meaning.value)}`, offsetOf(node));
      default:
        return isBinary(node) ? binaryText(node) : String(node.value ?? '');
    }
  }

  /** What the scalar means by its tag, its quotes or its spelling. */
  #meaning(node: Scalar): ScalarMeaning {
    const text = String(node.value ?? '');
    const tag = node.tag?.startsWith(TAG) === true ? node.tag.slice(TAG.length) : node.tag;
    if (tag === undefined) return node.type === 'PLAIN' ? resolveScalar(text) : { kind: 'string' };
    const wanted = TAGGED.get(tag);
    if (wanted === undefined) return { kind: 'string' };
    const meaning = resolveScalar(text);
    if (meaning.kind === wanted) return meaning;
    if (wanted === 'float' && meaning.kind === 'int') return { kind: 'float', value: meaning.value };
    const found = SHORT_TAGS[meaning.kind];
    throw new YamlRefusal(`yaml: cannot decode ${found} \`${text}\` as a !!${tag}`, offsetOf(node));
  }
}

function isMergeKey(node: unknown): boolean {
  return isScalar(node) && node.source === '<<' && node.type === 'PLAIN' && node.tag === undefined;
}

const TAGGED: ReadonlyMap<string, ScalarMeaning['kind']> = new Map([
  ['bool', 'bool'],
  ['int', 'int'],
  ['float', 'float'],
  ['null', 'null'],
  ['timestamp', 'timestamp'],
]);
const SHORT_TAGS: Readonly<Record<ScalarMeaning['kind'], string>> = {
  string: '!!str',
  timestamp: '!!timestamp',
  null: '!!null',
  bool: '!!bool',
  int: '!!int',
  float: '!!float',
};

function isBinary(node: Scalar): boolean {
  return node.tag === `${TAG}binary`;
}

function binaryText(node: Scalar): string {
  const decoded = base64ToBytes(String(node.value ?? '').replace(/\s/g, ''));
  if ('bytes' in decoded) return new TextDecoder().decode(decoded.bytes);
  throw new YamlRefusal('yaml: !!binary value contains invalid base64 data', offsetOf(node));
}

/** A key as text; numbers as Go prints single precision, which is what sigs.k8s.io/yaml does to keys. */
function keyText(meaning: ScalarMeaning, written: string): string {
  if (meaning.kind === 'bool') return String(meaning.value);
  if (meaning.kind === 'int') return String(BigInt(meaning.value));
  if (meaning.kind !== 'float') return written;
  const text = formatGoFloat(meaning.value, 32);
  const named: Readonly<Record<string, string>> = { '+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan' };
  return named[text] ?? text;
}

function offsetOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0;
}

/** A value in Go's `%#v`: what `{{ .Values.x }}` left in a manifest is reported as. */
function goSyntax(value: Json): string {
  if (value === null) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  const members = Object.entries(value).map(([key, member]) => `${quoteGo(key)}:${goSyntax(member)}`);
  return `map[interface {}]interface {}{${members.sort().join(', ')}}`;
}
