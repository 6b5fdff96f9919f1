// Which face answers a path: the Kubernetes API, unless it is the Supervisor's sign-in, vCenter or the sandbox itself.
import { Refusal } from '../store/refusal.ts';
import type { ReadView } from '../store/view.ts';
import { isStranger } from './authenticate.ts';
import { failure } from './kubernetes/answer.ts';
import type { KubernetesServer } from './kubernetes/server.ts';
import type { Actor, WireAnswer, WireRequest } from './kubernetes/wire.ts';
import { sandbox, type SandboxOptions } from './sandbox/server.ts';
import { isSshPath, ssh } from './ssh/server.ts';
import { isVCenter, vcenter, type VCenterOptions } from './vcenter/server.ts';
import { toolsPage } from './wcp/cli-tools.ts';
import { wcp } from './wcp/server.ts';

export interface Faces extends SandboxOptions {
  readonly kubernetes: KubernetesServer;
  readonly tokenKey: string;
  /** The Supervisor that people sign in to; undefined where there is none. */
  readonly supervisor: () => ReadView | undefined;
  readonly fabric: () => ReadView;
  /** Of the fabric: what tasks are numbered by. */
  readonly revision: () => number;
  /** DRS's word on a VM. */
  readonly place: VCenterOptions['place'];
}

/** `actor` is who asks, or undefined where the request bears a token that proves nobody. */
export function answer(faces: Faces, request: WireRequest, actor: Actor | undefined): WireAnswer {
  const path = request.path.split('?')[0] ?? '';
  const { tokenKey, fabric, pipeline, revision, place } = faces;
  // What vCenter serves knows no strangers: it asks everybody to sign in.
  const known = actor === undefined || isStranger(actor) ? undefined : actor;
  const tools = toolsPage(faces.supervisor(), request);
  if (tools !== undefined) return tools;
  if (path.startsWith('/wcp/')) return wcp({ tokenKey, view: faces.supervisor, fabric }, request, known);
  if (isVCenter(path)) return vcenter({ tokenKey, pipeline, fabric, revision, place }, request, known);
  if (isSshPath(path)) return ssh({ tokenKey, fabric }, request, known);
  if (actor === undefined) return failure(new Refusal(401, 'Unauthorized', 'Unauthorized'));
  if (path.startsWith('/sandbox/')) return sandbox(faces, request, actor);
  return faces.kubernetes.handle(request, actor);
}
