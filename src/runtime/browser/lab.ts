// The lab worker's entry: kernels over what somebody brings, behind a door (comlink). Loaded only when a lab page is opened.
import { expose, transfer } from 'comlink';
import { instantiate, instantiateKernels } from './kernels.ts';
import type { LabDoor } from './lab-door.ts';
import { PlacementLab } from './lab-placement.ts';
import { RoutesBench } from './lab-routes.ts';

Object.seal(Object.prototype);

let bench: Promise<RoutesBench> | undefined;
const routes = (): Promise<RoutesBench> =>
  (bench ??= instantiate().then((kernel) => new RoutesBench(kernel)));

let kernels: ReturnType<typeof instantiateKernels> | undefined;
const placement = new PlacementLab(
  () => (kernels ??= instantiateKernels()),
  () => performance.now(),
);

expose({
  readInventory: (nodes, pods, again) => placement.readInventory(nodes, pods, again),
  placePods: (policy) => placement.placePods(policy),
  countRoom: (policy, question) => placement.countRoom(policy, question),
  readRoutes: async (text) => (await routes()).read(text),
  summarizeRoutes: async (way) => {
    const answer = (await routes()).summarize(way);
    return answer.outcome === 'summary'
      ? transfer(answer, [answer.text.buffer, answer.leakText.buffer])
      : answer;
  },
} satisfies LabDoor);
