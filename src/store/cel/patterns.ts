// Patterns as Go reads them: RE2, which no text can make slow. Compiled once a text, as many as limits.patternsKeptMax.
import { RE2JS } from 're2js';
import { limits } from '../../std/limits.ts';
import { CelFault } from './overload.ts';

const known = new Map<string, RE2JS | string>();

/** The compiled pattern, or Go's words for what is wrong with it: what follows `error parsing regexp: `. */
export function readPattern(pattern: string): RE2JS | string {
  let compiled = known.get(pattern);
  if (compiled === undefined) {
    compiled = compile(pattern);
    if (known.size >= limits.patternsKeptMax) known.clear();
    known.set(pattern, compiled);
  }
  return compiled;
}

function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const { message } = error as Error;
    return message.replace(/^error parsing regexp: /, '');
  }
}

export function compiledPattern(pattern: string): RE2JS {
  const compiled = readPattern(pattern);
  if (typeof compiled === 'string') throw new CelFault(`error parsing regexp: ${compiled}`);
  return compiled;
}
