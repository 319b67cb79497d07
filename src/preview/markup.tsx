import type { JSX } from 'preact';
import type { Markup, MarkupContainer, MarkupNode } from '../protocol';
import { Maths } from './maths/maths';

/** Formatted text as paragraphs, lists and tables. */
export function MarkupBlock({ nodes }: { readonly nodes: Markup }): JSX.Element {
  return (
    <div class="markup">
      <Nodes nodes={nodes} />
    </div>
  );
}

/** The words of formatted text on one line, for a label. */
export function MarkupInline({ nodes }: { readonly nodes: Markup }): JSX.Element {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineNode key={index} node={node} />
      ))}
    </>
  );
}

function InlineNode({ node }: { readonly node: MarkupNode }): JSX.Element {
  switch (node.tag) {
    case 'text':
    case 'code':
    case 'code-block':
      return <>{node.text}</>;
    case 'math':
      return <Maths tex={node.tex} display={false} />;
    case 'break':
    case 'rule':
      return <> </>;
    default:
      return <MarkupInline nodes={node.children} />;
  }
}

function Nodes({ nodes }: { readonly nodes: Markup }): JSX.Element {
  return (
    <>
      {nodes.map((node, index) => (
        <Node key={index} node={node} />
      ))}
    </>
  );
}

function Node({ node }: { readonly node: MarkupNode }): JSX.Element {
  switch (node.tag) {
    case 'text':
      return <>{node.text}</>;
    case 'code':
      return <code>{node.text}</code>;
    case 'code-block':
      return (
        <pre>
          <code>{node.text}</code>
        </pre>
      );
    case 'math':
      return <Maths tex={node.tex} display={node.display} />;
    case 'break':
      return <br />;
    case 'rule':
      return <hr />;
    case 'table':
      return <MarkupTable rows={node.children} />;
    default: {
      const Tag = TAGS[node.tag];
      return (
        <Tag>
          <Nodes nodes={node.children} />
        </Tag>
      );
    }
  }
}

const TAGS = {
  paragraph: 'p',
  emphasis: 'em',
  strong: 'strong',
  strike: 's',
  heading: 'h4',
  bullets: 'ul',
  numbers: 'ol',
  item: 'li',
  quote: 'blockquote',
  row: 'tr',
  'header-cell': 'th',
  cell: 'td',
} as const satisfies Record<Exclude<MarkupContainer, 'table'>, string>;

function MarkupTable({ rows }: { readonly rows: Markup }): JSX.Element {
  return (
    <div class="scroll">
      <table class="data">
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {('children' in row ? row.children : []).map((cell, column) => (
                <MarkupCell key={column} cell={cell} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MarkupCell({ cell }: { readonly cell: MarkupNode }): JSX.Element {
  const content = <Nodes nodes={'children' in cell ? cell.children : [cell]} />;
  return cell.tag === 'header-cell' ? <th scope="col">{content}</th> : <td>{content}</td>;
}
