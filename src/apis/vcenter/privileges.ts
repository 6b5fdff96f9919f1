// Who may do what in vCenter. Administrators of the sign-on domain hold every privilege everywhere; a Supervisor's people hold those of their
// namespaces' roles, and no others until somebody gives them more.
import type { Actor } from '../kubernetes/wire.ts';

export function isAdministrator({ groups }: Actor): boolean {
  return groups.some(
    (group) => group === 'system:masters' || group.toLowerCase().startsWith('sso:administrators@'),
  );
}

/** Whether the actor holds a privilege; what signing in gives is none. */
export function holds(actor: Actor, privilege: string | undefined): boolean {
  return privilege === undefined || isAdministrator(actor);
}
