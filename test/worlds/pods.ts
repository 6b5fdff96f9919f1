// One Pod in a world: made, and its status as tests read it.
import { expect } from 'vitest';
import type { World } from '../../src/world.ts';
import { get, paths, send, type Body } from './setup.ts';

export interface Status {
  readonly phase: string;
  readonly podIP?: string;
  readonly conditions: readonly { readonly type: string; readonly status: string }[];
  readonly initContainerStatuses?: readonly ContainerStatus[];
  readonly containerStatuses?: readonly ContainerStatus[];
}

export interface ContainerStatus {
  readonly ready: boolean;
  readonly restartCount: number;
  readonly state: Readonly<Record<string, { readonly reason?: string; readonly exitCode?: number }>>;
}

export function create(world: World, spec: object, name = 'a'): Body {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
  const answer = send(world, 'POST', paths.pods, body);
  expect(answer.status).toBe(201);
  return answer.body;
}

export const read = (world: World, name = 'a') => get(world, `${paths.pods}/${name}`);
export const statusOf = (world: World, name = 'a') => read(world, name).status as unknown as Status;
export const isTrue = (status: Status, type: string) =>
  status.conditions.some((condition) => condition.type === type && condition.status === 'True');
