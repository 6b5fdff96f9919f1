// A scenario by the name of a preset, or from a file that says what differs from one (YAML or JSON).
import { open } from 'node:fs/promises';
import { presetNamed, presets, scenarioFrom, type Scenario } from '../../scenarios/index.ts';
import { limits } from '../../std/limits.ts';
import { parseYaml } from '../../std/yaml.ts';
import { UsageError } from './args.ts';

/** A file's text; of one that is too long, or that never ends, only so much that it is seen to be too long. */
async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const parts: Buffer[] = [];
    let bytes = 0;
    const end = limits.yamlBytesMax;
    for await (const part of file.createReadStream({ end, autoClose: false }) as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
    }
    if (bytes > limits.yamlBytesMax)
      throw new UsageError(`${path} has more than ${limits.yamlBytesMax} bytes: a scenario file has fewer`);
    return Buffer.concat(parts).toString('utf8');
  } finally {
    await file.close();
  }
}

/** Throws a UsageError that names the preset or the place in the file that is wrong. */
export async function loadScenario(nameOrFile: string): Promise<Scenario> {
  const preset = presetNamed(nameOrFile);
  if (preset !== undefined) return preset;
  const text = await beginningOf(nameOrFile).catch((error: unknown) => {
    if (error instanceof UsageError) throw error;
    const names = presets.map((known) => known.preset).join(', ');
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `there is no scenario ${nameOrFile}: presets are ${names}, and as a file it cannot be read (${why})`,
    );
  });
  const parsed = parseYaml(text);
  if ('error' in parsed) {
    const { line, column, message } = parsed.error;
    throw new UsageError(`${nameOrFile}:${line}:${column}: ${message}`);
  }
  const [document, another] = parsed.documents;
  if (another !== undefined)
    throw new UsageError(`${nameOrFile}:${another.line}:1: a scenario file is one document`);
  const result = scenarioFrom(document?.value);
  if ('causes' in result) throw new UsageError(`${nameOrFile}: ${result.causes.join('\n')}`);
  return result.scenario;
}
