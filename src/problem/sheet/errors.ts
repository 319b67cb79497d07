import type { Finding } from '../finding';

/** Thrown within this folder: a value could not be computed, and the findings that say why. */
export class FindingError extends Error {
  constructor(
    readonly finding: Finding,
    readonly more: readonly Finding[] = [],
  ) {
    super(finding.message);
  }
}
