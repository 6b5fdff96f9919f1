// Why a request is refused: Kubernetes' failure Status, thrown anywhere below a face and caught at its one exit.
// Messages are the API server's own. Source: apimachinery pkg/api/errors/errors.go and what a real server answered.
import { aggregate, quote, type Cause } from './causes.ts';
import { qualified } from './kind.ts';

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly {
    readonly reason?: string;
    readonly message?: string;
    readonly field?: string;
  }[];
  readonly retryAfterSeconds?: number;
}

export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: { readonly resourceVersion?: string };
  readonly status: 'Failure' | 'Success';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export class Refusal extends Error {
  readonly status: Status;
  /** Whether admission said so: what somebody set down in the world, and no mistake of whoever wrote. */
  isDenial = false;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    };
  }
}

interface Resource {
  readonly group: string;
  readonly plural: string;
}

function detailsOf(resource: Resource, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.plural,
  };
}

function nameOf(resource: Resource): string {
  return qualified(resource.group, resource.plural);
}

export function notFound(resource: Resource, name: string): Refusal {
  return new Refusal(
    404,
    'NotFound',
    `${nameOf(resource)} ${quote(name)} not found`,
    detailsOf(resource, name),
  );
}

export function alreadyExists(resource: Resource, name: string): Refusal {
  const message = `${nameOf(resource)} ${quote(name)} already exists`;
  return new Refusal(409, 'AlreadyExists', message, detailsOf(resource, name));
}

export function conflict(resource: Resource, name: string, why: string): Refusal {
  const message = `Operation cannot be fulfilled on ${nameOf(resource)} ${quote(name)}: ${why}`;
  return new Refusal(409, 'Conflict', message, detailsOf(resource, name));
}

export const modified =
  'the object has been modified; please apply your changes to the latest version and try again';

export function forbidden(
  resource: Resource,
  name: string,
  why: string,
  causes?: StatusDetails['causes'],
): Refusal {
  const subject = name === '' ? nameOf(resource) : `${nameOf(resource)} ${quote(name)}`;
  const details = detailsOf(resource, name);
  return new Refusal(
    403,
    'Forbidden',
    `${subject} is forbidden: ${why}`,
    causes === undefined ? details : { ...details, causes },
  );
}

export function invalid(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  causes: readonly Cause[],
): Refusal {
  const message = `${qualified(kind.group, kind.kind)} ${quote(name)} is invalid: ${aggregate(causes)}`;
  return new Refusal(422, 'Invalid', message, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    ...(kind.kind === '' ? {} : { kind: kind.kind }),
    causes,
  });
}

/** The resource stands where a kind should; the zero is as Go prints an unsigned one. */
export function versionRequired(resource: Resource, name: string): Refusal {
  const message = 'Invalid value: 0x0: must be specified for an update';
  const cause = { reason: 'FieldValueInvalid', message, field: 'metadata.resourceVersion' };
  return invalid({ group: resource.group, kind: resource.plural }, name, [cause]);
}

export function badRequest(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}

export function expired(message: string): Refusal {
  return new Refusal(410, 'Expired', message);
}

export function internal(message: string): Refusal {
  return new Refusal(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** A bound of the sandbox itself, not of the product: says which, so that nobody mistakes it for Kubernetes. */
export function overLimit(what: string, limit: string, max: number): Refusal {
  return new Refusal(
    403,
    'Forbidden',
    `${what}: the sandbox holds at most ${max} (limit ${limit}); delete something or use a smaller scenario`,
  );
}
