// Breaks lines between words, the way the writer of kubectl's explanations does: a word that is too long stands alone, the
// space at a break is lost. Source: mitchellh/go-wordwrap.

const space = /[\t\n\v\f\r \u0085\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\u1680]/;

/** The text with lines of at most `width` characters, where its words allow it. */
export function wordWrap(text: string, width: number): string {
  let wrapped = '';
  let column = 0;
  let word = '';
  let spaces = '';
  const flush = () => {
    column += spaces.length + word.length;
    wrapped += spaces + word;
    spaces = '';
    word = '';
  };
  for (const character of text) {
    if (character === '\n') {
      if (word !== '' || column + spaces.length <= width) flush();
      wrapped += '\n';
      column = 0;
      spaces = '';
    } else if (space.test(character)) {
      if (spaces === '' || word !== '') flush();
      spaces += character;
    } else {
      word += character;
      if (column + spaces.length + word.length > width && word.length < width) {
        wrapped += '\n';
        column = 0;
        spaces = '';
      }
    }
  }
  return word !== '' || column + spaces.length <= width ? wrapped + spaces + word : wrapped;
}

/** Every line behind so many spaces, empty lines too. */
export function indent(text: string, amount: number): string {
  const pad = ' '.repeat(amount);
  return pad + text.replaceAll('\n', `\n${pad}`);
}
