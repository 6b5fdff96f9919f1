// Failures of the vSphere Automation API: a type, its HTTP status, a message with its id. Source: vSphere Automation API, com.vmware.vapi.std.errors.
import type { Json } from '../../std/draft.ts';

/** Statuses of 7.0 and later; a few differed before. */
export const statuses = {
  ALREADY_EXISTS: 400,
  ALREADY_IN_DESIRED_STATE: 400,
  CONCURRENT_CHANGE: 409,
  ERROR: 500,
  FEATURE_IN_USE: 400,
  INTERNAL_SERVER_ERROR: 500,
  INVALID_ARGUMENT: 400,
  INVALID_ELEMENT_TYPE: 400,
  INVALID_REQUEST: 400,
  NOT_ALLOWED_IN_CURRENT_STATE: 400,
  NOT_FOUND: 404,
  OPERATION_NOT_FOUND: 404,
  RESOURCE_BUSY: 500,
  RESOURCE_INACCESSIBLE: 500,
  RESOURCE_IN_USE: 400,
  SERVICE_UNAVAILABLE: 503,
  UNABLE_TO_ALLOCATE_RESOURCE: 500,
  UNAUTHENTICATED: 401,
  UNAUTHORIZED: 403,
  UNEXPECTED_INPUT: 400,
  UNSUPPORTED: 400,
  UNVERIFIED_PEER: 400,
} as const;

export type FailureType = keyof typeof statuses;

/** By what a caller may prove who they are. */
export const challenge = 'Basic realm="VAPI endpoint"';

interface Message {
  readonly id: string;
  readonly default_message: string;
  readonly args: readonly string[];
}

/** Thrown by an operation; `args` are what its message was made of, as clients that translate it need them. */
export class Failure extends Error {
  readonly type: FailureType;
  readonly id: string;
  readonly args: readonly string[];
  /** Messages that its own is the cause of, the outermost first. */
  readonly above: readonly Message[];

  constructor(
    type: FailureType,
    id: string,
    message: string,
    args: readonly string[] = [],
    above: readonly Message[] = [],
  ) {
    super(message);
    this.type = type;
    this.id = id;
    this.args = args;
    this.above = above;
  }

  get status(): number {
    return statuses[this.type];
  }

  /** The body below `/api`. */
  get body(): Json {
    const { type, id, args, message, above } = this;
    const messages = [...above, { args, default_message: message, id }].map((each) => ({ ...each }));
    return type === 'UNAUTHENTICATED'
      ? { challenge, error_type: type, messages }
      : { error_type: type, messages };
  }

  /** The body below `/rest`. */
  get wrapped(): Json {
    return { type: `com.vmware.vapi.std.errors.${this.type.toLowerCase()}`, value: this.body };
  }
}

export const unauthenticated = (): Failure =>
  new Failure(
    'UNAUTHENTICATED',
    'com.vmware.vapi.endpoint.method.authentication.required',
    'Authentication required.',
  );

/** Of a path that no operation has. */
export const noOperation = (): Failure =>
  new Failure('NOT_FOUND', 'com.vmware.vapi.rest.httpNotFound', 'Not found.');

/** Of a path that has operations, and none of this method; its status is 405. */
export const methodNotAllowed = (method: string): Failure =>
  new Failure(
    'OPERATION_NOT_FOUND',
    'com.vmware.vapi.rest.httpMethodNotAllowed',
    `Method ${method} is not allowed.`,
    [method],
  );

/** Names the privilege that is missing, and where. */
export const unauthorized = (privilege: string, object: string): Failure =>
  new Failure(
    'UNAUTHORIZED',
    'vapi.security.authorization.privilege.missing',
    `Permission to perform this operation was denied. Required privilege '${privilege}' on '${object}'.`,
    [privilege, object],
  );

/** `what` in the product's words, `Host`. */
export const notFound = (what: string, id: string): Failure =>
  new Failure(
    'NOT_FOUND',
    `com.vmware.api.vcenter.${what.toLowerCase().replaceAll(/[^a-z]+/g, '_')}.not_found`,
    `${what} with identifier '${id}' does not exist.`,
    [id],
  );

export const invalidArgument = (message: string, args: readonly string[] = []): Failure =>
  new Failure('INVALID_ARGUMENT', 'com.vmware.vapi.std.errors.invalid_argument', message, args);

/**
 * Input that does not fit its definition: refused by what all operations share, which puts the operation's name first.
 * Source: VMware's API design guide, "Error payload"; errors of vCenter in hashicorp/terraform-provider-vsphere#969.
 */
export class InvalidInput extends Failure {
  of(operation: string): Failure {
    const { type, id, message, args, above } = this;
    const said: Message = {
      id: 'vapi.invoke.input.invalid',
      default_message: `Unable to validate input to method ${operation}`,
      args: [operation],
    };
    return new Failure(type, id, message, args, [said, ...above]);
  }

  /** The same as the cause of what these messages say. */
  below(...outer: readonly Message[]): InvalidInput {
    const { type, id, message, args, above } = this;
    return new InvalidInput(type, id, message, args, [...outer, ...above]);
  }
}

/** What the members of a whole body are called in. */
export const wholeInput = 'operation-input';

/** Of a member that is the cause of what its structure is refused for. */
export const invalidField = (name: string): Message => ({
  id: 'vapi.data.structure.field.invalid',
  default_message: `Found invalid field ${name} in structure.`,
  args: [name],
});

/** Of an item of a list, as JSON. Source of its words and of those of types: runtime of the vSphere Automation SDK for Python. */
export const invalidEntry = (value: string, index: number): Message => ({
  id: 'vapi.data.list.invalid.entry',
  default_message: `The value ${value} at index ${index} in the list is invalid`,
  args: [value, String(index)],
});

/** Types in the infrastructure's own words: `INTEGER`, `STRUCTURE`. */
export const wrongType = (expected: string, got: string): InvalidInput =>
  new InvalidInput(
    'INVALID_ARGUMENT',
    'vapi.data.validate.mismatch',
    `Type mismatch, expected an object of type ${expected}, but got ${got}`,
    [expected, got],
  );

/** Of `placement.folder`: the structure that it is in, its own name, and a message for each structure on the way to it. */
function placeOf(path: string): { structure: string; field: string; above: readonly Message[] } {
  const on = path.split('.');
  const field = on.pop() ?? '';
  return { structure: on.at(-1) ?? wholeInput, field, above: on.map(invalidField) };
}

/** A member that every such structure has, told from the structure. */
export const missingIn = (structure: string, field: string): InvalidInput =>
  new InvalidInput(
    'INVALID_ARGUMENT',
    'vapi.data.structure.field.missing',
    `Structure '${structure}' is missing a field: ${field}`,
    [structure, field],
  );

/** The same of its whole path. */
export function missingField(path: string): InvalidInput {
  const { structure, field, above } = placeOf(path);
  return missingIn(structure, field).below(...above);
}

/** A member that is to be there because of what another says. */
export function missingInCase(path: string): InvalidInput {
  const { structure, field, above } = placeOf(path);
  const message = `Structure '${structure}' has a union that is missing a required field '${field}' for this case`;
  return new InvalidInput(
    'INVALID_ARGUMENT',
    'vapi.data.structure.union.missing',
    message,
    [structure, field],
    above,
  );
}

/** A member that no such structure has. */
export function unexpectedField(field: string, structure: string): Failure {
  const message = `Found unexpected fields [${field}] in structure '${structure}'.`;
  return new Failure('UNEXPECTED_INPUT', 'vapi.data.structure.field.unexpected', message, [
    `[${field}]`,
    structure,
  ]);
}

export const notAllowed = (message: string, args: readonly string[] = []): Failure =>
  new Failure(
    'NOT_ALLOWED_IN_CURRENT_STATE',
    'com.vmware.vapi.std.errors.not_allowed_in_current_state',
    message,
    args,
  );

export const unsupported = (message: string, args: readonly string[] = []): Failure =>
  new Failure('UNSUPPORTED', 'com.vmware.vapi.std.errors.unsupported', message, args);

export const alreadyExists = (message: string, args: readonly string[] = []): Failure =>
  new Failure('ALREADY_EXISTS', 'com.vmware.vapi.std.errors.already_exists', message, args);

/** As vim25's ResourceInUse says it. */
export const resourceInUse = (name: string): Failure =>
  new Failure('RESOURCE_IN_USE', 'vmsg.ResourceInUse.summary', `The resource '${name}' is in use.`, [name]);

export const alreadyInDesiredState = (id: string, message: string, args: readonly string[] = []): Failure =>
  new Failure('ALREADY_IN_DESIRED_STATE', id, message, args);
