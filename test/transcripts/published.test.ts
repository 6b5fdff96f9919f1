// The guestbook that everybody knows, as it was published, in the page's terminal: from the folder that SUPERVISOR_SANDBOX_DATA
// names, since the project does not carry it. Where there is a real kubectl, it has to print the same.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pageSide, type Side } from './page-side.ts';
import { findKubectl, realSide, realTestMs } from './real-side.ts';
import { masked } from './setting.ts';

const folder = process.env['SUPERVISOR_SANDBOX_DATA'];
const path = folder === undefined ? undefined : join(folder, 'manifests/guestbook-all-in-one.yaml');
const isHere = path !== undefined && existsSync(path);
const kubectl = findKubectl();

const story = [
  'kubectl apply -f guestbook.yaml',
  '@ 90s',
  'kubectl get deploy,svc,pods -o wide',
  'kubectl scale deployment frontend --replicas=200',
  '@ during 600s',
  'kubectl rollout status deployment frontend | tail -1',
  'kubectl get deploy',
  'kubectl set image deployment/frontend *=nginx:1.26',
  '@ during 1800s',
  'kubectl rollout status deployment frontend | tail -1',
  `kubectl patch svc frontend -p '{"spec":{"type":"LoadBalancer"}}'`,
  '@ 60s',
  'kubectl get svc frontend',
  'kubectl describe svc frontend',
  'kubectl apply -f guestbook.yaml',
  '@ during 300s',
  'kubectl delete -f guestbook.yaml',
];

async function told(side: Side): Promise<string> {
  const text = readFileSync(path ?? '', 'utf8').replace(/\n?$/, '\n');
  let all = '';
  try {
    await side.run(`cat > guestbook.yaml <<'END'\n${text}END`);
    for (const line of story) {
      if (line.startsWith('@ ')) await side.direct(line.slice(2));
      else {
        const { out, err, code } = masked(await side.run(line));
        all += `$ ${line}\n${out}${err}${code === 0 ? '' : `exit ${code}\n`}`;
      }
    }
  } finally {
    await side.end();
  }
  return all;
}

const title = (what: string, skipped: boolean, why: string) => (skipped ? `${what} (skipped: ${why})` : what);
const noData = 'SUPERVISOR_SANDBOX_DATA names no folder that has it';

test.skipIf(!isHere)(title('the published guestbook runs in the page', !isHere, noData), async () => {
  const all = await told(pageSide());
  for (const name of ['redis-master', 'redis-replica', 'frontend']) {
    expect(all).toContain(`service/${name} created\ndeployment.apps/${name} created\n`);
    expect(all).toContain(`deployment.apps "${name}" deleted\n`);
  }
  expect(all).toMatch(/^deployment.apps\/frontend +3\/3 +3 +3 /m);
  expect(all).toMatch(/^frontend +200\/200 +200 +200 /m);
  expect(all.match(/^deployment "frontend" successfully rolled out$/gm)).toHaveLength(2);
  expect(all).toMatch(/^frontend +LoadBalancer +10\.96\.\d+\.\d+ +10\.15\.8\.\d+ +80:\d+\/TCP /m);
  expect(all).not.toContain('rror');
});

const noKubectl =
  'missing' in kubectl
    ? kubectl.missing
    : kubectl.minor === 33
      ? undefined
      : `${kubectl.version} is not 1.33`;
test.skipIf(!isHere || noKubectl !== undefined)(
  title(
    'real kubectl prints the same of it',
    !isHere || noKubectl !== undefined,
    isHere ? (noKubectl ?? '') : noData,
  ),
  async () => {
    if ('missing' in kubectl) throw new Error(kubectl.missing);
    expect(await told(pageSide())).toBe(await told(await realSide(kubectl)));
  },
  realTestMs,
);
