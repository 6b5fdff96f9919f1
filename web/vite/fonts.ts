/**
 * Metropolis, the typeface of Clarity and of the vSphere Client, as files of our own. @clr/ui carries it inside its style sheet as
 * data: addresses, WOFF 1.0, four weights; the page uses two. The typeface is Chris Simpson's, in the public domain (the Unlicense).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

const folder = resolve('build/fonts');
const weightsUsed = ['400', '600'];

/** Writes the used weights to build/fonts and gives the @font-face rules, their addresses relative to the sheet. */
export function extractFonts(sheet: string, sheetPath: string): string {
  mkdirSync(folder, { recursive: true });
  const faces = [...sheet.matchAll(/@font-face\s*\{[^}]*\}/g)].flatMap(([face]) => {
    const data = /base64,([A-Za-z0-9+/=]+)/.exec(face)?.[1];
    const weight = /font-weight:\s*(\d+)/.exec(face)?.[1];
    if (data === undefined || weight === undefined || !weightsUsed.includes(weight)) return [];
    const path = resolve(folder, `metropolis-${weight}.woff`);
    writeFileSync(path, Buffer.from(data, 'base64'));
    const address = relative(dirname(sheetPath), path).replaceAll('\\', '/');
    return [
      `@font-face{font-family:Metropolis;font-weight:${weight};font-style:normal;font-display:swap;src:url("${address}") format("woff")}`,
    ];
  });
  if (faces.length !== weightsUsed.length)
    throw new Error(
      `${sheetPath}: expected Metropolis in the weights ${weightsUsed.join(', ')} and found ${faces.length} of them`,
    );
  return faces.join('');
}
