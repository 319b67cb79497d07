import {
  attempt,
  counted,
  csv,
  describe,
  failure,
  groupDigits,
  isFailure,
  LiteralMatrix,
  scalarText,
  valueText,
  type Failure,
  type Matrix,
  type Value,
} from '../core';

/** Cells of a matrix that are written as one text. */
const MAX_CELLS = 1_000_000;

/**
 * A matrix, vector or table as comma-separated values (RFC 4180), exact: fractions as 1/3, symbols by their names. A matrix has
 * no header, a vector is one line, a table begins with its columns. A failure says why there is none.
 */
export function valueCsv(value: Value): string | Failure {
  switch (value.kind) {
    case 'matrix':
      return matrixCsv(value.matrix);
    case 'layer': {
      const matrix = attempt(() => value.layer.matrix);
      return isFailure(matrix) ? matrix : matrixCsv(matrix);
    }
    case 'tensor': {
      const { tensor } = value;
      if (tensor.rank === 1) return matrixCsv(new LiteralMatrix(tensor.reshape([1, tensor.size])));
      return tensor.rank === 2
        ? matrixCsv(new LiteralMatrix(tensor))
        : failure(`CSV has rows and columns; this tensor has ${counted(tensor.rank, 'axis', 'axes')}.`);
    }
    case 'table':
      return rowsCsv([value.columns, ...value.rows.map((row) => row.map(plainText))]);
    default:
      return failure(`CSV has rows and columns; this is ${describe(value)}.`);
  }
}

function matrixCsv(matrix: Matrix): string | Failure {
  const cells = BigInt(matrix.rows) * BigInt(matrix.cols);
  if (cells > BigInt(MAX_CELLS))
    return failure(
      `This ${groupDigits(matrix.rows)} × ${groupDigits(matrix.cols)} matrix has ${counted(cells, 'cell')}; up to ${groupDigits(MAX_CELLS)} are taken. Take a window of it.`,
    );
  return attempt(() => [...csv(matrix)].join(''));
}

/** Rows of texts, quoted where a text has a comma, a quote or a line break. */
export function rowsCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Numbers as other programs read them. */
function plainText(value: Value): string {
  switch (value.kind) {
    case 'number':
    case 'real':
    case 'formula':
      return scalarText(value.value);
    default:
      return valueText(value);
  }
}
