/**
 * The matrix of a layer: any size, cell by cell. What is picked is kept here; the canvas keeps which part is seen, since that
 * changes with each frame. Every value comes from the host.
 */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Exploration, MatrixSheet, Pick, Rect, Takeaway } from '../../../protocol';
import { Icon } from '../../icons';
import type { AskHost } from '../ask';
import { Segmented } from '../controls';
import { Ways } from '../ways';
import { GoForm } from './go-form';
import { KernelView } from './kernel';
import { blockSize } from '../../../protocol';
import { Minimap } from './minimap';
import { MatrixPane, seenText, type PaneHandle } from './pane';
import { Report } from './report';
import type { Lettering, Scene } from './scene';
import { Seen, useSeen } from './seen';
import { useReport } from './use-report';
import { useTiles } from './use-tiles';
import { LABELLED_CELL, LARGEST_CELL, smallestCell, type Viewport } from './viewport';

export interface MatrixProps {
  readonly exploration: Exploration;
  readonly sheet: MatrixSheet;
  readonly ask: AskHost;
  readonly actions: {
    readonly goToLine: (line: number) => void;
    readonly markLine: (line: number) => void;
    readonly say: (sentence: string) => void;
    readonly take: (what: Takeaway) => void;
  };
}

const TALLEST_PX = 560;
const WINDOW_CELL = 20;
/** A block is about so large when blocks are looked at. */
const BLOCK_PX = 40;
const MINIMAP_PX = 220;
const NOTHING_LINKED: Scene['linked'] = { rows: new Set(), cols: new Set() };

/** A matrix with what is picked in it. */
export function MatrixView({ exploration, sheet, ask, actions }: MatrixProps): JSX.Element {
  const { subject, stamp } = exploration;
  const [pick, setPick] = useState<Pick | undefined>(undefined);
  const [hover, setHover] = useState<Pick | undefined>(undefined);
  const [chosen, setLettering] = useState<Lettering | undefined>(undefined);
  const seen = useMemo(() => new Seen(), []);
  const [message, setMessage] = useState('');
  const lettering = chosen ?? sheet.notations[0] ?? 'structure';
  const tiles = useTiles(ask, subject, sheet.way, stamp, actions.say);
  const kept = within(pick, sheet);
  const report = useReport(ask, subject, sheet.way, stamp, kept);
  const hovered = useReport(ask, subject, sheet.way, stamp, hover);
  const pane = useRef<PaneHandle | undefined>(undefined);
  const bar = useRef<HTMLDivElement>(null);
  const shown = hover ? hovered : report;
  const weight = shown?.weight?.weight ?? shown?.pick.weight;
  const linked = useMemo(() => linksOf(shown?.pick, shown?.sum), [shown]);

  const choose = (next: Pick | undefined): void => {
    setPick(next);
    setMessage('');
    if (next) actions.markLine(exploration.line);
  };
  const spoken = report?.spoken ?? '';
  useEffect(() => {
    if (spoken !== '') actions.say(spoken);
  }, [spoken]);
  const find = (by: 'weight' | { readonly text: string }, step: 1 | -1): void => {
    const { row = Math.floor(seen.now.top), col = Math.floor(seen.now.left) } = kept ?? {};
    void ask({
      kind: 'find',
      subject,
      way: sheet.way,
      row,
      col,
      find: by === 'weight' ? { what: 'weight', step } : { what: 'text', text: by.text, step },
    }).then((found) => {
      const sentence = 'refused' in found ? found.refused : (found.message ?? '');
      setMessage(sentence);
      if (sentence !== '') actions.say(sentence);
      if (!('refused' in found) && found.row !== undefined && found.col !== undefined)
        choose({ row: found.row, col: found.col });
    });
  };
  const goTo = (row: number, col: number): void => {
    choose({ row, col });
    pane.current?.go(Math.max(seen.now.cell, Math.min(WINDOW_CELL, LARGEST_CELL)), row, col);
    pane.current?.focus();
  };
  const takeaway = (): Takeaway => ({
    view: 'matrix',
    way: sheet.way,
    notation: lettering === 'numbers' ? 'numbers' : 'symbols',
    ...(kept && { pick: kept }),
    ...windowOf(sheet, seen.now),
  });
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    switch (event.key.toLowerCase()) {
      case 't':
        find('weight', event.shiftKey ? -1 : 1);
        break;
      case 'g':
        bar.current?.querySelector<HTMLInputElement>('.go-row')?.focus();
        break;
      case '/':
        bar.current?.querySelector<HTMLInputElement>('.search')?.focus();
        break;
      case 'c':
        actions.take(takeaway());
        break;
      case 'enter':
        actions.goToLine(exploration.line);
        break;
      case 'escape':
        if (!kept) return;
        choose(undefined);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const large = smallestCell(sheet, 480, 480) < LABELLED_CELL / 2;
  return (
    <section class="matrix-view" aria-label={sheet.title} data-line={exploration.line}>
      <header class="step-head">
        <div class="step-titles">
          <h2>{sheet.title}</h2>
          <p class="quiet">{sheet.facts}</p>
        </div>
        <div class="step-choices">
          <Segmented<Lettering>
            label="What stands in the cells"
            value={lettering}
            options={[
              ...(['symbols', 'numbers'] as const).map((value) => ({
                value,
                name: value,
                ...(!sheet.notations.includes(value) && { why: sheet.missing ?? `It has no ${value}.` }),
              })),
              { value: 'structure', name: 'structure' },
            ]}
            choose={setLettering}
          />
          <button
            type="button"
            class="button export-seen"
            aria-keyshortcuts="C"
            title="Copy or save what is seen of this matrix"
            onClick={() => {
              actions.take(takeaway());
            }}
          >
            <Icon name="export" />
            Export…
          </button>
        </div>
      </header>
      {sheet.figures.length > 0 && (
        <ul class="figures">
          {sheet.figures.map(({ figure, unit }) => (
            <li key={unit}>
              <span class="figure">{figure}</span> <span class="unit">{unit}</span>
            </li>
          ))}
        </ul>
      )}
      <div class="matrix-bar" ref={bar}>
        <GoForm sheet={sheet} pick={kept} onGo={goTo} />
        <input
          type="search"
          class="field search"
          size={14}
          placeholder="Find k2, −1, x5"
          aria-label="Find a weight, a number, a row or a column"
          title="Enter goes to the next, shift+Enter to the one before"
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.currentTarget.value.trim() === '') return;
            find({ text: event.currentTarget.value.trim() }, event.shiftKey ? -1 : 1);
          }}
        />
        {large && <Zooms sheet={sheet} seen={seen} pick={kept} pane={() => pane.current} />}
      </div>
      {message !== '' && <p class="form-error">{message}</p>}
      <div class={large ? 'matrix-room large' : 'matrix-room'}>
        <div class="matrix-main">
          <MatrixPane
            id="matrix"
            sheet={sheet}
            tiles={tiles}
            lettering={lettering}
            headers
            largest={LARGEST_CELL}
            tallest={TALLEST_PX}
            pick={kept}
            hover={hover}
            weight={weight}
            linked={linked}
            spoken={spoken}
            label={`${sheet.title}, ${sheet.facts}`}
            context={() =>
              JSON.stringify({
                webviewSection: 'cnn-take',
                cnnTake: { subject, what: takeaway() },
                preventDefaultContextMenuItems: true,
              })
            }
            onPick={choose}
            onHover={(next) => {
              if (JSON.stringify(next) !== JSON.stringify(hover)) setHover(next);
            }}
            onMove={seen.set}
            onKey={onKey}
            onOpen={() => {
              actions.goToLine(exploration.line);
            }}
            handle={(handle) => {
              pane.current = handle;
            }}
          />
          {large && <SeenText sheet={sheet} seen={seen} />}
          <Hints large={large} />
        </div>
        <aside class="matrix-side">
          {large && (
            <figure class="whole">
              <Minimap
                sheet={sheet}
                tiles={tiles}
                seen={seen}
                pick={kept}
                size={MINIMAP_PX}
                onGo={(row, col) => pane.current?.go(seen.now.cell, row, col)}
              />
              <figcaption class="truth">the whole matrix</figcaption>
            </figure>
          )}
          {report ? (
            <Report sheet={sheet} report={report} lettering={lettering} onPick={choose} />
          ) : (
            <p class="quiet report-hint">Pick a cell, a row or a column to see the sum that it belongs to.</p>
          )}
          {sheet.kernel && (
            <KernelView
              sheet={sheet}
              kernel={sheet.kernel}
              lettering={lettering}
              pick={kept}
              weight={kept?.weight ?? report?.weight?.weight}
              onPick={choose}
            />
          )}
        </aside>
      </div>
      {exploration.ways && sheet.way === 'own' && (
        <Ways
          ways={exploration.ways}
          subject={subject}
          stamp={stamp}
          ask={ask}
          pick={kept}
          onPick={choose}
          onKey={onKey}
          actions={actions}
        />
      )}
    </section>
  );
}

/** Whole, blocks or cells: how much is seen at a time. */
function Zooms({
  sheet,
  seen: part,
  pick,
  pane,
}: {
  readonly sheet: MatrixSheet;
  readonly seen: Seen;
  readonly pick: Pick | undefined;
  readonly pane: () => PaneHandle | undefined;
}): JSX.Element {
  const seen = useSeen(part);
  const whole = smallestCell(sheet, seen.width, seen.height);
  const block = Math.max(blockSize(sheet.rowAxis), blockSize(sheet.colAxis));
  const blocks = Math.min(WINDOW_CELL / 2, Math.max(whole, BLOCK_PX / block));
  const sizes = { whole, blocks, cells: WINDOW_CELL };
  const value =
    seen.cell >= WINDOW_CELL / 2 ? 'cells' : seen.cell > whole * 1.01 ? 'blocks' : ('whole' as const);
  return (
    <Segmented
      label="How much is seen"
      value={value}
      options={(['whole', 'blocks', 'cells'] as const).map((name) => ({ value: name, name }))}
      choose={(next) => {
        const row = pick?.row ?? seen.top + seen.height / seen.cell / 2;
        const col = pick?.col ?? seen.left + seen.width / seen.cell / 2;
        pane()?.go(sizes[next], row, col);
      }}
    />
  );
}

function SeenText({ sheet, seen }: { readonly sheet: MatrixSheet; readonly seen: Seen }): JSX.Element {
  return <p class="truth seen-text">{seenText(sheet, useSeen(seen))}</p>;
}

function Hints({ large }: { readonly large: boolean }): JSX.Element {
  const hints: readonly (readonly [readonly string[], string])[] = [
    [['↑', '↓', '←', '→'], 'move'],
    [['T'], 'next same weight'],
    ...(large
      ? ([
          [['N'], 'next block'],
          [['+', '−'], 'zoom'],
        ] as const)
      : []),
    [['G'], 'go to cell'],
    [['/'], 'find'],
    [['Enter'], 'go to line'],
  ];
  return (
    <p class="step-hints">
      {hints.map(([keys, does]) => (
        <span key={does}>
          {keys.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}{' '}
          {does}
        </span>
      ))}
    </p>
  );
}

/** What is left of a pick when the matrix has become smaller. */
function within(pick: Pick | undefined, { rows, cols }: MatrixSheet): Pick | undefined {
  return pick && (pick.row ?? 0) < rows && (pick.col ?? 0) < cols ? pick : undefined;
}

function linksOf(
  pick: Pick | undefined,
  sum: { readonly of: 'output' | 'input'; readonly terms: readonly { readonly index: number }[] } | undefined,
): Scene['linked'] {
  if (!sum || !pick) return NOTHING_LINKED;
  const indices = new Set(sum.terms.map(({ index }) => index));
  return sum.of === 'output' ? { rows: new Set(), cols: indices } : { rows: indices, cols: new Set() };
}

/** The cells that are seen whole, where that is not all of them. */
function windowOf(
  sheet: MatrixSheet,
  { top, left, width, height, cell }: Viewport,
): { readonly window?: Rect } {
  const rows = Math.min(sheet.rows, Math.max(1, Math.floor(height / cell)));
  const cols = Math.min(sheet.cols, Math.max(1, Math.floor(width / cell)));
  if (rows === sheet.rows && cols === sheet.cols) return {};
  return { window: { top: Math.ceil(top), left: Math.ceil(left), rows, cols } };
}
