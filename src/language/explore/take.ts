import { groupDigits } from '../../core';
import type { Exploration, MatrixSheet, Rect, Refused, Taken, TakeAsk, TileAsk, Tile } from '../../protocol';
import { FORMATS } from '../formats';
import { pictureOf } from '../page/pictures';
import { roleOf } from '../page/role';
import { drawPicture } from '../../publish';
import { refusedAs, valueAs } from '../value-as';
import { whatIs } from '../what-is';
import { shapeWords } from '../words';
import { explore } from './exploration';
import type { Explored } from './subject';
import { takeMatrix, takeWays } from './take-matrix';
import { takeStep, type StepAnswers } from './take-step';
import { tile } from './tile';
import { frame, patch } from './walk';

/** What answers the other questions about a subject: a takeaway is made of their answers. */
export interface Answerer {
  readonly explore: (explored: Explored) => Exploration;
  readonly tile: (explored: Explored, ask: TileAsk) => Tile | Refused;
  readonly frame: (
    explored: Explored,
    ...asks: Parameters<StepAnswers['frame']>
  ) => ReturnType<StepAnswers['frame']>;
  readonly patch: (
    explored: Explored,
    ...asks: Parameters<StepAnswers['patch']>
  ) => ReturnType<StepAnswers['patch']>;
}

/** What is seen of a subject, for another program. What it holds is in the text alone, never in what is said about it. */
export function take(
  explored: Explored,
  ask: TakeAsk,
  answerer: Answerer = { explore, tile, frame, patch },
): Taken | Refused {
  const { what, format } = ask;
  const name = nameOf(explored);
  // A layer has its matrix; what is given as a matrix is it.
  const of = explored.subject.given === undefined || explored.value.kind === 'layer' ? `of ${name}` : name;
  const taken = (text: string | Refused, view: string, said: string): Taken | Refused =>
    typeof text === 'string'
      ? {
          text,
          what: `${said} as ${FORMATS[format].name}`,
          fileName: `${fileNameOf(name, view)}.${FORMATS[format].extension}`,
        }
      : text;
  switch (what.view) {
    case 'picture': {
      const { value, conventions, sheet } = explored;
      const role = 'outcome' in sheet ? roleOf(sheet) : 'value';
      const text = valueAs(value, format, () =>
        drawPicture(pictureOf(value, { name, role, index: conventions.index })),
      );
      const drawn = format === 'svg' || format === 'tikz';
      return taken(refusedAs(text), '', drawn ? `the picture of ${name}` : `${whatIs(value)} ${of}`);
    }
    case 'matrix': {
      const tileOf = (one: TileAsk): Tile | Refused => answerer.tile(explored, one);
      const found = takeMatrix(explored, ask, what, answerer.explore(explored), tileOf);
      if ('refused' in found) return found;
      return taken(found.text, 'matrix', `${partOf(found.sheet, found.window)} ${of}`);
    }
    case 'ways': {
      const tileOf = (one: TileAsk): Tile | Refused => answerer.tile(explored, one);
      return taken(takeWays(ask, answerer.explore(explored), tileOf), 'ways', `the ways to connect ${name}`);
    }
    case 'step': {
      const found = takeStep(ask, what, answerer.explore(explored), explored.conventions.index, {
        frame: (one) => answerer.frame(explored, one),
        patch: (one) => answerer.patch(explored, one),
      });
      if ('refused' in found) return found;
      const step = groupDigits(what.step + 1);
      return taken(found.text, `step-${what.step + 1}`, `step ${step} of ${name}${found.note}`);
    }
  }
}

/** What a subject is called without saying what it is: the name of a given, the part of a key. */
function nameOf({ subject: { given, part, field } }: Explored): string {
  return given ?? field ?? (part === undefined || part === '' ? 'answer' : part);
}

/** `the 9×9 matrix`, `rows 0–3, columns 2–5 of the 9×9 matrix`. */
function partOf({ rows, cols, rowAxis, colAxis }: MatrixSheet, window: Rect | undefined): string {
  const matrix = `the ${shapeWords([rows, cols])} matrix`;
  if (!window) return matrix;
  const span = (from: number, count: number, base: number): string =>
    `${groupDigits(from + base)}–${groupDigits(from + base + count - 1)}`;
  return `rows ${span(window.top, window.rows, rowAxis.base)}, columns ${span(window.left, window.cols, colAxis.base)} of ${matrix}`;
}

/** Letters, digits and dashes: `conv-matrix`. */
function fileNameOf(name: string, view: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return [plain === '' ? 'cnn' : plain, view].filter((part) => part !== '').join('-');
}
