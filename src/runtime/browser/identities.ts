// Who can ask anything of a world: the identities that its scenario gives, by a name that a link can carry. Groups are not in
// links at all, so a link never acts as more than these; and all that any of them touches is a simulation.
import type { Actor, WireRequest } from '../../apis/kubernetes/wire.ts';
import type { Scenario } from '../../scenarios/index.ts';
import { clusterAdmin, everyone } from '../../world.ts';

/** Who the page itself asks as: the administrator that is logged in to the vSphere Client. */
export function clientAdministrator({ names: { ssoDomain } }: Scenario): Actor {
  return {
    user: `sso:administrator@${ssoDomain}`,
    groups: ['system:masters', `sso:Administrators@${ssoDomain}`, 'system:authenticated'],
  };
}

export function identitiesOf(scenario: Scenario): ReadonlyMap<string, Actor> {
  const { ssoDomain } = scenario.names;
  const users = scenario.users.map(({ name, groups }): [string, Actor] => [
    `sso:${name}@${ssoDomain}`,
    {
      user: `sso:${name}@${ssoDomain}`,
      groups: [...[...groups, everyone].map((group) => `sso:${group}@${ssoDomain}`), 'system:authenticated'],
    },
  ]);
  return new Map([['client', clientAdministrator(scenario)], ['admin.conf', clusterAdmin], ...users]);
}

/** The name under which a link can carry the actor, or undefined where the scenario does not know it. */
export function identityName(identities: ReadonlyMap<string, Actor>, actor: Actor): string | undefined {
  for (const [name, known] of identities)
    if (known.user === actor.user && known.groups.join('\n') === actor.groups.join('\n')) return name;
  return undefined;
}

/** Whether a request says itself who sends it. */
export function namesItsSender({ headers }: WireRequest): boolean {
  return headers?.['authorization'] !== undefined || headers?.['vmware-api-session-id'] !== undefined;
}
