// Which workspace opens: the one that was asked for, the last one, or a new one.
import type { Scenario } from '../../scenarios/index.ts';
import { refused, tooMany } from './answers.ts';
import type { Opened } from './door.ts';
import { newEntry, type Catalogue } from './kept/catalogue.ts';
import type { WorkspaceEntry } from './kept/database.ts';

/** A workspace to be opened. */
export interface Chosen {
  readonly entry: WorkspaceEntry;
  /** Made just now, so that nothing of it is in storage yet. */
  readonly isNew: boolean;
}

/** Chooses from the list, or says why not. */
export type Choice = (catalogue: Catalogue) => Promise<Chosen | Opened>;

/** The workspace with the id, or the last one, or, where there is none, a new one of the scenario. */
export function chooseKept(scenario: Scenario, id: string | undefined): Choice {
  return async (catalogue) => {
    if (id === undefined) {
      const fresh = newEntry(scenario, scenario.title);
      const entry = await catalogue.currentOr(fresh);
      return { entry, isNew: entry.id === fresh.id };
    }
    const entry = await catalogue.get(id);
    if (entry === undefined || entry.aside !== undefined)
      return refused('There is no such workspace, or it can only be exported.');
    await catalogue.makeCurrent(id);
    return { entry, isNew: false };
  };
}

export function chooseNew(scenario: Scenario): Choice {
  return async (catalogue) => {
    const entry = newEntry(scenario, scenario.title);
    return (await catalogue.add(entry)) ? { entry, isNew: true } : tooMany;
  };
}
