/** What a question to the world's faces answers, asked anew when what it depends on changes. */
import type { Problem } from '../../live/problem.ts';
import type { Answer } from '../../live/request.ts';

export interface Answered<T> {
  readonly value: T;
  readonly known: boolean;
  readonly problem: Problem | undefined;
}

/** @param after reads what the answer depends on; the component's effects run it. */
export function answered<T>(initial: T, ask: () => Promise<Answer<T>>, after: () => unknown): Answered<T> {
  let value = $state.raw(initial);
  let known = $state(false);
  let problem = $state.raw<Problem>();
  $effect(() => {
    after();
    let isLatest = true;
    void ask().then((answer) => {
      if (!isLatest) return;
      known = true;
      if (answer.ok) ({ value } = answer);
      problem = answer.ok ? undefined : answer.problem;
    });
    return () => {
      isLatest = false;
    };
  });
  return {
    get value() {
      return value;
    },
    get known() {
      return known;
    },
    get problem() {
      return problem;
    },
  };
}
