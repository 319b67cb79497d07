import { failure, isFailure, type Failure } from '../failure';
import { symbolTex, sym, rationalTex } from '../numbers/polynomial';
import { isRational } from '../numbers/rational';
import type { Scalar } from '../numbers/scalar';
import type { Tensor } from '../tensors/tensor';
import { gridOf, slicesOf } from './grid';
import { realLabel, valueTex } from './text';
import type { Value } from './value';

/** Columns that amsmath’s matrices have unless they are told otherwise. */
const AMSMATH_COLUMNS = 10;

/**
 * A value as LaTeX that can be pasted into a formula: matrices as `bmatrix`, tensors of more axes slice by slice, fields
 * and tables line by line. A failure says why a value is too large, or has no such text.
 */
export function valueLatex(value: Value): string | Failure {
  switch (value.kind) {
    case 'matrix':
    case 'tensor':
    case 'layer':
    case 'range': {
      const tensor = gridOf(value);
      return isFailure(tensor) ? tensor : tensorLatex(tensor);
    }
    case 'location':
      return value.value.length === 1 ? value.value.join('') : `(${value.value.join(', ')})`;
    case 'fields': {
      const lines: string[] = [];
      for (const [name, field] of value.fields) {
        const text = valueLatex(field);
        if (isFailure(text)) return text;
        lines.push(`${symbolTex(sym(name))} &= ${text}`);
      }
      return aligned(lines);
    }
    case 'table':
      return array([
        value.columns.map((column) => `\\text{${plain(column)}}`),
        ...value.rows.map((row) => row.map(valueTex)),
      ]);
    case 'undefined':
      return failure(`There is nothing to copy: ${value.reason}.`);
    default:
      return valueTex(value);
  }
}

function tensorLatex(tensor: Tensor): string {
  const { rank, shape } = tensor;
  if (rank === 0) return entryTex(tensor.entry(0));
  const cols = shape.at(-1) ?? 1;
  const note =
    cols > AMSMATH_COLUMNS
      ? `% amsmath takes up to 10 columns unless it is told: \\setcounter{MaxMatrixCols}{${cols}}\n`
      : '';
  if (rank <= 2) return note + bmatrix(tensor.entries(), cols);
  const slices = slicesOf(tensor);
  return (
    note +
    aligned(slices.map(({ at, entries }) => `[${[...at, ':', ':'].join(', ')}] &= ${bmatrix(entries, cols)}`))
  );
}

function bmatrix(entries: readonly Scalar[], cols: number): string {
  const rows: string[] = [];
  const texts = entries.map(entryTex);
  const width = Math.max(0, ...texts.map(({ length }) => length));
  for (let at = 0; at < texts.length; at += cols)
    rows.push(
      texts
        .slice(at, at + cols)
        .map((text) => text.padStart(width))
        .join(' & '),
    );
  return `\\begin{bmatrix}\n${rows.map((row) => `  ${row}`).join(' \\\\\n')}\n\\end{bmatrix}`;
}

function aligned(lines: readonly string[]): string {
  return `\\begin{aligned}\n${lines.join(' \\\\\n')}\n\\end{aligned}`;
}

function array([head = [], ...rows]: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => `  ${row.join(' & ')}`).join(' \\\\\n');
  return `\\begin{array}{${'r'.repeat(head.length)}}\n  ${head.join(' & ')} \\\\\n  \\hline\n${lines}\n\\end{array}`;
}

/** Digits without groups, so that rows stay short; reals with six. */
export function entryTex(value: Scalar): string {
  if (typeof value === 'number')
    return realLabel(value)
      .replace('−', '-')
      .replace(
        /e([+-]?)(\d+)$/,
        (_, sign: string, power: string) => ` \\cdot 10^{${sign === '-' ? '-' : ''}${power}}`,
      );
  return isRational(value) ? rationalTex(value) : value.toTex();
}

function plain(text: string): string {
  return text.replace(/[\\{}$&#^_~%]/g, ' ');
}
