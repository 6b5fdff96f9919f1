// Lists that a variable holds, by their place: bash's indexed arrays. Deliberately absent: arrays by name.
import { ShellTrouble, type ShellState } from './state.ts';

/** Places that an array may have. */
const placesMax = 10_000;

export type Elements = (string | undefined)[];

/** What is in the array, without the places that are empty; a plain variable is an array of one. */
export function elementsOf(state: ShellState, name: string): readonly string[] {
  const elements = state.arrays.get(name);
  if (elements !== undefined) return elements.filter((element) => element !== undefined);
  const value = state.variables.get(name) ?? state.session.environment.get(name);
  return value === undefined ? [] : [value];
}

/** The places that are taken. */
export function placesOf(state: ShellState, name: string): readonly string[] {
  const elements = state.arrays.get(name);
  if (elements === undefined) return elementsOf(state, name).map((_, at) => String(at));
  return elements.flatMap((element, at) => (element === undefined ? [] : [String(at)]));
}

export function elementAt(state: ShellState, name: string, place: number): string | undefined {
  const elements = state.arrays.get(name) ?? elementsOf(state, name);
  return elements.at(place);
}

/** A new array, or one that goes on with more. */
export function setElements(
  state: ShellState,
  name: string,
  values: readonly string[],
  appends: boolean,
): void {
  const elements: Elements = [
    ...(appends ? (state.arrays.get(name) ?? elementsOf(state, name)) : []),
    ...values,
  ];
  if (elements.length > placesMax) throw new ShellTrouble(`${name}: the array is too long`);
  state.variables.delete(name);
  state.session.environment.delete(name);
  state.arrays.set(name, elements);
}

export function setElement(state: ShellState, name: string, place: number, value: string): void {
  const elements: Elements = [...(state.arrays.get(name) ?? elementsOf(state, name))];
  const at = place < 0 ? elements.length + place : place;
  if (!Number.isSafeInteger(at) || at < 0 || at >= placesMax)
    throw new ShellTrouble(`${name}[${place}]: bad array subscript`);
  while (elements.length < at) elements.push(undefined);
  elements[at] = value;
  state.variables.delete(name);
  state.arrays.set(name, elements);
}
