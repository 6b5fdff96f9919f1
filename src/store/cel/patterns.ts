// Patterns as Go reads them: RE2, which no text can make slow. Compiled once a text, as many as limits.patternsKeptMax.
import { RE2JS } from 're2js';
import { Kept } from '../../std/kept.ts';
import { limits } from '../../std/limits.ts';
import { CelFault } from './overload.ts';

const known = new Kept<RE2JS | string>(limits.patternsKeptMax);

/** The compiled pattern, or Go's words for what is wrong with it: what follows `error parsing regexp: `. */
export function readPattern(pattern: string): RE2JS | string {
  return known.get(pattern) ?? known.set(pattern, compile(pattern));
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
