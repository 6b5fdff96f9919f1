// Objects that come one after another are often made from one template: what they have in common is kept once. Order of members is
// part of what is common, so nothing reads differently for it.

type Parts = Record<string, unknown>;

const isPart = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Puts parts of a frozen object in the place of equal parts of a draft. True where all of it is equal. */
export function shareParts(draft: object, known: object): boolean {
  if (Array.isArray(draft)) return Array.isArray(known) && shareItems(draft, known);
  return !Array.isArray(known) && shareMembers(draft as Parts, known as Parts);
}

function shareItems(draft: unknown[], known: readonly unknown[]): boolean {
  let isSame = draft.length === known.length;
  const least = Math.min(draft.length, known.length);
  for (let place = 0; place < least; place++) {
    const mine = draft[place];
    const theirs = known[place];
    if (mine === theirs) continue;
    if (isPart(mine) && isPart(theirs) && !Object.isFrozen(mine) && shareParts(mine, theirs))
      draft[place] = theirs;
    else isSame = false;
  }
  return isSame;
}

function shareMembers(draft: Parts, known: Parts): boolean {
  let isSame = true;
  for (const name in draft) {
    const mine = draft[name];
    // Inherited members are functions, which are no part of JSON; only `__proto__` reads as an object.
    const theirs = name === '__proto__' ? undefined : known[name];
    if (mine === theirs) continue;
    if (isPart(mine) && isPart(theirs) && !Object.isFrozen(mine) && shareParts(mine, theirs))
      draft[name] = theirs;
    else isSame = false;
  }
  return isSame && hasSameNames(draft, known);
}

function hasSameNames(a: Parts, b: Parts): boolean {
  const names = Object.keys(b);
  let place = 0;
  for (const name in a) {
    if (names[place] !== name) return false;
    place += 1;
  }
  return place === names.length;
}
