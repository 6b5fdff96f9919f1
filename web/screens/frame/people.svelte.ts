/** Who the page can be signed in as, as entries of the user's menu: here, or in a window beside this one. */
import { kinds } from '../../live/kinds.ts';
import { type Signatory, accountOf, person } from '../../live/person.svelte.ts';
import { watching } from '../../live/watching.svelte.ts';
import { world } from '../../live/world.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { type Action, perform } from '../actions.ts';
import { listOf } from '../common/one.svelte.ts';
import { dialogs } from '../dialogs.svelte.ts';

/** As many as a menu can show; the rest are in a dialog. */
const listedMax = 6;

/** Half of the screen, on the right. */
function openBeside(account: string | undefined): void {
  const { availWidth, availHeight } = screen;
  const width = Math.floor(availWidth / 2);
  window.open(
    person.addressOf(account),
    '_blank',
    `popup,width=${width},height=${availHeight},left=${width},top=0`,
  );
}

/** To be made by a component. */
export class People {
  // Whoever is signed in may change to anybody: it is the page that asks who there is, not they.
  readonly #users = watching<Signatory>(() =>
    world.opens.state === 'open' ? { ...listOf(kinds.users), asker: 'page' } : undefined,
  );
  readonly #all = $derived.by(() => {
    const developer = `${world.names?.developer ?? ''}@${world.names?.ssoDomain ?? ''}`;
    const rank = (user: Signatory): number =>
      accountOf(user) === world.administrator ? 0 : accountOf(user) === developer ? 1 : 2;
    return this.#users.items.toSorted((a, b) => rank(a) - rank(b));
  });
  readonly items = $derived.by((): MenuItem[] => {
    const listed = this.#all.slice(0, listedMax);
    return [
      ...listed.map((user, nth): MenuItem => this.#here(user, nth === 0)),
      ...(this.#all.length > listedMax
        ? [{ label: 'Another user…', icon: 'users' as const, onselect: () => this.#choose() }]
        : []),
      ...this.#beside(),
    ];
  });

  #signsIn(user: Signatory): string | undefined {
    return accountOf(user) === world.administrator ? undefined : accountOf(user);
  }

  #here(user: Signatory, isFirst: boolean): MenuItem {
    const account = this.#signsIn(user);
    return {
      label: accountOf(user),
      ...(isFirst ? { section: 'Signed in as' } : {}),
      checked: person.account === account,
      reason: user.spec.disabled === true ? 'disabled' : undefined,
      onselect: () => void become(account),
    };
  }

  /** The other of the two that most often stand side by side. */
  #beside(): MenuItem[] {
    const other = this.#all.find((user) =>
      person.isAdministrator ? this.#signsIn(user) !== undefined : this.#signsIn(user) === undefined,
    );
    if (other === undefined) return [];
    return [
      {
        label: accountOf(other),
        icon: 'user',
        section: 'Beside, in a window',
        outside: true,
        reason: world.keeping.state === 'memory' ? 'kept in memory only' : undefined,
        onselect: () => openBeside(this.#signsIn(other)),
      },
    ];
  }

  #choose(): void {
    const options = this.#all.map((user) => ({ value: accountOf(user), label: accountOf(user) }));
    dialogs.show({
      kind: 'form',
      form: {
        title: 'Sign in as',
        verb: 'Sign in',
        fields: [
          {
            id: 'account',
            label: 'User',
            type: 'select',
            value: options[0]?.value ?? '',
            required: true,
            options,
          },
        ],
        action: ({ account = '' }) => signIn(account === world.administrator ? undefined : account),
      },
    });
  }
}

const name = (account: string | undefined): string => account ?? world.administrator;

function signIn(account: string | undefined): Action {
  return {
    did: {
      what: `Signed in as ${name(account)}`,
      cli: { none: 'a person signs in to the vSphere Client' },
      rest: { text: 'POST /api/session' },
      yaml: { none: 'not a Kubernetes object' },
    },
    send: async () => {
      const problem = await person.become(account);
      return problem === undefined ? { ok: true, value: undefined } : { ok: false, problem };
    },
  };
}

/** Why somebody cannot sign in is told in a dialog. */
async function become(account: string | undefined): Promise<void> {
  const action = signIn(account);
  const problem = await perform(action);
  if (problem === undefined) return;
  const title = `${name(account)} cannot sign in`;
  dialogs.show({
    kind: 'confirm',
    title,
    verb: 'Try again',
    text: problem.message,
    points: [],
    danger: false,
    action,
  });
}
