// Texts that are kept for long. Engines hold a text that was put together as a tree of its parts until somebody looks into it: the tree
// takes more room than the text, and each copy of it walks the tree.

const beginning = /^/;

/** The same text, its parts copied together. */
export const inOnePiece = (text: string): string => (beginning.test(text) ? text : '');
