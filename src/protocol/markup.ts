/**
 * Formatted text as a tree of plain data. The host parses Markdown into it; the page builds DOM nodes from it,
 * so no string is ever read as HTML.
 */
export type Markup = readonly MarkupNode[];

export type MarkupNode =
  | { readonly tag: 'text'; readonly text: string }
  | { readonly tag: 'code'; readonly text: string }
  | { readonly tag: 'code-block'; readonly text: string }
  /** LaTeX source, inline or as a block of its own. */
  | { readonly tag: 'math'; readonly tex: string; readonly display: boolean }
  | { readonly tag: 'break' | 'rule' }
  | {
      readonly tag: MarkupContainer;
      readonly children: Markup;
    };

export type MarkupContainer =
  | 'paragraph'
  | 'emphasis'
  | 'strong'
  | 'strike'
  | 'heading'
  | 'bullets'
  | 'numbers'
  | 'item'
  | 'quote'
  | 'table'
  | 'row'
  | 'header-cell'
  | 'cell';
