import type { JSX } from 'preact';
import type { GivenView, Picture } from '../protocol';
import { FindingNote } from './finding';
import { memo } from './memo';
import { GuardedPicture } from './pictures/picture';
import type { Actions } from './state';

interface GivenGridProps {
  readonly given: readonly GivenView[];
  readonly actions: Actions;
}

/** What is declared in a problem, one card a name. */
export function GivenGrid({ given, actions }: GivenGridProps): JSX.Element | null {
  if (given.length === 0) return null;
  return (
    <ul class="cards">
      {given.map((item) => (
        <Card key={item.name} given={item} actions={actions} />
      ))}
    </ul>
  );
}

const Card = memo(
  ({ given, actions }: { readonly given: GivenView; readonly actions: Actions }): JSX.Element => {
    const { name, line, caption, picture, finding } = given;
    return (
      <li class={picture !== undefined && isWide(picture) ? 'card wide' : 'card'} data-line={line}>
        <div class="card-head">
          <h4>
            <button
              type="button"
              class="place-link"
              title={`Go to line ${line + 1}`}
              onClick={() => {
                actions.goToLine(line);
              }}
            >
              {name}
            </button>
          </h4>
          <span class="caption">{caption}</span>
        </div>
        {finding !== undefined && <FindingNote finding={finding} actions={actions} />}
        {picture !== undefined && (
          <div class="card-body">
            <GuardedPicture picture={picture} room="card" failed={actions.failed} />
          </div>
        )}
      </li>
    );
  },
);

const CELLS_IN_A_CARD = { symbols: 5, numbers: 10 } as const;
const COLUMNS_IN_A_CARD = 2;

/** Whether the picture needs the room of two cards. */
function isWide(picture: Picture): boolean {
  switch (picture.kind) {
    case 'matrix':
      return (picture.cells[0]?.length ?? 0) > CELLS_IN_A_CARD.symbols;
    case 'vector':
      return (
        picture.cells.length >
        (picture.cells.some((cell) => cell.symbol) ? CELLS_IN_A_CARD.symbols : CELLS_IN_A_CARD.numbers)
      );
    case 'table':
      return picture.columns.length > COLUMNS_IN_A_CARD;
    case 'fields':
      return picture.fields.some((field) => isWide(field.picture));
    default:
      return false;
  }
}
