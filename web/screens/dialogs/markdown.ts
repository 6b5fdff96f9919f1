/**
 * Markdown of strangers as data to draw: marked's lexer alone, then only the nodes that are known here. No HTML passes: what looks like it
 * stays text. Links keep http and https addresses; images become their words.
 */
import { type Token, Lexer } from 'marked';

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'strong'; readonly inside: readonly Inline[] }
  | { readonly type: 'em'; readonly inside: readonly Inline[] }
  | { readonly type: 'del'; readonly inside: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly inside: readonly Inline[] }
  | { readonly type: 'break' };

export type Block =
  | { readonly type: 'heading'; readonly inside: readonly Inline[] }
  | { readonly type: 'paragraph'; readonly inside: readonly Inline[] }
  | { readonly type: 'quote'; readonly inside: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'rule' }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

/** What nests deeper than this is shown as its text. */
const depthMax = 8;

/** The lexer escapes nothing, but entities in the source stay as typed: these few are what people type. */
const plain = (text: string): string =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
  );

const inner = (token: Token): readonly Token[] => ('tokens' in token && token.tokens ? token.tokens : []);

function inlines(tokens: readonly Token[], depth: number): readonly Inline[] {
  return tokens.flatMap((token): readonly Inline[] => {
    const inside = inner(token);
    if (depth >= depthMax) return [{ type: 'text', text: plain(token.raw) }];
    switch (token.type) {
      case 'strong':
      case 'em':
      case 'del':
        return [{ type: token.type, inside: inlines(inside, depth + 1) }];
      case 'codespan':
        return [{ type: 'code', text: plain((token as { readonly text: string }).text) }];
      case 'br':
        return [{ type: 'break' }];
      case 'link': {
        const { href } = token as { readonly href: string };
        const words = inlines(inside, depth + 1);
        return /^https?:\/\//i.test(href) ? [{ type: 'link', href, inside: words }] : words;
      }
      case 'text':
        return inside.length > 0 ? inlines(inside, depth + 1) : [{ type: 'text', text: plain(token.raw) }];
      case 'escape':
        return [{ type: 'text', text: (token as { readonly text: string }).text }];
      case 'image':
        return [{ type: 'text', text: (token as { readonly text: string }).text }];
      default:
        return [{ type: 'text', text: plain(token.raw) }];
    }
  });
}

function blocks(tokens: readonly Token[], depth: number): readonly Block[] {
  return tokens.flatMap((token): readonly Block[] => {
    switch (token.type) {
      case 'space':
        return [];
      case 'heading':
        return [{ type: 'heading', inside: inlines(inner(token), depth) }];
      case 'paragraph':
        return [{ type: 'paragraph', inside: inlines(inner(token), depth) }];
      case 'code':
        return [{ type: 'code', text: (token as { readonly text: string }).text }];
      case 'hr':
        return [{ type: 'rule' }];
      case 'blockquote':
        return [
          {
            type: 'quote',
            inside: inner(token)
              .flatMap((one) => [...inlines(inner(one), depth + 1), { type: 'break' as const }])
              .slice(0, -1),
          },
        ];
      case 'list': {
        const { ordered, items } = token as unknown as {
          readonly ordered: boolean;
          readonly items: readonly Token[];
        };
        return [
          {
            type: 'list',
            ordered,
            items: items.map((item) =>
              inner(item).flatMap((one) => inlines(inner(one).length > 0 ? inner(one) : [one], depth + 1)),
            ),
          },
        ];
      }
      default:
        return token.raw.trim() === ''
          ? []
          : [{ type: 'paragraph', inside: [{ type: 'text', text: token.raw.trim() }] }];
    }
  });
}

export const readMarkdown = (text: string): readonly Block[] => blocks(new Lexer({ gfm: true }).lex(text), 0);
