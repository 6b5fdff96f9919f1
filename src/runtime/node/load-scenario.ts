// A scenario by the name of a preset, or from a file that says what differs from one (YAML or JSON).
import { readFile } from 'node:fs/promises';
import { presetNamed, presets, scenarioFrom, type Scenario } from '../../scenarios/index.ts';
import { parseYaml } from '../../std/yaml.ts';
import { UsageError } from './args.ts';

export async function loadScenario(nameOrFile: string): Promise<Scenario> {
  const preset = presetNamed(nameOrFile);
  if (preset !== undefined) return preset;
  let text: string;
  try {
    text = await readFile(nameOrFile, 'utf8');
  } catch {
    const names = presets.map((known) => known.preset).join(', ');
    throw new UsageError(
      `there is no scenario ${nameOrFile}: presets are ${names}, and no such file can be read`,
    );
  }
  const parsed = parseYaml(text);
  if ('error' in parsed)
    throw new UsageError(
      `${nameOrFile}:${parsed.error.line}:${parsed.error.column}: ${parsed.error.message}`,
    );
  const result = scenarioFrom(parsed.documents[0]?.value);
  if ('causes' in result) throw new UsageError(`${nameOrFile}: ${result.causes.join('\n')}`);
  return result.scenario;
}
