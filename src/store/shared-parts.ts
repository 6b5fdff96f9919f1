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
  const names = Object.keys(known);
  let isSame = true;
  let place = 0;
  for (const name in draft) {
    const isNext = names[place] === name;
    place += 1;
    if (!isNext) isSame = false;
    const mine = draft[name];
    // What JSON inherits is no part of it, and only `__proto__` would be one.
    const theirs = isNext || (name !== '__proto__' && Object.hasOwn(known, name)) ? known[name] : undefined;
    if (mine === theirs && isNext) continue;
    if (isPart(mine) && isPart(theirs) && !Object.isFrozen(mine) && shareParts(mine, theirs))
      draft[name] = theirs;
    else isSame = false;
  }
  return isSame && place === names.length;
}
