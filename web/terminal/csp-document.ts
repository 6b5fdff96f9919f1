/**
 * xterm writes its colours and sizes into <style> elements, which the page's policy forbids. While it opens, a <style> that it makes is
 * an element whose text goes into a constructed style sheet instead; those are script's, and allowed.
 */

/** Runs `open` with the shim in place and takes the shim away again. @returns what takes the sheets away. */
export function openWithoutStyleElements(open: () => void): () => void {
  const sheets: CSSStyleSheet[] = [];
  const create = document.createElement.bind(document);
  const shim = (name: string, options?: ElementCreationOptions): HTMLElement => {
    if (name.toLowerCase() !== 'style') return create(name, options);
    const sheet = new CSSStyleSheet();
    const stand = create('span');
    stand.hidden = true;
    sheets.push(sheet);
    document.adoptedStyleSheets.push(sheet);
    Object.defineProperty(stand, 'textContent', {
      get: () => [...sheet.cssRules].map((rule) => rule.cssText).join('\n'),
      set: (text: string) => {
        sheet.replaceSync(text);
      },
    });
    return stand;
  };
  document.createElement = shim as typeof document.createElement;
  try {
    open();
  } finally {
    document.createElement = create as typeof document.createElement;
  }
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !sheets.includes(sheet));
  };
}
