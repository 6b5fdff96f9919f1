// What a method of VI/JSON is: a type of managed object, a name, the privilege that it needs, a function from the call to what it returns.
// What changes something and takes its time returns a task. Source: VI/JSON of vSphere 8.0 U1; vim25.
import { getOwn } from '../../../std/own.ts';
import { isObject, type Json, type JsonObject } from '../../../std/draft.ts';
import { beginTask, type Begun } from '../begin-task.ts';
import type { Call } from '../operation.ts';

export interface VimCall extends Pick<Call, 'actor' | 'authority' | 'fabric' | 'in' | 'write' | 'place'> {
  /** Id of the object that it is called on. */
  readonly moid: string;
  /** The parameters by name. */
  readonly body: Readonly<Record<string, Json>>;
}

export interface VimMethod {
  /** `HostSystem`; a method of a base type stands once for each of its heirs. */
  readonly type: string;
  /** Of a method, or of a property, which begins with a small letter and is read by GET. */
  readonly name: string;
  /** Absent where signing in is enough. */
  readonly privilege?: string;
  /** Id of the object that the privilege is needed on, where it is not the one that it is called on. */
  readonly on?: (call: VimCall) => string;
  /** What it returns; undefined where it returns nothing. */
  readonly answer: (call: VimCall) => Json | undefined;
}

/** A fault of vim25: its type, what it says, and members of its own. */
export class VimFault extends Error {
  readonly type: string;
  readonly members: JsonObject;

  constructor(type: string, message: string, members: JsonObject = {}) {
    super(message);
    this.type = type;
    this.members = members;
  }

  get body(): Json {
    return { _typeName: this.type, ...this.members, faultMessage: [{ message: this.message }] };
  }
}

export const notSupported = (what: string): VimFault =>
  new VimFault('NotSupported', `The operation is not supported on the object: ${what}.`);

/** A managed object: its type and its id. */
export interface Reference {
  readonly type: string;
  readonly value: string;
}

export const invalidState = (message: string): VimFault =>
  new VimFault('InvalidState', `The operation is not allowed in the current state: ${message}.`);

/** As vim25 says it of any parameter, whatever is wrong with it. */
export const invalidParameter = (name: string): VimFault =>
  new VimFault('InvalidArgument', `A specified parameter was not correct: ${name}`);

export const reference = (type: string, value: string) => ({
  _typeName: 'ManagedObjectReference',
  type,
  value,
});

/** The object was there once, or never. */
export const gone = (type: string, value: string): VimFault =>
  new VimFault(
    'ManagedObjectNotFound',
    `The object 'vim.${type}:${value}' has already been deleted or has not been completely created.`,
    { obj: reference(type, value) },
  );

/** A member of what may be a structure. */
export const member = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? getOwn(value, name) : undefined;

/** The id that a reference among the parameters, or in one of them, names. */
export function referred(value: Json | undefined): string | undefined {
  const id = isObject(value) ? member(value, 'value') : value;
  return typeof id === 'string' ? id : undefined;
}

/** The same call as the Automation API has it, where it does what is asked. */
export const asCall = (
  call: VimCall,
  body: Json | undefined,
  params: Readonly<Record<string, string>> = {},
): Call => ({
  ...call,
  params,
  query: () => [],
  body,
  keyed: (entries) => Object.fromEntries(entries),
});

/** A task that runs from now on, as methods return it. */
export const startTask = (call: VimCall, begun: Begun): Json => reference('Task', beginTask(call, begun));

/** A parameter that must be text. */
export function textOf(body: VimCall['body'], name: string): string {
  const value = getOwn(body, name);
  if (typeof value !== 'string' || value === '') throw invalidParameter(name);
  return value;
}
