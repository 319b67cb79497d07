import temml from 'temml';

/** A piece of MathML as data. Attributes and styles are only those that can do no harm. */
export type MathsNode = string | MathsElement;

export interface MathsElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly style: Readonly<Record<string, string>>;
  readonly children: readonly MathsNode[];
}

/** The content of a formula, or what is wrong with its LaTeX. */
export type Formula = { readonly nodes: readonly MathsNode[] } | { readonly problem: string };

const LONGEST_TEX = 10_000;
const MOST_EXPANSIONS = 500;
/** In em: nothing in a formula may be moved or stretched further, or it would lie over other text. */
const LARGEST_EM = 30;
const POINTS_PER_EM = 10;
const MOST_KEPT = 2000;

const TAGS: ReadonlySet<string> = new Set(
  (
    'math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt ' +
    'mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics span'
  ).split(' '),
);

const ATTRIBUTES: ReadonlySet<string> = new Set(
  (
    'accent accentunder columnalign columnlines depth displaystyle fence form height largeop linethickness lspace ' +
    'mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace scriptlevel separator stretchy ' +
    'symmetric voffset width'
  ).split(' '),
);

/** No colours, since those of a stranger are unreadable in some theme, and nothing that leaves the flow of text. */
const STYLES: ReadonlySet<string> = new Set(
  (
    'border borderBottom borderLeft borderRight borderTop display fontStyle fontWeight justifyContent marginLeft ' +
    'mathDepth padding paddingBottom paddingLeft paddingRight paddingTop textAlign width'
  ).split(' '),
);

const kept = new Map<string, Formula>();

/** Typesets LaTeX. Never throws: a stranger's formula can be wrong in every way. */
export function typeset(tex: string, display: boolean): Formula {
  const name = `${display ? 'block' : 'inline'} ${tex}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const formula = typesetNew(tex, display);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(name, formula);
  return formula;
}

function typesetNew(tex: string, display: boolean): Formula {
  if (tex.length > LONGEST_TEX) return { problem: `A formula of more than ${LONGEST_TEX} characters.` };
  try {
    const tree: unknown = temml.__renderToMathMLTree(tex, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      maxExpand: MOST_EXPANSIONS,
      maxSize: [LARGEST_EM, LARGEST_EM * POINTS_PER_EM],
    });
    return { nodes: childrenOf(tree).flatMap(clean) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** What of a node of the typesetter's tree may be drawn. Of an element that is not allowed, its content stays. */
function clean(node: unknown): MathsNode[] {
  if (!isRecord(node)) return [];
  const { type, text } = node;
  if (typeof text === 'string') return [text];
  const children = childrenOf(node).flatMap(clean);
  if (typeof type !== 'string' || !TAGS.has(type)) return children;
  const attributes = strings(node['attributes'], (name, value) => ATTRIBUTES.has(name) && isModest(value));
  const style = strings(node['style'], (name, value) => STYLES.has(camelCased(name)) && isModest(value));
  const classes = Array.isArray(node['classes'])
    ? node['classes'].filter((name): name is string => typeof name === 'string' && name.startsWith('tml-'))
    : [];
  return [
    lowerPrime({
      tag: type,
      attributes: {
        ...attributes,
        ...(isRule(node) ? { mathbackground: 'currentcolor' } : {}),
        ...(classes.length > 0 ? { class: classes.join(' ') } : {}),
      },
      style: Object.fromEntries(Object.entries(style).map(([name, value]) => [camelCased(name), value])),
      children,
    }),
  ];
}

/**
 * The prime of the font is a superscript already; as one of MathML it would be raised and made small twice. So it
 * stands beside its letter, and an index that they have is one of both.
 */
function lowerPrime(element: MathsElement): MathsElement {
  const [base, ...scripts] = element.children;
  const prime = scripts.at(-1);
  if (base === undefined || !isPrime(prime)) return element;
  const primed = { tag: 'mrow', attributes: {}, style: {}, children: [base, prime] };
  if (element.tag === 'msup') return primed;
  return element.tag === 'msubsup'
    ? { ...element, tag: 'msub', children: [primed, ...scripts.slice(0, -1)] }
    : element;
}

function isPrime(node: MathsNode | undefined): node is MathsElement {
  return (
    typeof node === 'object' && node.tag === 'mo' && /\btml-prime\b/.test(node.attributes['class'] ?? '')
  );
}

/** `\rule` is a space with a background; black in the typesetter, the colour of the text here. */
function isRule({ type, attributes }: Record<string, unknown>): boolean {
  return type === 'mspace' && isRecord(attributes) && 'mathbackground' in attributes;
}

/** Whether every length in the value is one that a formula needs. */
function isModest(value: string): boolean {
  const lengths = value.matchAll(/(-?[\d.]+)\s*([a-z%]*)/g);
  return [...lengths].every(([, amount, unit]) => {
    const limit = unit === 'em' || unit === 'rem' ? LARGEST_EM : LARGEST_EM * POINTS_PER_EM;
    return Math.abs(Number(amount)) <= limit;
  });
}

function strings(
  record: unknown,
  wanted: (name: string, value: string) => boolean,
): Readonly<Record<string, string>> {
  if (!isRecord(record)) return {};
  const entries = Object.entries(record)
    .filter(
      ([, value]) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
    )
    .map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(entries.filter(([name, value]) => wanted(name, value)));
}

function childrenOf(node: unknown): unknown[] {
  if (!isRecord(node)) return [];
  const { children } = node;
  if (Array.isArray(children)) return children;
  // In one place the typesetter gives a node instead of a list of nodes.
  return isRecord(children) ? [children] : [];
}

function camelCased(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
