import type { JSX } from 'preact';
import type { GridSheet } from '../../../protocol';
import { usePalette } from '../../colours/theme';
import { exact } from '../../format';
import { Grid } from './grid';
import { marksOf, tapMarks, type Marks } from './marks';
import type { Lengths, Room } from './room';
import { roles, type GridName, type PlaneScene, type Scene } from './scene';
import { shadesOf } from './shades';
import { seenText } from './words';

interface GridsProps {
  /** Where the window is. */
  readonly scene: Scene;
  /** What is shown of it: while the window slides, still the step before. */
  readonly landed: Scene;
  readonly sliding: boolean;
  /** Whether the window is seen to move. */
  readonly slides: boolean;
  readonly room: Room;
  readonly lengths: Lengths;
}

const NO_MARKS: Marks = new Map();

/** Source, kernel and target of a step. */
export function Grids({ scene, landed, sliding, slides, room, lengths }: GridsProps): JSX.Element {
  const { walk, frame } = scene;
  const palette = usePalette();
  const shade = shadesOf(palette, scene.largest);
  const base = walk.base ?? 0;
  const { covered } = roles(walk);
  const draw = (name: GridName, plane: PlaneScene, marks: Marks, meets: boolean): JSX.Element => {
    const grid = walk[name];
    const part = seenText(grid, plane.crop, base);
    const many = (name === 'target' ? 1 : landed[name].length) > 1;
    return (
      <div class="step-plane" key={plane.plane} data-grid={name}>
        {many && <p class="caption">channel {plane.plane + base}</p>}
        <Grid
          label={[grid.name, ...(grid.planes > 1 ? [`channel ${plane.plane + base}`] : []), part]
            .filter((word) => word !== '')
            .join(', ')}
          {...{ grid, plane, marks, base }}
          room={room.grids[name]}
          numbered={name !== 'kernel' || part !== ''}
          letters={lengths[name]}
          kind={name}
          shade={name === 'target' ? shade : undefined}
          reach={name === covered && meets ? frame?.reach : undefined}
          slides={slides}
        />
        {part !== '' && <p class="truth step-part">{part}</p>}
      </div>
    );
  };
  const meets = (name: GridName, plane: number): boolean =>
    frame === undefined ||
    frame.more > 0 ||
    frame.terms.some(({ cell }) => cell.plane === plane) ||
    name !== covered;
  return (
    <>
      <div class="step-column">
        <div class="step-block">
          <Heading grid={walk.source} note={walk.source.caption} />
          <div class="step-planes">
            {landed.source.map((plane) =>
              draw(
                'source',
                plane,
                sliding && covered === 'source' ? NO_MARKS : marksOf(landed, 'source', plane.plane),
                meets('source', plane.plane),
              ),
            )}
          </div>
        </div>
      </div>
      <div class="step-column">
        {landed.kernel.length > 0 && (
          <div class="step-block">
            <Heading grid={walk.kernel} note={walk.kernel.caption} />
            <div class="step-planes">
              {landed.kernel.map((plane) =>
                draw(
                  'kernel',
                  plane,
                  tapMarks(landed.frame, plane.plane, walk.kernel.rows, walk.kernel.cols),
                  false,
                ),
              )}
            </div>
          </div>
        )}
        <div class="step-block">
          <Heading
            grid={walk.target}
            note={[walk.target.caption, `${exact(landed.step + 1)} of ${exact(walk.steps)}`]
              .filter((word) => word !== '')
              .join(' · ')}
          />
          <div class="step-planes">
            {draw(
              'target',
              landed.target,
              sliding && covered === 'target' ? NO_MARKS : marksOf(landed, 'target', landed.target.plane),
              meets('target', landed.target.plane),
            )}
          </div>
        </div>
      </div>
    </>
  );
}

function Heading({ grid, note }: { readonly grid: GridSheet; readonly note: string }): JSX.Element {
  return (
    <div class="step-heading">
      <h3>{grid.name}</h3>
      <span class="caption">{note}</span>
    </div>
  );
}
