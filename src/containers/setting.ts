// Where a container's processes run: what they can see of the world, and what was written by others before them.
import type { Container } from '#types';
import type { ExitCode } from '../shell/effect.ts';
import type { Files } from '../shell/files.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { HttpAnswer, HttpRequest } from '../shell/http.ts';
import type { ReadView } from '../store/view.ts';

export interface Setting {
  readonly view: ReadView;
  readonly pod: Pod;
  readonly container: Container;
  /** The files of a container as they stand. */
  readonly filesOf: (pod: Pod, container: Container) => Files;
  /** Asks the Kubernetes API, where that can be reached. */
  readonly ask?: ((request: HttpRequest) => HttpAnswer) | undefined;
  /** Ends the first process of a container of the Pod, where what happens here is kept. */
  readonly end?: (container: Container, code: ExitCode) => void;
  /** Counts up with every connection that is opened here. */
  turn: number;
}
