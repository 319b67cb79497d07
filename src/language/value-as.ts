import { failure, isFailure, valueLatex, valueNumpy, type Failure, type Value } from '../core';
import type { Refused, TakeFormat } from '../protocol';
import { svg, tikz, type Drawing } from '../publish';
import { valueCsv } from './csv';

/** A value in a format. A failure says why there is none. */
export function valueAs(
  value: Value,
  format: TakeFormat,
  drawing: () => Drawing | Refused,
): string | Failure {
  switch (format) {
    case 'latex':
      return valueLatex(value);
    case 'numpy':
      return valueNumpy(value);
    case 'csv':
      return valueCsv(value);
    case 'svg':
    case 'tikz': {
      const text = drawnAs(drawing(), format);
      return typeof text === 'string' ? text : failure(text.refused);
    }
  }
}

/** A drawing in a format. */
export function drawnAs(drawing: Drawing | Refused, format: 'svg' | 'tikz'): string | Refused {
  if ('refused' in drawing) return drawing;
  return format === 'svg' ? svg(drawing) : tikz(drawing);
}

/** A failure as the page is told of it. */
export function refusedAs(text: string | Failure): string | Refused {
  return isFailure(text) ? { refused: text.message } : text;
}
