// The door of the room: presets, and the objects that a scenario starts with.
export { inventoryOf } from './inventory/index.ts';
export { keptPresets, presetNamed, presets } from './presets.ts';
export { releaseNames, scenarioFrom, type ScenarioRead } from './read.ts';
export type { Scenario } from './scenario.ts';
