import type { Value } from '../core';
import type { TakeFormat, Takeaway } from '../protocol';

/** What is seen, for another program. */
export interface Format {
  readonly id: TakeFormat | 'png';
  /** `TikZ`, in a sentence. */
  readonly name: string;
  /** `TikZ (LaTeX)`, in a list to choose from. */
  readonly label: string;
  /** Of a file, without a dot. */
  readonly extension: string;
  readonly mime: string;
}

/** All formats, in the order in which they are offered. PNG is made of the SVG, by the page. */
export const FORMATS: Readonly<Record<Format['id'], Format>> = {
  svg: { id: 'svg', name: 'SVG', label: 'SVG', extension: 'svg', mime: 'image/svg+xml' },
  png: { id: 'png', name: 'PNG', label: 'PNG', extension: 'png', mime: 'image/png' },
  tikz: { id: 'tikz', name: 'TikZ', label: 'TikZ (LaTeX)', extension: 'tex', mime: 'application/x-tex' },
  latex: { id: 'latex', name: 'LaTeX', label: 'LaTeX', extension: 'tex', mime: 'application/x-tex' },
  numpy: { id: 'numpy', name: 'NumPy', label: 'NumPy (Python)', extension: 'py', mime: 'text/x-python' },
  csv: { id: 'csv', name: 'CSV', label: 'CSV', extension: 'csv', mime: 'text/csv' },
};

const DRAWN: readonly Format['id'][] = ['svg', 'png', 'tikz'];

/** What a view of a value can be taken as. */
export function formatsOf(view: Takeaway['view'], value: Value): readonly Format[] {
  return Object.values(FORMATS).filter(({ id }) => DRAWN.includes(id) || isWritten(id, view, value));
}

function isWritten(id: Format['id'], view: Takeaway['view'], value: Value): boolean {
  switch (view) {
    case 'matrix':
      return true;
    case 'ways':
      return false;
    case 'step':
      return id === 'csv';
    case 'picture':
      return id === 'csv' ? hasRows(value) : id === 'numpy' ? hasArray(value) : value.kind !== 'undefined';
  }
}

/** Of a layer, its matrix. */
function hasRows(value: Value): boolean {
  switch (value.kind) {
    case 'matrix':
    case 'layer':
    case 'table':
      return true;
    case 'tensor':
      return value.tensor.rank === 1 || value.tensor.rank === 2;
    default:
      return false;
  }
}

function hasArray({ kind }: Value): boolean {
  return !['undefined', 'list', 'placeholder', 'shift', 'symmetry'].includes(kind);
}
