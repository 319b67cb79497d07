import type { JSX } from 'preact';
import type { Pick, Subject, Takeaway, WaySheet } from '../../protocol';
import { Icon } from '../icons';
import type { AskHost } from './ask';
import { MatrixPane } from './matrix/pane';
import type { Scene } from './matrix/scene';
import { useReport } from './matrix/use-report';
import { useTiles } from './matrix/use-tiles';

interface WaysProps {
  readonly ways: readonly WaySheet[];
  readonly subject: Subject;
  readonly stamp: number;
  readonly ask: AskHost;
  readonly pick: Pick | undefined;
  readonly onPick: (pick: Pick | undefined) => void;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly actions: {
    readonly say: (sentence: string) => void;
    readonly take: (what: Takeaway) => void;
  };
}

const CELL_PX = 28;
const SIDE_PX = 300;
const NOTHING_LINKED: Scene['linked'] = { rows: new Set(), cols: new Set() };

/** One layer, three ways to connect it: shared weights, weights of each place, a weight for each pair. */
export function Ways(props: WaysProps): JSX.Element {
  return (
    <section class="ways" aria-label="One layer, three ways to connect it">
      <header class="bar">
        <div>
          <h3>One layer, three ways to connect it</h3>
          <p class="quiet">Same colour, same weight. The picked cell is the same connection in all three.</p>
        </div>
        <button
          type="button"
          class="button"
          title="Copy or save the three matrices"
          onClick={() => {
            props.actions.take({ view: 'ways' });
          }}
        >
          <Icon name="export" />
          Export…
        </button>
      </header>
      <div class="ways-row">
        {props.ways.map((way) => (
          <OneWay key={way.way} {...props} way={way} />
        ))}
      </div>
    </section>
  );
}

function OneWay({
  way,
  subject,
  stamp,
  ask,
  pick,
  onPick,
  onKey,
  actions,
}: WaysProps & { readonly way: WaySheet }): JSX.Element {
  const { matrix } = way;
  const tiles = useTiles(ask, subject, way.way, stamp, actions.say);
  // A weight has another number in each of the three; the cell is what they share.
  const place =
    pick?.row === undefined || pick.col === undefined ? undefined : { row: pick.row, col: pick.col };
  const report = useReport(ask, subject, way.way, stamp, place);
  return (
    <figure class="way">
      <MatrixPane
        id={`matrix-${way.way}`}
        sheet={matrix}
        tiles={tiles}
        lettering={matrix.notations.includes('symbols') ? 'symbols' : (matrix.notations[0] ?? 'structure')}
        headers={false}
        largest={CELL_PX}
        tallest={SIDE_PX}
        pick={place}
        hover={undefined}
        weight={report?.weight?.weight}
        linked={NOTHING_LINKED}
        spoken={report?.spoken ?? ''}
        label={`${way.name}: ${way.figure} weights`}
        context={() =>
          JSON.stringify({
            webviewSection: 'cnn-take',
            cnnTake: { subject, what: { view: 'ways' } },
            preventDefaultContextMenuItems: true,
          })
        }
        onPick={onPick}
        onHover={() => undefined}
        onMove={() => undefined}
        onKey={onKey}
        onOpen={() => undefined}
        handle={() => undefined}
      />
      <figcaption>
        <p>
          <span class="way-figure">{way.figure}</span> <strong>{way.name}</strong> <code>{way.type}</code>
        </p>
        <p class="quiet">{way.words}</p>
      </figcaption>
    </figure>
  );
}
