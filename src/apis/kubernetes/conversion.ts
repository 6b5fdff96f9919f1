// Objects of a definition that converts by webhook, asked for in another version than they are stored in: nobody converts them.
// Source: apiextensions-apiserver pkg/apiserver/conversion/webhook_converter.go.
import { kindId, type Kind } from '../../store/kind.ts';
import { Refusal } from '../../store/refusal.ts';
import { keyOfTarget } from './read.ts';
import { callFailure } from './webhook-call.ts';
import { create, type WriteCall, type WriteTools } from './write.ts';

const timeoutSeconds = 30;

const many: readonly string[] = ['list', 'watch', 'deletecollection'];

/** Throws where an answer would need an object in another version. */
export function checkConversion(tools: WriteTools, call: WriteCall, verb: string): void {
  const { scope, kind, namespace, view } = call.target;
  const converter = kind.custom?.converter;
  if (converter === undefined) return;
  const failed = (from: string): Refusal =>
    new Refusal(
      500,
      '',
      `conversion webhook for ${from}, Kind=${kind.kind} failed: ${callFailure(converter, timeoutSeconds, view)}`,
    );
  const collection = scope.collection(kindId(kind));
  if (many.includes(verb)) {
    const found = collection.list(namespace === '' ? undefined : { namespace });
    if (found.length > 0) throw failed(kind.storedAs ?? '');
    return;
  }
  if (collection.get(keyOfTarget(call.target)) !== undefined && verb !== 'create')
    throw failed(kind.storedAs ?? '');
  if (verb !== 'create' && !isApplied(call)) return;
  // What is wrong with it is said first; it would be stored in the other version then.
  if (verb === 'create') create(tools, asDryRun(call));
  if (!call.query.all('dryRun').includes('All')) throw failed(apiVersionAsked(kind));
}

const apiVersionAsked = ({ group, version }: Kind): string => `${group}/${version}`;

function isApplied({ request }: WriteCall): boolean {
  return request.headers?.['content-type']?.startsWith('application/apply-patch') === true;
}

function asDryRun(call: WriteCall): WriteCall {
  return { ...call, query: call.query.with('dryRun', 'All'), said: [] };
}
