/** The one dialog that is open, whoever asked for it: a screen, a tree's menu, the terminal. The page shows it. */
import type { Access } from '../live/fabric.ts';
import type { KindInfo } from '../live/kinds.ts';
import type { Action } from './actions.ts';
import type { Form } from './inventory/form.ts';
import type { Given } from './administration/actions.ts';
import type { Associated } from './namespaces/actions.ts';
import type { Entity, Role } from './administration/vim.ts';

export type DialogRequest =
  /** Says what an action will do and asks for it. */
  | {
      readonly kind: 'confirm';
      readonly title: string;
      readonly verb: string;
      readonly text: string;
      /** What will follow, one line each. */
      readonly points: readonly string[];
      readonly danger: boolean;
      readonly action: Action;
    }
  | {
      readonly kind: 'scale';
      readonly what: Pick<KindInfo, 'scope' | 'group' | 'version' | 'plural'>;
      readonly namespace: string;
      readonly name: string;
    }
  /** Enabling Workload Management; `cluster` is the id of the one that is meant, or empty. */
  | { readonly kind: 'enable'; readonly cluster: string }
  /** Asks for what one request needs. */
  | { readonly kind: 'form'; readonly form: Form }
  /** A new vSphere Namespace. */
  | { readonly kind: 'namespace' }
  | { readonly kind: 'limits'; readonly namespace: string }
  /** Its storage policies, VM classes or content libraries. */
  | { readonly kind: 'associate'; readonly namespace: string; readonly what: Associated }
  /** Who may use a namespace: somebody new, or another role for somebody. */
  | { readonly kind: 'permission'; readonly namespace: string; readonly access?: Access }
  /** Who may what on an object of vCenter, or everywhere: somebody new, or another role for somebody. */
  | { readonly kind: 'vcenter-permission'; readonly entity?: Entity; readonly permission?: Given }
  | { readonly kind: 'user'; readonly domain: string }
  | { readonly kind: 'group'; readonly domain: string }
  | { readonly kind: 'password'; readonly domain: string; readonly user: string }
  | { readonly kind: 'members'; readonly domain: string; readonly group: string }
  | { readonly kind: 'role'; readonly role?: Role }
  | { readonly kind: 'library' }
  /** A new Supervisor Service, or a new version of the one that is named. */
  | { readonly kind: 'service'; readonly service?: string }
  /** On a Supervisor that is chosen, or on the one that has it. */
  | { readonly kind: 'install-service'; readonly service: string; readonly supervisor?: string }
  | { readonly kind: 'service-versions'; readonly service: string }
  | { readonly kind: 'delete-service'; readonly service: string }
  | { readonly kind: 'share' }
  /** What this browser keeps. */
  | { readonly kind: 'workspaces' }
  | { readonly kind: 'editor'; readonly editing: Editing };

export type Editing =
  /** A text of its own: a new manifest, a dropped file. */
  | { readonly type: 'manifest'; readonly title: string; readonly namespace: string; readonly text: string }
  /** An object that is there. */
  | { readonly type: 'object'; readonly title: string; readonly path: string; readonly namespace: string }
  /** A text that a program in the terminal wants back; undefined puts it aside. */
  | {
      readonly type: 'text';
      readonly title: string;
      readonly text: string;
      readonly done: (text: string | undefined) => void;
    };

class Dialogs {
  #open = $state.raw<DialogRequest>();

  get current(): DialogRequest | undefined {
    return this.#open;
  }

  show(request: DialogRequest): void {
    this.#open = request;
  }

  readonly close = (): void => {
    this.#open = undefined;
  };
}

export const dialogs = new Dialogs();
