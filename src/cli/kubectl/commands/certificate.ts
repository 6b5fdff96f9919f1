// kubectl certificate approve and deny. Source: kubectl pkg/cmd/certificates/certificates.go.
import type { JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { formatTime } from '../../../std/time.ts';
import { now, out, type Run } from '../../effect.ts';
import { sendJson } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import type { Call, Command } from '../command.ts';
import { completeNamesOf } from '../complete-objects.ts';
import { Failure } from '../failure.ts';
import { filenameFlags, printFlags } from '../flags/common.ts';
import { listAt, objectAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { plan } from '../resources/select.ts';
import { visit } from '../resources/visit.ts';
import { printerFor } from '../print/printer.ts';
import { namesFiles, sourcesOf } from './object-selection.ts';

interface Verdict {
  readonly type: 'Approved' | 'Denied';
  readonly opposite: 'Approved' | 'Denied';
  readonly reason: string;
  readonly message: string;
}

const wanted = 'CertificateSigningRequest.certificates.k8s.io';

/** The request with the verdict; itself where it has it already. */
function judged(request: JsonObject, { type, opposite, reason, message }: Verdict, at: string): JsonObject {
  const conditions = listAt(request, 'status', 'conditions');
  const has = (each: string): boolean => conditions.some((condition) => textAt(condition, 'type') === each);
  if (has(opposite)) {
    const name = quoteGo(textAt(request, 'metadata', 'name'));
    throw new Failure(`certificate signing request ${name} is already ${opposite}`);
  }
  if (has(type)) return request;
  const condition = { type, status: 'True', reason, message, lastUpdateTime: at, lastTransitionTime: null };
  return { ...request, status: { ...objectAt(request, 'status'), conditions: [...conditions, condition] } };
}

function* judgeOne(call: Call, info: Info, verdict: Verdict): Run<void> {
  const { resource, name } = info;
  const kind = resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
  if (kind !== wanted) throw new Failure(`can only handle ${wanted} objects, got ${kind}`);
  const about = { group: resource.group, plural: resource.plural, name };
  const request = yield* sendJson(call.client, { path: objectPath(resource, '', name) }, about);
  const body = judged(request, verdict, formatTime(yield* now()));
  if (body !== request || call.flags.is('force')) {
    const path = objectPath(resource, '', name, 'approval');
    yield* sendJson(call.client, { method: 'PUT', path, body }, about);
  }
}

function judging(word: 'approved' | 'denied', verdict: Verdict) {
  return function* run(call: Call): Run<void> {
    const { args, client, flags, session } = call;
    if (args.length === 0 && !namesFiles(call))
      throw new Failure('one or more CSRs must be specified as <name> or -f <filename>');
    const isTyped = args.some((word) => word.includes('/'));
    const named = isTyped ? args : args.map((name) => `certificatesigningrequests/${name}`);
    const selection = { ...sourcesOf(call), args: named };
    const print = printerFor(flags, session, word);
    let count = 0;
    yield* visit(client, yield* plan(client, selection), { selection, latest: true }, function* (info) {
      yield* judgeOne(call, info, verdict);
      count += 1;
      yield* out(print(info.object));
    });
    if (count === 0) yield* out('No resources found\n');
  };
}

const flags = [
  ...filenameFlags,
  ...printFlags,
  { name: 'force', type: 'bool', value: 'false', help: 'write it also where that was said already' },
] as const;

export const certificate: Command = {
  name: 'certificate',
  summary: 'judge requests for certificates',
  alone: { stream: 'out', code: 0 },
  commands: [
    {
      name: 'approve',
      summary: 'approve a request for a certificate',
      usage: '(-f FILENAME | NAME)',
      flags,
      run: judging('approved', {
        type: 'Approved',
        opposite: 'Denied',
        reason: 'KubectlApprove',
        message: 'This CSR was approved by kubectl certificate approve.',
      }),
      complete: completeNamesOf('certificatesigningrequests'),
    },
    {
      name: 'deny',
      summary: 'deny a request for a certificate',
      usage: '(-f FILENAME | NAME)',
      flags,
      run: judging('denied', {
        type: 'Denied',
        opposite: 'Approved',
        reason: 'KubectlDeny',
        message: 'This CSR was denied by kubectl certificate deny.',
      }),
      complete: completeNamesOf('certificatesigningrequests'),
    },
  ],
};
