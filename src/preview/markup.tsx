import type { JSX } from 'preact';
import type { Markup, MarkupContainer, MarkupNode } from '../protocol';
import { Maths } from './maths/maths';

export type Heading = 'h3' | 'h4' | 'h5' | 'h6';

interface NodesProps {
  readonly nodes: Markup;
  /** What headings in the text are, so that they come below the heading above the text. */
  readonly heading: Heading;
}

/** Formatted text as paragraphs, lists and tables. */
export function MarkupBlock({
  nodes,
  heading = 'h5',
}: Pick<NodesProps, 'nodes'> & Partial<NodesProps>): JSX.Element {
  return (
    <div class="markup">
      <Nodes nodes={nodes} heading={heading} />
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

function Nodes({ nodes, heading }: NodesProps): JSX.Element {
  return (
    <>
      {nodes.map((node, index) => (
        <Node key={index} node={node} heading={heading} />
      ))}
    </>
  );
}

function Node({ node, heading }: { readonly node: MarkupNode } & Pick<NodesProps, 'heading'>): JSX.Element {
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
      return <MarkupTable rows={node.children} heading={heading} />;
    default: {
      const Tag = node.tag === 'heading' ? heading : TAGS[node.tag];
      return (
        <Tag>
          <Nodes nodes={node.children} heading={heading} />
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
  bullets: 'ul',
  numbers: 'ol',
  item: 'li',
  quote: 'blockquote',
  row: 'tr',
  'header-cell': 'th',
  cell: 'td',
} as const satisfies Record<Exclude<MarkupContainer, 'table' | 'heading'>, string>;

function MarkupTable({
  rows,
  heading,
}: { readonly rows: Markup } & Pick<NodesProps, 'heading'>): JSX.Element {
  return (
    <div class="scroll">
      <table class="data">
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {('children' in row ? row.children : []).map((cell, column) => (
                <MarkupCell key={column} cell={cell} heading={heading} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MarkupCell({
  cell,
  heading,
}: { readonly cell: MarkupNode } & Pick<NodesProps, 'heading'>): JSX.Element {
  const content = <Nodes nodes={'children' in cell ? cell.children : [cell]} heading={heading} />;
  return cell.tag === 'header-cell' ? <th scope="col">{content}</th> : <td>{content}</td>;
}
