import type { JSX } from 'preact';
import type { Frame, FrameTerm, WalkSheet } from '../../../protocol';
import { exact } from '../../format';
import { memo } from '../../memo';
import { winner, wrapped } from './marks';
import { cellName, placeText, widthOf } from './words';
import { Written } from './written';

interface SumProps {
  readonly walk: WalkSheet;
  readonly frame: Frame;
}

/** In rem: a few terms do not fill the page. */
const WIDEST_TERM = 9;
const NARROWEST_TERM = 4.25;
const LETTER = 0.56;

const WORDS: Readonly<Record<WalkSheet['combines'], string>> = {
  sum: 'the running sum',
  max: 'the running maximum',
  mean: 'the running mean',
};

/** The terms of a step, in the order in which they are added. */
export const Sum = memo(({ walk, frame }: SumProps): JSX.Element => {
  const base = walk.base ?? 0;
  const gathers = walk.moves === 'gather';
  const [about, covered] = gathers ? [walk.target, walk.source] : [walk.source, walk.target];
  const best = walk.combines === 'max' ? winner(frame) : undefined;
  return (
    <section class="step-sum" aria-label="Terms of this step">
      <div class="step-heading">
        <h3>
          {about.name} {placeText(about, frame.at, base)},{' '}
          {gathers ? WORDS[walk.combines] : `times each weight, added to ${lowered(walk.target.name)}`}
        </h3>
        {frame.result !== '' && (
          <output class="step-result">
            = <Written text={frame.result} />
          </output>
        )}
      </div>
      <ol
        class="terms"
        style={{
          '--term': `${Math.max(NARROWEST_TERM, Math.min(WIDEST_TERM, LETTER * Math.max(...frame.terms.map(widthOfTerm))))}rem`,
          'max-width': `${WIDEST_TERM * (frame.terms.length + 1)}rem`,
        }}
      >
        {frame.terms.map((term, index) => (
          <Term
            key={index}
            {...{ term, best: term === best, weighs: walk.combines === 'sum' }}
            name={cellName(covered, term.cell, base)}
          />
        ))}
        {frame.bias !== undefined && (
          <li class="term">
            <div class="term-card">
              <span class="term-factors">
                + <Written text={frame.bias} />
              </span>
              <span class="term-product">bias</span>
              <span class="term-running">
                <Written text={frame.result} />
              </span>
            </div>
          </li>
        )}
      </ol>
      {frame.more > 0 && (
        <p class="truth">
          and {exact(frame.more)} more term{frame.more === 1 ? '' : 's'}, which the result contains
        </p>
      )}
    </section>
  );
});

interface TermProps {
  readonly term: FrameTerm;
  readonly name: string;
  /** Whether it is the maximum. */
  readonly best: boolean;
  readonly weighs: boolean;
}

const Term = memo(({ term, name, best, weighs }: TermProps): JSX.Element => {
  const { weight, value, product, running, padding, hue } = term;
  const counts = weighs && !padding && product !== '0';
  const classes = [
    'term',
    ...(weighs ? [`tap-${wrapped(hue)}`] : []),
    ...(padding ? ['padding'] : []),
    ...(counts ? ['counts'] : []),
    ...(best ? ['best'] : []),
  ];
  return (
    <li class={classes.join(' ')}>
      <div class="term-card">
        <span class="term-factors">
          {weighs && (
            <>
              <span class="term-weight">
                <Written text={weight} />
              </span>
              {' · '}
            </>
          )}
          <span class="term-value">
            <Written text={value} />
          </span>
        </span>
        <span class="term-product">
          {padding ? 'padding' : best ? 'largest' : weighs ? <Written text={product} /> : ''}
        </span>
        <span class="term-running">
          <Written text={running} />
        </span>
      </div>
      <span class="term-cell">{name}</span>
    </li>
  );
});

/** In letters, with the air at its sides. */
function widthOfTerm({ weight, value, product, running }: FrameTerm): number {
  return 1 + Math.max(widthOf(weight) + widthOf(value) + 2, widthOf(product), widthOf(running));
}

function lowered(name: string): string {
  return `the ${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
