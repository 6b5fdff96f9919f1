// Patches that clients of the Kubernetes API compute themselves: what kubectl edit and apply send. For rooms that may know only
// what goes over the wire.
export {
  createThreeWayMergePatch,
  createTwoWayMergePatch,
  type PatchResult,
} from '../../store/schema/strategic-diff.ts';
export { conflictingChanges } from '../../store/schema/strategic-conflict.ts';
export { strategicMerge } from '../../store/schema/strategic-merge.ts';
export type { Definitions, Schema } from '../../store/schema/schema.ts';
