import type { Finding } from '../finding';

/** Thrown within this folder: a value could not be computed, and the finding that says why. */
export class FindingError extends Error {
  constructor(readonly finding: Finding) {
    super(finding.message);
  }
}
