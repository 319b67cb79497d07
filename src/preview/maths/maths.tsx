/**
 * Typeset maths. The typesetter is a bundle of its own, loaded when the first formula is drawn; until then, and
 * where the LaTeX is wrong, the source stands in its place.
 */
import { h, type ComponentChild, type JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { memo } from '../memo';
import type { MathsNode, typeset } from './typeset';

type Typeset = typeof typeset;

interface MathsProps {
  readonly tex: string;
  readonly display: boolean;
  /** What stands in place of the formula while it can't be typeset, if that isn't the LaTeX. */
  readonly text?: string;
}

const LONGEST_UNSCROLLED = 40;

/** A formula as MathML. */
export const Maths = memo(({ tex, display, text }: MathsProps): JSX.Element => {
  const typesetter = useTypesetter();
  const formula = typesetter?.(tex, display);
  if (formula === undefined) return <code class="tex">{text ?? tex}</code>;
  if ('problem' in formula) {
    return (
      <code class="tex wrong" title={formula.problem}>
        {tex}
      </code>
    );
  }
  const math = h('math', display ? { display: 'block' } : null, formula.nodes.map(toChild));
  return (
    <span class={display ? 'maths display' : tex.length > LONGEST_UNSCROLLED ? 'maths long' : 'maths'}>
      {math}
    </span>
  );
});

function toChild(node: MathsNode): ComponentChild {
  if (typeof node === 'string') return node;
  const { tag, attributes, style, children } = node;
  return h(tag, { ...attributes, style }, children.map(toChild));
}

let loaded: Typeset | undefined;
let loading: Promise<void> | undefined;
const waiting = new Set<() => void>();

/** Undefined until the bundle is there. If it never comes, the source of the formulas stays readable. */
function useTypesetter(): Typeset | undefined {
  const [typesetter, setTypesetter] = useState(() => loaded);
  useEffect(() => {
    if (loaded !== undefined) {
      setTypesetter(() => loaded);
      return undefined;
    }
    const arrive = (): void => {
      setTypesetter(() => loaded);
    };
    waiting.add(arrive);
    loading ??= load();
    return () => {
      waiting.delete(arrive);
    };
  }, []);
  return typesetter;
}

async function load(): Promise<void> {
  loaded = (await import('./typeset')).typeset;
  for (const arrive of waiting) arrive();
  waiting.clear();
  requestAnimationFrame(() => {
    void document.fonts.ready.then(firstTypeset);
  });
}

let firstTypeset: () => void = () => undefined;

/** Calls back when the first formulas stand typeset, which may have moved what is below them. */
export function onFirstTypeset(callback: () => void): void {
  firstTypeset = callback;
}
