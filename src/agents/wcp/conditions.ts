// How far a Supervisor's configuring is: its conditions, in the order of the steps.
import type { Supervisor, SupervisorCondition } from '../../kinds/vsphere/supervisor.ts';
import type { ConditionType } from '../../releases/supervisor-conditions.ts';

/** What is not yet so, and why. */
export interface Lack {
  readonly reason: string;
  readonly message: string;
  readonly severity?: 'INFO' | 'WARNING' | 'ERROR';
}

function conditionOf(
  type: string,
  lack: Lack | undefined,
  before: SupervisorCondition | undefined,
  now: number,
): SupervisorCondition {
  const status = lack === undefined ? 'TRUE' : 'FALSE';
  const changedAt = before?.status === status ? before.changedAt : now;
  return {
    type,
    status,
    changedAt,
    ...(lack === undefined ? {} : { ...lack, severity: lack.severity ?? 'INFO' }),
  };
}

/** The Supervisor with a condition reached, or lacking something; the same one where it says so already. */
export function withCondition(
  supervisor: Supervisor,
  type: ConditionType,
  lack: Lack | undefined,
  now: number,
): Supervisor {
  const conditions = supervisor.status?.conditions ?? [];
  const before = conditions.find((condition) => condition.type === type);
  const after = conditionOf(type, lack, before, now);
  const isSame =
    before?.status === after.status && before.reason === lack?.reason && before.message === lack?.message;
  if (isSame) return supervisor;
  const others = conditions.map((condition) => (condition === before ? after : condition));
  return { ...supervisor, status: { ...supervisor.status, conditions: others } };
}

export function isReached({ status }: Supervisor, type: ConditionType): boolean {
  return status?.conditions?.find((condition) => condition.type === type)?.status === 'TRUE';
}

/** Whether every condition is reached; one without conditions has never been anything else. */
export function areReached({ status }: Supervisor): boolean {
  return (status?.conditions ?? []).every((condition) => condition.status === 'TRUE');
}
