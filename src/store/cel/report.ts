// Errors of an expression as cel-go prints them: the place by line and column, the line, and an arrow under it.
// Source: cel-go common/error.go.
import type { Fault } from './tokens.ts';

/** As many as cel-go's parser reports. */
const faultsMax = 100;

function reportOf(text: string, { at, message }: Fault): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const column = [...before.slice(lineStart)].length;
  const source = text.slice(lineStart).split('\n')[0]?.replaceAll('\t', ' ') ?? '';
  const under = [...source].slice(0, column).map((character) => (isWide(character) ? '．' : '.'));
  const arrow = isWide([...source][column] ?? '') ? '＾' : '^';
  return `ERROR: <input>:${line}:${column + 1}: ${message}\n | ${source}\n | ${under.join('')}${arrow}`;
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) ?? 0) > 0x7f;
}

export function report(text: string, faults: readonly Fault[]): string {
  return faults
    .slice(0, faultsMax)
    .map((fault) => reportOf(text, fault))
    .join('\n');
}
