import { MathError } from '../failure';
import { counted } from '../numbers/group-digits';

/** Which input channels each filter of a layer sees: all of its group, or those of a table. Both count from 0. */
export class Connections {
  private readonly table: readonly (readonly number[])[] | undefined;
  private readonly inPerGroup: number;
  private readonly outPerGroup: number;

  /** @throws MathError where the table doesn't fit the filters and channels. */
  constructor(
    table: readonly (readonly number[])[] | undefined,
    private readonly filters: number,
    channels: number,
    groups: number,
  ) {
    this.inPerGroup = channels / groups;
    this.outPerGroup = filters / groups;
    if (!table) return;
    if (groups !== 1)
      throw new MathError(
        '`connections` says which channels a filter sees; there are no groups then.',
        'groups',
      );
    if (table.length !== filters)
      throw new MathError(
        `\`connections\` has ${counted(table.length, 'list')}; this layer has ${counted(filters, 'filter')}.`,
        'connections',
      );
    if (filters === 0)
      throw new MathError(
        '`connections` has a list of channels for each filter; this one is empty.',
        'connections',
      );
    for (const [filter, seen] of table.entries()) {
      if (seen.length === 0)
        throw new MathError(`Filter ${filter + 1} of \`connections\` sees no channel.`, 'connections');
      const outside = seen.find((channel) => channel < 0 || channel >= channels);
      if (outside !== undefined || new Set(seen).size !== seen.length)
        throw new MathError(
          outside === undefined
            ? `Filter ${filter + 1} of \`connections\` names a channel twice.`
            : `Filter ${filter + 1} of \`connections\` sees a channel that the input doesn’t have: there are ${channels}.`,
          'connections',
        );
    }
    this.table = table.map((seen) => [...seen].sort((a, b) => a - b));
  }

  sees(filter: number, channel: number): boolean {
    if (this.table) return this.table[filter]?.includes(channel) === true;
    return Math.floor(filter / this.outPerGroup) === Math.floor(channel / this.inPerGroup);
  }

  channelsOf(filter: number): readonly number[] {
    if (this.table) return this.table[filter] ?? [];
    return from(Math.floor(filter / this.outPerGroup) * this.inPerGroup, this.inPerGroup);
  }

  filtersOf(channel: number): readonly number[] {
    const { table } = this;
    if (table) return [...table.keys()].filter((filter) => table[filter]?.includes(channel));
    return from(Math.floor(channel / this.inPerGroup) * this.outPerGroup, this.outPerGroup);
  }

  /** Pairs of a filter and a channel that it sees. */
  get count(): bigint {
    if (this.table) return BigInt(this.table.reduce((sum, { length }) => sum + length, 0));
    return BigInt(this.filters) * BigInt(this.inPerGroup);
  }
}

function from(start: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}
