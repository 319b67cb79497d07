import { failure, isFailure, type Failure } from '../failure';
import type { Polynomial } from '../numbers/polynomial';
import { isInteger, isRational, rationalText } from '../numbers/rational';
import type { Scalar } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';
import { gridOf } from './grid';
import { describe } from './text';
import type { Value } from './value';

/** Names that the first line lists one by one; more are given by the first, the second and the last. */
const MAX_LISTED = 24;
/** From here on NumPy’s whole numbers overflow. */
const INT64 = 2n ** 63n;

/**
 * A value as Python for NumPy, exact: fractions are divisions, symbols are names. Where there are symbols, a comment in
 * front says which names need values. A failure says why a value is too large, or has no such text.
 */
export function valueNumpy(value: Value): string | Failure {
  const names = new Names();
  const text = write(value, names);
  return isFailure(text) ? text : names.comment + text;
}

function write(value: Value, names: Names): string | Failure {
  switch (value.kind) {
    case 'matrix':
    case 'tensor':
    case 'layer': {
      const tensor = gridOf(value);
      return isFailure(tensor) ? tensor : array(tensor, names);
    }
    case 'number':
    case 'real':
    case 'formula':
      return names.python(value.value);
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'shape':
      return tuple(value.value.map((extent) => names.python(extent)));
    case 'location':
      return value.value.length === 1 ? value.value.join('') : tuple(value.value.map(String));
    case 'range':
      return `np.arange(${value.from}, ${value.to + 1})`;
    case 'text':
    case 'choice':
      return JSON.stringify(value.value);
    case 'fields': {
      const lines: string[] = [];
      for (const [name, field] of value.fields) {
        const text = write(field, names);
        if (isFailure(text)) return text;
        const start = `${identifier(name)} = `;
        lines.push(start + text.replace(/\n/g, `\n${' '.repeat(start.length)}`));
      }
      return lines.join('\n');
    }
    case 'table': {
      const rows: string[] = [];
      for (const row of value.rows) {
        const cells: string[] = [];
        for (const cell of row) {
          const text = write(cell, names);
          if (isFailure(text)) return text;
          cells.push(text);
        }
        rows.push(`[${cells.join(', ')}]`);
      }
      return `np.array([${rows.join(`,\n${INDENT}`)}])  # columns: ${value.columns.map(identifier).join(', ')}`;
    }
    case 'undefined':
      return failure(`There is nothing to copy: ${value.reason}.`);
    case 'list':
    case 'placeholder':
    case 'shift':
    case 'symmetry':
      return failure(`NumPy has no array for ${describe(value)}.`);
  }
}

const INDENT = ' '.repeat('np.array(['.length);

/** `np.array([[1, 0],` with each row on its line below, columns aligned, as NumPy prints it. */
function array(tensor: Tensor, names: Names): string {
  if (tensor.rank === 0) return names.python(tensor.entry(0));
  if (tensor.size === 0) return `np.empty(${tuple(tensor.shape.map(String))})`;
  const entries = tensor.entries();
  const texts = entries.map((entry) => names.python(entry));
  const width = tensor.rank === 1 ? 0 : Math.max(0, ...texts.map(({ length }) => length));
  const nest = (axis: number, from: number): string => {
    const extent = tensor.shape[axis];
    if (extent === undefined) return (texts[from] ?? '').padStart(width);
    const last = axis === tensor.rank - 1;
    const step = tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const items = Array.from({ length: extent }, (_, index) => nest(axis + 1, from + index * step));
    const blank = axis === tensor.rank - 2 ? '' : '\n';
    return `[${items.join(last ? ', ' : `,\n${blank}${INDENT}${' '.repeat(axis)}`)}]`;
  };
  return `np.array(${nest(0, 0)}${entries.some(isHuge) ? ', dtype=object' : ''})`;
}

function isHuge(value: Scalar): boolean {
  return isRational(value) && isInteger(value) && value.n >= INT64;
}

function tuple(items: readonly string[]): string {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}

/** The names that a text uses, spelled so that Python takes them. */
class Names {
  private readonly used = new Set<string>();

  python(value: Scalar): string {
    if (typeof value === 'number') return String(value);
    return isRational(value) ? rationalText(value) : this.formula(value);
  }

  get comment(): string {
    const names = [...this.used];
    if (names.length === 0) return '';
    const listed =
      names.length > MAX_LISTED
        ? `${names.slice(0, 2).join(', ')}, …, ${names.at(-1) ?? ''} (${names.length} names)`
        : names.join(', ');
    return `# Give ${names.length === 1 ? 'a value' : 'values'} first: ${listed}\n`;
  }

  private formula(value: Polynomial): string {
    return (
      value
        .toString()
        // A weight that is called with its layer, `conv.w1`, has one name in Python.
        .replace(/(?<=[\p{L}\p{Nd}_\]])\.(?=\p{L})/gu, '_')
        .replace(/[\p{L}_][\p{L}\p{Nd}_]*(\()?/gu, (name, bracket?: string) => {
          // Names of a formula are never followed by brackets: this is floor or ceil.
          if (bracket) return `np.${name}`;
          const spelled = identifier(name);
          this.used.add(spelled);
          return spelled;
        })
        .replace(/\^/g, '**')
    );
  }
}

/** Words that Python keeps for itself, and NumPy’s own short name. */
const KEPT = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not np or pass raise return try while with yield'
  ).split(' '),
);

function identifier(name: string): string {
  const spelled = name.normalize('NFKC').replace(/[^\p{L}\p{Nd}_]/gu, '_');
  return KEPT.has(spelled) ? `${spelled}_` : /^[\p{L}_]/u.test(spelled) ? spelled : `_${spelled}`;
}
