import MarkdownIt, { type StateInline, type Token } from 'markdown-it';
import type { Markup, MarkupContainer, MarkupNode } from '../protocol';

/** CommonMark and tables, without HTML: what looks like a tag is text. Links are shown as their text. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable([
  'image',
  'autolink',
]);

markdown.inline.ruler.before('escape', 'maths', maths);

/** `$…$` and `$$…$$`. As in Pandoc: no space just inside, no digit just behind. */
function maths(state: StateInline, silent: boolean): boolean {
  if (state.src.charAt(state.pos) !== '$') return false;
  const fence = state.src.startsWith('$$', state.pos) ? '$$' : '$';
  const from = state.pos + fence.length;
  for (let at = state.src.indexOf(fence, from); at > 0; at = state.src.indexOf(fence, at + 1)) {
    if (state.src.charAt(at - 1) === '\\') continue;
    const tex = state.src.slice(from, at);
    if (tex.trim() === '' || (fence === '$' && (/^\s|\s$/.test(tex) || /\d/.test(state.src.charAt(at + 1)))))
      return false;
    if (!silent) {
      const token = state.push('maths', 'math', 0);
      token.content = tex.trim();
      token.markup = fence;
    }
    state.pos = at + fence.length;
    return true;
  }
  return false;
}

const CONTAINERS: Readonly<Record<string, MarkupContainer>> = {
  paragraph: 'paragraph',
  em: 'emphasis',
  strong: 'strong',
  s: 'strike',
  heading: 'heading',
  bullet_list: 'bullets',
  ordered_list: 'numbers',
  list_item: 'item',
  blockquote: 'quote',
  table: 'table',
  tr: 'row',
  th: 'header-cell',
  td: 'cell',
};

/** Markdown as a tree that a page can show without reading any string as HTML. */
export function markupOf(text: string): Markup {
  return text.trim() === '' ? [] : treeOf(markdown.parse(text, {}));
}

function treeOf(tokens: readonly Token[]): MarkupNode[] {
  const root: MarkupNode[] = [];
  const open: MarkupNode[][] = [root];
  for (const token of tokens) {
    const here = open.at(-1) ?? root;
    if (token.nesting === 1) {
      const children: MarkupNode[] = [];
      const tag = CONTAINERS[token.type.replace(/_open$/, '')];
      // Lists keep tight paragraphs hidden; links and table sections only group.
      if (tag && !token.hidden) here.push({ tag, children });
      open.push(tag && !token.hidden ? children : here);
    } else if (token.nesting === -1) open.pop();
    else here.push(...leafOf(token));
  }
  return root;
}

function leafOf(token: Token): readonly MarkupNode[] {
  switch (token.type) {
    case 'inline':
      return treeOf(token.children ?? []);
    case 'text':
      return token.content === '' ? [] : [{ tag: 'text', text: token.content }];
    case 'code_inline':
      return [{ tag: 'code', text: token.content }];
    case 'code_block':
    case 'fence':
      return [{ tag: 'code-block', text: token.content }];
    case 'maths':
      return [{ tag: 'math', tex: token.content, display: token.markup === '$$' }];
    case 'softbreak':
      return [{ tag: 'text', text: ' ' }];
    case 'hardbreak':
      return [{ tag: 'break' }];
    case 'hr':
      return [{ tag: 'rule' }];
    default:
      return token.content === '' ? [] : [{ tag: 'text', text: token.content }];
  }
}
