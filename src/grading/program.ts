import { redrawScene, valueText, type TensorValue, type Value } from '../core';
import {
  evaluate,
  outcomeOf,
  parseExpression,
  spanWithin,
  visit,
  within,
  withoutFiles,
  type Expression,
  type Node,
  type ProblemSheet,
  type ProgramSheet,
  type ScalarNode,
} from '../problem';
import { BEING_READ, correct, TOO_LONG, unreadable, wrong, type Judgement } from './verdict';

/**
 * Runs an answer as a program: on the scene of the problem, then on the same kind of scene with new seeds and places. It
 * is judged against where the pattern was placed; the first scene on which it fails is named.
 */
export function judgeProgram(node: Node, problem: ProblemSheet, program: ProgramSheet): Judgement {
  if (node.kind !== 'scalar')
    return unreadable('A program is one expression, for example argmax(correlate(image, kernel)).');
  const judged = judgedPrograms.get(program) ?? new Map<string, Judgement>();
  judgedPrograms.set(program, judged);
  const known = judged.get(node.text);
  if (known) return known;
  const judgement = run(node, problem, program);
  if (judged.size < MAX_JUDGED) judged.set(node.text, judgement);
  return judgement;
}

/** In a course many people write the same program. */
const judgedPrograms = new WeakMap<ProgramSheet, Map<string, Judgement>>();
const MAX_JUDGED = 1000;

function run(node: ScalarNode, problem: ProblemSheet, program: ProgramSheet): Judgement {
  const parsed = parseExpression(node.text);
  if (parsed.kind === 'syntax-failure') return unreadable(parsed.message);
  const forbidden = forbiddenIn(parsed, program.allow);
  if (forbidden !== undefined)
    return wrong(
      `“${forbidden}” may not be used here; the program is built from ${program.allow.join(', ')}.`,
    );
  const own = problem.scope.outcome(program.on);
  const scene = own?.kind === 'value' && own.value.kind === 'tensor' ? own.value : undefined;
  if (!scene?.scene) return unreadable('The scene that the program runs on could not be drawn.');
  for (let seed = 0; seed <= program.scenes; seed++) {
    const drawn = seed === 0 ? scene : sceneOf(scene, seed);
    const place = drawn.scene?.at.map((coordinate) => coordinate + problem.conventions.index) ?? [];
    const scope = problem.scope.at(new Map([[program.on, drawn]]));
    const outcome = outcomeOf(() => within(node, () => evaluate(parsed, withoutFiles(scope))));
    if (outcome.kind === 'failed')
      return unreadable(`${outcome.finding.message} (at “${textAt(node, outcome.finding)}”)`);
    if (outcome.kind === 'computing') return unreadable(TOO_LONG);
    if (outcome.kind === 'reading') return unreadable(BEING_READ);
    if (outcome.kind === 'waiting')
      return unreadable(`“${outcome.dependency}” could not be computed in the problem set.`);
    if (outcome.value.kind !== 'location')
      return wrong(`The program gives ${valueText(outcome.value)}, not a place; argmax gives one.`);
    if (!samePlace(outcome.value, place)) {
      const where = seed === 0 ? 'in the scene of the problem' : `in scene ${seed} of ${program.scenes}`;
      return wrong(
        `Run ${where}, it gives ${valueText(outcome.value)}; the pattern is at [${place.join(', ')}].`,
      );
    }
  }
  return correct(`It finds the pattern in the scene of the problem and in all ${program.scenes} others.`);
}

/** Scenes are the same for everybody, so they are drawn once for as long as the problem set is kept. */
const drawnScenes = new WeakMap<TensorValue, TensorValue[]>();

function sceneOf(scene: TensorValue, seed: number): TensorValue {
  const drawn = drawnScenes.get(scene) ?? [];
  drawnScenes.set(scene, drawn);
  return (drawn[seed] ??= scene.scene ? redrawScene(scene.scene, seed) : scene);
}

function samePlace(value: Value & { readonly kind: 'location' }, place: readonly number[]): boolean {
  return (
    value.value.length === place.length && value.value.every((coordinate, axis) => coordinate === place[axis])
  );
}

function textAt(
  node: Node & { readonly kind: 'scalar' },
  span: { readonly start: number; readonly end: number },
): string {
  const whole = spanWithin(node, { start: 0, end: node.text.length });
  return node.text.slice(span.start - whole.start, span.end - whole.start);
}

/** The first function or operator that is not allowed; an empty list allows all. */
function forbiddenIn(expression: Expression, allow: readonly string[]): string | undefined {
  if (allow.length === 0) return undefined;
  let found: string | undefined;
  visit(expression, (node) => {
    const used =
      node.kind === 'call' && node.callee.kind === 'name'
        ? node.callee.name
        : node.kind === 'binary' || node.kind === 'unary'
          ? node.operator
          : undefined;
    if (found === undefined && used !== undefined && !allow.includes(used)) found = used;
  });
  return found;
}
