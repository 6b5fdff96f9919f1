// A call of a managed object's method, whatever it came as, and what is told of it: what VI/JSON has as the body of its answer.
import { isObject, type Json, type JsonObject } from '../std/draft.ts';
import { getOwn } from '../std/own.ts';

export interface Called {
  readonly method: string;
  /** The type and the id of the object that it is called on. */
  readonly type: string;
  readonly id: string;
  readonly parameters: JsonObject;
}

export interface Told {
  /** 200, 204 without a body, 500 with a fault of vim25, else as the Automation API refuses. */
  readonly status: number;
  readonly body?: Json;
  /** The session that a login gives. */
  readonly session?: string;
}

/** The world's answer to a call of a session. */
export type Ask = (called: Called) => Told;

/** An answer that is not there yet. */
export interface Waiting {
  /** After how many seconds of wall time it ends without anything; undefined where it waits as long as it takes. */
  readonly seconds: number | undefined;
  /** What is told by now, if there is something. */
  readonly look: () => Told | undefined;
  /** What is told where there was nothing. */
  readonly nothing: Told;
}

export const isWaiting = (answer: Told | Waiting): answer is Waiting => 'look' in answer;

export const done: Told = { status: 204 };

export const told = (body: Json): Told => ({ status: 200, body });

export const fault = (type: string, message: string, members: JsonObject = {}): Told => ({
  status: 500,
  body: { _typeName: type, ...members, faultMessage: [{ message }] },
});

export const reference = (type: string, value: string): Json => ({
  _typeName: 'ManagedObjectReference',
  type,
  value,
});

/** A member of what is an object; undefined of everything else. */
export const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? getOwn(value, name) : undefined;

/** The items of what is a list; none of everything else. */
export const itemsOf = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : [];
