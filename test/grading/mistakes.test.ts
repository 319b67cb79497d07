import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'mathjs';
import { Random } from '../../src/core';
import { grade, readAnswerFile, type PartResult } from '../../src/grading';
import { openProblemSet, type Worksheet } from '../../src/problem';
import { problemSet } from '../support/texts';

/** A formula of the catalogue that courses share. */
interface Formula {
  readonly id: string;
  readonly quantity: string;
  readonly wrong: string;
  readonly right: string;
  readonly when: string;
}

const FORMULAS = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/mistakes.json'), 'utf8'),
) as readonly Formula[];

type Numbers = Readonly<Record<string, number>>;

/** A layer, the key that asks about it, and its numbers. */
interface Case {
  readonly batch?: number;
  readonly given: readonly string[];
  readonly key: string;
  readonly numbers: Numbers;
}

const LAYERS = 60;
const SEED = 20;

function places(n: number, k: number, s: number, p: number, d: number): number {
  return Math.floor((n + 2 * p - d * (k - 1) - 1) / s) + 1;
}

/** Layers of each quantity, drawn from a seed; those whose window doesn't fit are left out. */
const CASES: Readonly<Record<string, (random: Random) => Case | undefined>> = {
  conv_params: (random) => {
    const drawn = convolution(random);
    return drawn && { ...drawn, batch: random.integer(2, 9), key: 'params(c)' };
  },
  fc_equiv_params: (random) => {
    const drawn = convolution(random, 1);
    return (
      drawn && { ...drawn, given: [...drawn.given, 'f: { type: dense-equivalent, of: c }'], key: 'params(f)' }
    );
  },
  macs: (random) => {
    const drawn = convolution(random);
    return drawn && { ...drawn, key: 'macs(c)' };
  },
  out_depth: (random) => {
    const drawn = convolution(random, 1);
    return drawn && { ...drawn, key: 'outputShape(c)[2]' };
  },
  matrix_rows: (random) => {
    const drawn = convolution(random, 1);
    return drawn && { ...drawn, key: 'shape(matrix(c))[0]' };
  },
  matrix_cols: (random) => {
    const drawn = convolution(random, 1);
    return drawn && { ...drawn, key: 'shape(matrix(c))[1]' };
  },
  dense_params: (random) => {
    const [H, W, C, U, b] = [
      random.integer(2, 9),
      random.integer(2, 9),
      random.integer(2, 5),
      random.integer(2, 9),
      random.integer(0, 1),
    ];
    return {
      given: [
        `x: { type: input, shape: [${H}, ${W}, ${C}] }`,
        `c: { type: dense, input: x, units: ${U}, bias: ${b === 1} }`,
      ],
      key: 'params(c)',
      numbers: { H, W, C, U, b },
    };
  },
  dwsep_params: (random) => {
    const [C, K, kh, kw, b] = [
      random.integer(2, 8),
      random.integer(2, 9),
      random.integer(2, 5),
      random.integer(2, 5),
      random.integer(0, 1),
    ];
    return {
      given: [
        `x: { type: input, shape: [12, 12, ${C}] }`,
        `c: { type: network, input: x, layers: [{ type: conv2d, filters: ${C}, groups: ${C}, kernel: [${kh}, ${kw}], bias: ${b === 1} }, { type: conv2d, filters: ${K}, kernel: 1, bias: ${b === 1} }] }`,
      ],
      key: 'params(c)',
      numbers: { C, K, kh, kw, b },
    };
  },
  out_size: (random) => {
    const [H, k, s, p, d] = [
      random.integer(6, 40),
      random.integer(1, 7),
      random.integer(1, 4),
      random.integer(0, 4),
      random.integer(1, 3),
    ];
    if (places(H, k, s, p, d) < 1) return undefined;
    const call = `outputSize(${H}, ${k}, stride=${s}, padding=${p}, dilation=${d})`;
    return {
      given: [],
      key: random.chance(1, 2) ? call : `2 * ${call} - ${call}`,
      numbers: { H, k, s, p, d },
    };
  },
  out_size_same: (random) => {
    const [H, k, s] = [random.integer(6, 40), random.integer(2, 7), random.integer(1, 4)];
    return {
      given: [
        `x: { type: input, shape: [${H}, 30] }`,
        `c: { type: conv2d, input: x, filters: 1, kernel: ${k}, stride: [${s}, 1], padding: same }`,
      ],
      key: random.chance(1, 2) ? `outputSize(${H}, ${k}, stride=${s}, padding=same)` : 'outputShape(c)[0]',
      numbers: { H, k, s },
    };
  },
  tconv_size: (random) => {
    const [H, k, s, d] = [
      random.integer(4, 20),
      random.integer(2, 5),
      random.integer(1, 4),
      random.integer(1, 2),
    ];
    const [p, op] = [random.integer(0, 2), random.integer(0, Math.max(s, d) - 1)];
    if ((H - 1) * s - 2 * p + d * (k - 1) + op + 1 < 1 || places(H, k, s, p, d) < 1) return undefined;
    return {
      given: [
        `x: { type: input, shape: [${H}, 16] }`,
        `c: { type: transposed-conv2d, input: x, filters: 1, kernel: ${k}, stride: ${s}, padding: ${p}, dilation: ${d}, output-padding: [${op}, 0] }`,
      ],
      key: 'outputShape(c)[0]',
      numbers: { H, k, s, p, d, op },
    };
  },
  pool_size: (random) => {
    const [H, k, s] = [random.integer(5, 40), random.integer(2, 5), random.integer(1, 4)];
    const p = random.integer(0, Math.floor(k / 2));
    return {
      given: [
        `x: { type: input, shape: [${H}, 30] }`,
        `c: { type: max-pool2d, input: x, kernel: ${k}, stride: ${s}, padding: ${p} }`,
      ],
      key: 'outputShape(c)[0]',
      numbers: { H, k, s, p },
    };
  },
  receptive_field: (random) => {
    const numbers: Record<string, number> = {};
    const layers = [1, 2, 3].map((layer) => {
      const [k, s, d] = [random.integer(2, 5), random.integer(1, 3), random.integer(1, 2)];
      Object.assign(numbers, { [`k${layer}`]: k, [`s${layer}`]: s, [`d${layer}`]: d });
      return `{ type: conv1d, filters: 1, kernel: ${k}, stride: ${s}, dilation: ${d} }`;
    });
    return {
      given: [
        'x: { type: input, shape: [200] }',
        `c: { type: network, input: x, layers: [${layers.join(', ')}] }`,
      ],
      key: 'receptiveField(c)',
      numbers,
    };
  },
  pool_params: (random) => {
    const [k, C] = [random.integer(2, 5), random.integer(1, 8)];
    return {
      given: [`x: { type: input, shape: [20, 20, ${C}] }`, `c: { type: max-pool2d, input: x, kernel: ${k} }`],
      key: 'params(c)',
      numbers: { k, C },
    };
  },
  bn_trainable: (random) => {
    const [H, W, C] = [random.integer(2, 9), random.integer(2, 9), random.integer(2, 20)];
    return {
      given: [`x: { type: input, shape: [${H}, ${W}, ${C}] }`, 'c: { type: batch-norm, input: x }'],
      key: 'trainable(c)',
      numbers: { H, W, C },
    };
  },
  act_params: (random) => {
    const C = random.integer(2, 20);
    return {
      given: [`x: { type: input, shape: [6, 6, ${C}] }`, 'c: { type: relu, input: x }'],
      key: 'params(c)',
      numbers: { C },
    };
  },
  matrix_nnz_same1d: (random) => {
    const [n, k] = [random.integer(9, 40), 2 * random.integer(1, 4) + 1];
    return {
      given: [
        `x: { type: input, shape: [${n}] }`,
        `c: { type: conv1d, input: x, kernel: { shape: [${k}] }, padding: same, bias: false }`,
      ],
      key: 'nnz(matrix(c))',
      numbers: { n, k },
    };
  },
};

/** A convolution of two dimensions in the middle of all that can differ. */
function convolution(random: Random, groups = random.integer(1, 2)): Omit<Case, 'key'> | undefined {
  const [H, W, kh, kw] = [
    random.integer(5, 16),
    random.integer(5, 16),
    random.integer(1, 5),
    random.integer(1, 5),
  ];
  const [s, p, d] = [random.integer(1, 3), random.integer(0, 2), random.integer(1, 2)];
  const [C, K, b] = [groups * random.integer(1, 4), groups * random.integer(1, 5), random.integer(0, 1)];
  const [Ho, Wo] = [places(H, kh, s, p, d), places(W, kw, s, p, d)];
  if (Ho < 1 || Wo < 1) return undefined;
  return {
    given: [
      `x: { type: input, shape: [${H}, ${W}, ${C}] }`,
      `c: { type: conv2d, input: x, filters: ${K}, kernel: [${kh}, ${kw}], stride: ${s}, padding: ${p}, dilation: ${d}, groups: ${groups}, bias: ${b === 1} }`,
    ],
    numbers: { H, W, C, K, kh, kw, s, p, d, g: groups, b, Ho, Wo, N: 1 },
  };
}

interface Opened extends Case {
  readonly worksheet: Worksheet;
}

function opened(quantity: string): readonly Opened[] {
  const draw = CASES[quantity];
  assert.ok(draw, quantity);
  const random = new Random(SEED);
  return Array.from({ length: LAYERS }, () => draw(random)).flatMap((drawn) => {
    if (!drawn) return [];
    const worksheet = openProblemSet(
      problemSet({
        more: drawn.batch === undefined ? [] : [`let: { batch: ${drawn.batch} }`],
        given: drawn.given,
        parts: [`- { id: a, answer: "${drawn.key}" }`],
      }),
    );
    assert.deepEqual(
      worksheet.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
      drawn.given.join('\n'),
    );
    const { batch } = drawn;
    return [{ ...drawn, worksheet, numbers: { ...drawn.numbers, ...(batch !== undefined && { N: batch }) } }];
  });
}

function judged({ worksheet }: Opened, answer: number): PartResult {
  const [result] = grade(readAnswerFile(`answers: { p: { a: ${written(answer)} } }`), worksheet).results;
  assert.ok(result);
  return result;
}

function written(answer: number): string {
  if (Number.isInteger(answer)) return String(answer);
  for (let below = 2; below < 50; below += 1)
    if (Math.abs(answer * below - Math.round(answer * below)) < 1e-9)
      return `${Math.round(answer * below)}/${below}`;
  return assert.fail(`${answer} is no simple fraction`);
}

function computed(formula: string, numbers: Numbers): number {
  const value: unknown = compile(formula.replace('True', 'true')).evaluate({ ...numbers });
  return Number(value);
}

describe('mistakes about counts and sizes', () => {
  const quantities = [...new Set(FORMULAS.map(({ quantity }) => quantity))];

  it('are about quantities that layers are drawn for', () => {
    assert.deepEqual(Object.keys(CASES).sort(), quantities.sort());
    assert.equal(FORMULAS.length, 88);
  });

  for (const quantity of quantities)
    describe(quantity, () => {
      let layers: readonly Opened[] = [];
      const formulas = FORMULAS.filter((one) => one.quantity === quantity);

      before(() => {
        layers = opened(quantity);
      });

      it('the right value is right, and the key is what the formula says', () => {
        for (const layer of layers) {
          const [formula] = formulas;
          assert.ok(formula);
          const result = judged(layer, computed(formula.right, layer.numbers));
          assert.equal(result.verdict, 'correct', `${layer.given.join('\n')}\n${result.message}`);
          assert.equal(result.mistake, undefined);
        }
      });

      for (const { id, wrong, right, when } of formulas)
        it(`${id} is named where it gives another number`, () => {
          let told = 0;
          for (const layer of layers) {
            const { numbers } = layer;
            const value = computed(wrong, numbers);
            if (computed(when, numbers) === 0 || value === computed(right, numbers)) continue;
            const result = judged(layer, value);
            const where = `seed ${SEED}: ${JSON.stringify(numbers)}, answer ${value}: ${JSON.stringify(result)}`;
            assert.equal(result.verdict, 'wrong', where);
            const { mistake } = result;
            assert.ok(mistake?.id === id || mistake?.ties?.includes(id) === true, where);
            assert.doesNotMatch(result.message, /\{\{|undefined|NaN/, where);
            told += 1;
          }
          assert.ok(told >= 5, `told apart on ${told} layers`);
        });
    });
});
