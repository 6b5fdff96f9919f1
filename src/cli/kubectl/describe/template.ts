// The Pod template of a controller, and what Pods and templates have in common.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { writeContainers } from './containers.ts';
import type { Description } from './description.ts';
import { selectorText, writeAnnotations, writeTexts, writeTolerations } from './metadata.ts';
import { writeVolumes } from './volumes.ts';

export function writeTemplate(description: Description, template: JsonObject): void {
  const spec = objectAt(template, 'spec');
  description.write(0, 'Pod Template:\n');
  writeTexts(description, '  Labels', at(template, 'metadata', 'labels'));
  if (Object.keys(objectAt(template, 'metadata', 'annotations')).length > 0) {
    writeAnnotations(description, '  Annotations', at(template, 'metadata', 'annotations'));
  }
  const account = textAt(spec, 'serviceAccountName');
  if (account !== '') description.field(1, 'Service Account', account);
  const initContainers = listAt(spec, 'initContainers');
  if (initContainers.length > 0)
    writeContainers(description, 'Init Containers', initContainers, [], undefined, '  ');
  writeContainers(description, 'Containers', listAt(spec, 'containers'), [], undefined, '  ');
  writeVolumes(description, listAt(spec, 'volumes'), '  ');
  writeSpread(description, listAt(spec, 'topologySpreadConstraints'), '  ');
  const priority = textAt(spec, 'priorityClassName');
  if (priority !== '') description.field(1, 'Priority Class Name', priority);
  writeTexts(description, '  Node-Selectors', spec['nodeSelector']);
  writeTolerations(description, '  Tolerations', listAt(spec, 'tolerations'));
}

export function writeSpread(description: Description, constraints: readonly Json[], indent: string): void {
  if (constraints.length === 0) return;
  description.write(0, `${indent}Topology Spread Constraints:\t`);
  constraints
    .toSorted((a, b) => (textAt(a, 'topologyKey') < textAt(b, 'topologyKey') ? -1 : 1))
    .forEach((constraint, index) => {
      const selector = at(constraint, 'labelSelector');
      description.write(
        0,
        `${index > 0 ? `${indent}\t` : ''}${textAt(constraint, 'topologyKey')}:${textAt(constraint, 'whenUnsatisfiable')} when max skew ${numberAt(constraint, 'maxSkew')} is exceeded` +
          `${selector === undefined ? '' : ` for selector ${selectorText(selector) || '<none>'}`}\n`,
      );
    });
}

/** Conditions with type, status and reason. */
export function writeConditions(description: Description, conditions: readonly Json[]): void {
  if (conditions.length === 0) return;
  description.write(0, 'Conditions:\n  Type\tStatus\tReason\n');
  description.write(1, '----\t------\t------\n');
  for (const condition of conditions) {
    const [type, status, reason] = ['type', 'status', 'reason'].map((member) => textAt(condition, member));
    description.write(1, `${type} \t${status}\t${reason}\n`);
  }
}
