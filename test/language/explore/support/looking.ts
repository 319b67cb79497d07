import assert from 'node:assert/strict';
import type { Layer, Matrix } from '../../../../src/core';
import { openProblemSet, type Worksheet } from '../../../../src/problem';
import { answerAsk } from '../../../../src/language/explore';
import type {
  CellTile,
  Exploration,
  FindAsk,
  Found,
  MatrixSheet,
  Pick,
  PickReport,
  SpyTile,
  Subject,
  Way,
  WeightCell,
} from '../../../../src/protocol';
import { problemSet } from '../../../support/texts';

/** What is asked of one subject of a problem set, and the layer behind it. */
export class Looking {
  private readonly tiles = new Map<string, CellTile>();

  constructor(
    readonly worksheet: Worksheet,
    readonly subject: Subject,
    readonly way: Way = 'own',
  ) {}

  /** The layer called `conv` over some definitions. */
  static at(given: readonly string[], more: readonly string[] = []): Looking {
    return new Looking(openProblemSet(problemSet({ given, more })), { problem: 'p', given: 'conv' });
  }

  get layer(): Layer {
    const sheet = this.worksheet.problems
      .find(({ id }) => id === this.subject.problem)
      ?.given.find(({ name }) => name === this.subject.given);
    assert.ok(sheet?.outcome.kind === 'value' && sheet.outcome.value.kind === 'layer');
    return sheet.outcome.value.layer;
  }

  get matrix(): Matrix {
    return this.layer.matrix;
  }

  get exploration(): Exploration {
    const answer = answerAsk(this.worksheet, { kind: 'explore', subject: this.subject });
    assert.ok('stamp' in answer, JSON.stringify(answer));
    return answer;
  }

  get sheet(): MatrixSheet {
    const { matrix, ways, noMatrix } = this.exploration;
    const sheet = this.way === 'own' ? matrix : ways?.find(({ way }) => way === this.way)?.matrix;
    assert.ok(sheet, noMatrix);
    return sheet;
  }

  cells(row = 0, col = 0): CellTile {
    const answer = this.tile(0, row, col);
    assert.ok('kind' in answer && answer.kind === 'cells', JSON.stringify(answer));
    return answer;
  }

  spy(level: number, row = 0, col = 0): SpyTile {
    const answer = this.tile(level, row, col);
    assert.ok('kind' in answer && answer.kind === 'spy', JSON.stringify(answer));
    return answer;
  }

  tile(level: number, row: number, col: number): ReturnType<typeof answerAsk> {
    const { subject, way } = this;
    return answerAsk(this.worksheet, { kind: 'tile', subject, way, level, row, col });
  }

  /** What a tile of cells shows at a cell of the matrix; undefined for a zero. */
  cell(row: number, col: number): WeightCell | undefined {
    const place = [Math.floor(row / 32), Math.floor(col / 32)] as const;
    const tile = this.tiles.get(place.join()) ?? this.cells(...place);
    this.tiles.set(place.join(), tile);
    const at = tile.cells[(row % 32) * tile.cols + (col % 32)];
    return at === undefined || at === 0 ? undefined : tile.weights[at - 1];
  }

  pick(pick: Pick): PickReport {
    const { subject, way } = this;
    const answer = answerAsk(this.worksheet, { kind: 'pick', subject, way, pick });
    assert.ok('spoken' in answer && 'pick' in answer, JSON.stringify(answer));
    return answer;
  }

  next(row: number, col: number, step: 1 | -1 = 1): Found {
    return this.find(row, col, { what: 'weight', step });
  }

  search(text: string, row = 0, col = 0, step: 1 | -1 = 1): Found {
    return this.find(row, col, { what: 'text', text, step });
  }

  private find(row: number, col: number, find: FindAsk['find']): Found {
    const { subject, way } = this;
    const answer = answerAsk(this.worksheet, { kind: 'find', subject, way, row, col, find });
    assert.ok('row' in answer || 'message' in answer, JSON.stringify(answer));
    return answer;
  }
}

export function refused(answer: object): string {
  assert.ok('refused' in answer && typeof answer.refused === 'string', JSON.stringify(answer));
  return answer.refused;
}
