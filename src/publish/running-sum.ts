import { counted } from '../core';
import type { Frame, FrameTerm, Notation, WalkSheet } from '../protocol';
import type { Drawing, Run, Shape } from './drawing';
import { lineOf } from './text';
import { cutTo, formulaRuns, widthOf } from './words';

const CARD = { most: 76, least: 58, height: 68, gap: 6, under: 20 };
const HEAD = 30;
/** Terms that are drawn; the others are counted. */
const MOST_CARDS = 36;

/** The terms of a step in the order in which they are added up, a card each with the sum so far. */
export function runningSum(
  sheet: WalkSheet,
  frame: Frame,
  { notation, base, width }: { readonly notation: Notation; readonly base: 0 | 1; readonly width: number },
): Drawing {
  const cards = frame.terms.slice(0, MOST_CARDS);
  const more = frame.more + frame.terms.length - cards.length;
  const withBias = frame.bias !== undefined && more === 0;
  const count = cards.length + (withBias ? 1 : 0);
  const { perLine, cardWidth } = cardsIn(width, count);
  const at = (index: number): Place => ({
    x: (index % perLine) * (cardWidth + CARD.gap),
    y: HEAD + Math.floor(index / perLine) * (CARD.height + CARD.under),
    width: cardWidth,
  });
  const bias: readonly Shape[] = withBias
    ? cardShapes(at(cards.length), {
        top: [{ text: `+ ${frame.bias ?? ''}` }],
        middle: 'bias',
        bottom: frame.result,
        notation,
      })
    : [];
  const lines = Math.ceil(count / perLine);
  const left = lineOf([{ text: frame.spoken }], { bold: true, most: Math.max(240, width - 90) });
  const note = more > 0 ? `and ${counted(more, 'more term')}` : '';
  const end = HEAD + lines * (CARD.height + CARD.under);
  const result = frame.result === '' ? [] : resultShape(frame, notation, width);
  return {
    width,
    height: end + (note === '' ? 0 : 20),
    title: '',
    description: '',
    shapes: [
      ...left.shapes,
      ...result,
      ...cards.flatMap((term, index) => termShapes(sheet, term, at(index), notation, base)),
      ...bias,
      ...(note === ''
        ? []
        : [
            {
              shape: 'text',
              x: 0,
              y: end + 8,
              runs: [{ text: note }],
              size: 12,
              colour: 'quiet',
              align: 'start',
            } as const,
          ]),
    ],
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** As many cards a line as there is room for; all in one line where narrow ones fit. */
function cardsIn(width: number, count: number): { readonly perLine: number; readonly cardWidth: number } {
  const all = Math.floor((width + CARD.gap) / Math.max(1, count)) - CARD.gap;
  if (all >= CARD.least) return { perLine: count, cardWidth: Math.min(CARD.most, all) };
  return {
    perLine: Math.max(1, Math.floor((width + CARD.gap) / (CARD.most + CARD.gap))),
    cardWidth: CARD.most,
  };
}

function resultShape({ result }: Frame, notation: Notation, width: number): readonly Shape[] {
  const runs = [{ text: '= ' }, ...runsIn(result, notation)];
  // A formula is in the last card already.
  if (widthOf(runs, 15) > 80) return [];
  return [{ shape: 'text', x: width, y: 10, runs, size: 15, colour: 'text', align: 'end', bold: true }];
}

function termShapes(
  { source, target, moves }: WalkSheet,
  term: FrameTerm,
  place: Place,
  notation: Notation,
  base: 0 | 1,
): readonly Shape[] {
  const { weight, value, product, running, padding, hue, cell } = term;
  const grid = moves === 'gather' ? source : target;
  const coordinates = (grid.rows === 1 ? [cell.col] : [cell.row, cell.col]).map((one) => one + base);
  const channel = grid.planes > 1 ? `${cell.plane + base}: ` : '';
  const isNone = padding || /^[−-]?0$/.test(product);
  return [
    ...cardShapes(place, {
      top:
        weight === ''
          ? runsIn(value, notation)
          : [...runsIn(weight, notation), { text: ' · ' }, ...runsIn(value, notation)],
      middle: padding ? 'padding' : product,
      bottom: running,
      notation,
      ...(!isNone && { hue }),
      ...(padding && { dashed: true }),
    }),
    {
      shape: 'text',
      x: place.x + place.width / 2,
      y: place.y + CARD.height + 9,
      runs: [{ text: `${channel}(${coordinates.join(', ')})` }],
      size: 10.5,
      colour: 'quiet',
      align: 'middle',
    },
  ];
}

interface Card {
  readonly top: readonly Run[];
  readonly middle: string;
  readonly bottom: string;
  readonly notation: Notation;
  readonly hue?: number;
  readonly dashed?: true;
}

function cardShapes(
  { x, y, width }: Place,
  { top, middle, bottom, notation, hue, dashed }: Card,
): readonly Shape[] {
  const line = (runs: readonly Run[], down: number, size: number, colour: 'text' | 'quiet'): Shape => {
    const room = width - 8;
    const natural = widthOf(runs, size);
    const fitting = natural <= room ? size : Math.max(8, Math.floor((size * room * 2) / natural) / 2);
    const shown =
      widthOf(runs, fitting) <= room
        ? runs
        : [{ text: cutTo(runs.map(({ text }) => text).join(''), fitting, room) }];
    return {
      shape: 'text',
      x: x + width / 2,
      y: y + down,
      runs: shown,
      size: fitting,
      colour,
      align: 'middle',
    };
  };
  const rule = y + 44.5;
  return [
    {
      shape: 'box',
      x: x + 0.5,
      y: y + 0.5,
      width: width - 1,
      height: CARD.height - 1,
      radius: 3,
      stroke: {
        colour: hue === undefined ? 'hatch' : `tap-${hue}/edge`,
        width: 1,
        ...(dashed && { dashed }),
      },
    },
    {
      shape: 'lines',
      lines: [[x + 1, rule, x + width - 1, rule]],
      stroke: { colour: 'grid', width: 1 },
    },
    line(top, 15, 14, 'text'),
    line(
      notation === 'symbols' && middle !== 'padding' && middle !== 'bias'
        ? formulaRuns(middle)
        : [{ text: middle }],
      33,
      11,
      'quiet',
    ),
    line(runsIn(bottom, notation), 56, 12.5, 'text'),
  ];
}

function runsIn(text: string, notation: Notation): readonly Run[] {
  return notation === 'symbols' ? formulaRuns(text) : [{ text }];
}
