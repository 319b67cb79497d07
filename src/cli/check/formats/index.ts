import { csv } from './csv';
import type { Format } from './format';
import { gradescope } from './gradescope';
import { json, jsonl } from './json';
import { junit } from './junit';
import { markdown } from './markdown';
import { table } from './table';

export const CHECK_FORMATS = ['table', 'json', 'jsonl', 'csv', 'markdown', 'junit', 'gradescope'] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** What begins to write in each format. */
export const FORMATS: Readonly<Record<CheckFormat, () => Format>> = {
  table,
  json,
  jsonl,
  csv,
  markdown,
  junit,
  gradescope,
};

export type { Format } from './format';
