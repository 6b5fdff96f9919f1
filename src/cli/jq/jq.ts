// jq: what is wanted of JSON. Own code for the bounds and for RE2; behaves as jq 1.7. Left out: modules, colours, --stream and --seq,
// digits of numbers beyond a double's, the order of keys that are whole numbers. Source: the jq 1.7 manual.
import { err, now, out, type ExitCode, type Run } from '../../shell/effect.ts';
import type { Json } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import type { Program, Session } from '../../shell/program.ts';
import { sourcesOf, wholeText } from '../../shell/programs/input.ts';
import { Machine } from './evaluate.ts';
import { TooMuch, type Names } from './items.ts';
import { Halt, natives } from './natives.ts';
import { parseOptions, usage, type Options } from './options.ts';
import { parse, parseDefinitions } from './parse.ts';
import { prelude } from './prelude.ts';
import { readNext } from './read.ts';
import { CompileError } from './scan.ts';
import type { Definition, Node } from './syntax.ts';
import { isTrue, JqError, textOf } from './values.ts';

const version = 'jq-1.7.1';

/** How jq ends. */
const codes = { usage: 2, compile: 3, nothing: 4, failed: 5 } as const;

interface Known {
  readonly functions: ReadonlySet<string>;
  readonly definitions: ReadonlyMap<string, Names>;
}

let known: Known | undefined;

/** The functions that are there before the program says any. */
function preludeOf(): Known {
  if (known !== undefined) return known;
  const functions = new Set(natives.keys());
  const definitions = new Map<string, Names>();
  const nameOf = ({ name, params }: Definition): string => `${name}/${params.length}`;
  const all = parseDefinitions(prelude, { functions, variables: ['ENV'] });
  for (const definition of all) {
    functions.add(nameOf(definition));
    definitions.set(nameOf(definition), { name: nameOf(definition), definition, outer: undefined });
  }
  known = { functions, definitions };
  return known;
}

/** A text with what is wrong in it, as jq's compiler tells it. */
function compileTrouble({ message, at }: CompileError, text: string): string {
  const line = text.slice(0, at).split('\n').length;
  return `jq: error: ${message} at <top-level>, line ${line}:\n${text}\njq: 1 compile error\n`;
}

interface Text {
  readonly name: string | null;
  readonly text: string;
}

/** The inputs, one after another, and where among them the reading is. */
class Inputs {
  readonly #texts: readonly Text[];
  readonly #options: Options;
  #text = 0;
  #at = 0;
  #isSlurped = false;
  /** Whether anything has been read. */
  #hasRead = false;
  trouble: string | undefined;

  constructor(texts: readonly Text[], options: Options) {
    this.#texts = texts;
    this.#options = options;
  }

  get file(): string | null {
    return this.#hasRead ? (this.#texts[Math.min(this.#text, this.#texts.length - 1)]?.name ?? null) : null;
  }

  /** What messages call the place of the last input. */
  get place(): string {
    if (!this.#hasRead) return '<unknown>';
    const { name = null } = this.#texts[Math.min(this.#text, this.#texts.length - 1)] ?? {};
    return `${name ?? '<stdin>'}:${this.line}`;
  }

  get line(): number {
    const { text = '' } = this.#texts[Math.min(this.#text, this.#texts.length - 1)] ?? {};
    const end = this.#text >= this.#texts.length ? text.length : this.#at;
    // jq reads on to the line's end before it answers.
    return text.slice(0, text[end] === '\n' ? end + 1 : end).split('\n').length - 1;
  }

  next(): Json | undefined {
    if (this.trouble !== undefined) return undefined;
    const { isSlurped, isRawInput } = this.#options;
    if (!isSlurped) return isRawInput ? this.#line() : this.#value();
    if (this.#isSlurped) return undefined;
    this.#isSlurped = true;
    if (isRawInput) {
      this.#hasRead = true;
      this.#text = this.#texts.length;
      return this.#texts.map(({ text }) => text).join('');
    }
    const all: Json[] = [];
    for (let value = this.#value(); value !== undefined; value = this.#value()) all.push(value);
    this.#hasRead = true;
    return this.trouble === undefined ? all : undefined;
  }

  #line(): Json | undefined {
    for (; this.#text < this.#texts.length; this.#text += 1, this.#at = 0) {
      const { text } = this.#texts[this.#text] as Text;
      if (this.#at >= text.length) continue;
      this.#hasRead = true;
      const found = text.indexOf('\n', this.#at);
      const end = found < 0 ? text.length : found;
      const line = text.slice(this.#at, end);
      this.#at = end + 1;
      return line;
    }
    return undefined;
  }

  #value(): Json | undefined {
    for (; this.#text < this.#texts.length; this.#text += 1, this.#at = 0) {
      const { text } = this.#texts[this.#text] as Text;
      const read = readNext(text, this.#at);
      if (read === undefined) continue;
      this.#hasRead = true;
      if ('trouble' in read) {
        this.trouble = read.trouble;
        return undefined;
      }
      this.#at = read.end;
      return read.value;
    }
    return undefined;
  }
}

function* textsOf(
  names: readonly string[],
  session: Session,
): Run<{ texts: readonly Text[]; failed: boolean }> {
  const { sources, failed } = yield* sourcesOf('jq', names, session, 'error: Could not open ');
  const texts: Text[] = [];
  for (const source of sources) {
    const text = yield* wholeText(source);
    if (text.length > limits.jqTextCharactersMax)
      throw new TooMuch(`the input has more than ${limits.jqTextCharactersMax} characters`);
    texts.push({ name: source.name === '-' ? null : source.name, text });
  }
  return { texts, failed };
}

/** Variables whose values are files. */
function* variablesOf(options: Options, session: Session): Run<Readonly<Record<string, Json>> | undefined> {
  const named: [string, Json][] = Object.entries(options.named);
  for (const { name, file, isRaw } of options.read) {
    const { texts, failed } = yield* textsOf([file], session);
    if (failed) return undefined;
    const inputs = new Inputs(texts, { ...options, isSlurped: true, isRawInput: isRaw });
    const value = inputs.next();
    if (value === undefined) {
      yield* err(
        `jq: Bad JSON in --${isRaw ? 'rawfile' : 'slurpfile'} ${name} ${file}: ${inputs.trouble ?? ''}\n`,
      );
      return undefined;
    }
    named.push([name, value]);
  }
  const environment = Object.fromEntries(session.environment);
  const given = Object.fromEntries(named);
  return { ...given, ENV: environment, ARGS: { positional: options.positional, named: given } };
}

function* run(args: readonly string[], session: Session): Run<ExitCode> {
  const parsed = parseOptions(args);
  if ('trouble' in parsed) {
    yield* err(parsed.trouble);
    return codes.usage;
  }
  if ('shows' in parsed) {
    yield* out(parsed.shows === 'version' ? `${version}\n` : usage);
    return 0;
  }
  try {
    return yield* runWith(parsed.options, session);
  } catch (trouble) {
    if (trouble instanceof Halt) return yield* halted(trouble);
    // A program that goes too deep for its own count is stopped by the machine that runs it.
    const isDeep = trouble instanceof RangeError;
    if (!isDeep && !(trouble instanceof TooMuch)) throw trouble;
    yield* err(
      `jq: error: ${isDeep ? 'functions call each other too deep' : (trouble as TooMuch).message}\n`,
    );
    return codes.failed;
  }
}

function* halted({ value, code }: Halt): Run<ExitCode> {
  if (value !== undefined) yield* err(typeof value === 'string' ? value : `${textOf(value)}\n`);
  return code;
}

function* runWith(options: Options, session: Session): Run<ExitCode> {
  let { program } = options;
  if (program === undefined) {
    const { texts, failed } = yield* textsOf([options.programFile ?? ''], session);
    if (failed) return codes.usage;
    program = texts[0]?.text ?? '';
  }
  const variables = yield* variablesOf(options, session);
  if (variables === undefined) return codes.usage;
  const { functions, definitions } = preludeOf();
  let node: Node;
  try {
    node = parse(program, { functions, variables: [...Object.keys(variables), '__loc__'] });
  } catch (trouble) {
    if (!(trouble instanceof CompileError)) throw trouble;
    yield* err(compileTrouble(trouble, program));
    return codes.compile;
  }
  // With -n nothing is read until the program asks; all of it is here then.
  const reads = !options.isNull || options.files.length > 0 || /\binputs?\b/.test(program);
  const { texts, failed } = reads ? yield* textsOf(options.files, session) : { texts: [], failed: false };
  const inputs = new Inputs(texts, options);
  const told: string[] = [];
  const machine = new Machine(
    {
      natives,
      next: () => inputs.next(),
      line: () => inputs.line,
      tell: (text) => told.push(text),
      now: (yield* now()) / 1000,
      variables,
      file: () => inputs.file,
    },
    definitions,
  );
  const code = yield* each(machine, node, inputs, options, told);
  if (inputs.trouble !== undefined) {
    yield* err(`jq: parse error: ${inputs.trouble}\n`);
    return codes.failed;
  }
  return failed ? codes.usage : code;
}

function* each(
  machine: Machine,
  node: Node,
  inputs: Inputs,
  options: Options,
  told: string[],
): Run<ExitCode> {
  const { isNull, isRaw, isJoined, isNulEnded, tellsByExit } = options;
  const end = isNulEnded ? '\0' : isJoined ? '' : '\n';
  let failed = false;
  let last: Json | undefined;
  const tell = function* (): Run<void> {
    for (const text of told.splice(0)) yield* err(text);
  };
  for (
    let value = isNull ? null : inputs.next();
    value !== undefined;
    value = isNull ? undefined : inputs.next()
  ) {
    machine.start();
    try {
      for (const found of machine.values({ node, names: undefined }, value)) {
        yield* tell();
        last = found;
        yield* out((isRaw && typeof found === 'string' ? found : textOf(found, options)) + end);
      }
      yield* tell();
    } catch (trouble) {
      yield* tell();
      if (!(trouble instanceof JqError)) throw trouble;
      failed = true;
      const { value: about, message } = trouble;
      const what = typeof about === 'string' ? `: ${message}` : ` ${message}`;
      yield* err(`jq: error (at ${inputs.place})${what}\n`);
    }
  }
  if (failed) return codes.failed;
  if (!tellsByExit) return 0;
  return last === undefined ? codes.nothing : isTrue(last) ? 0 : 1;
}

export const jq: Program = { name: 'jq', summary: 'pick and reshape JSON', run };
