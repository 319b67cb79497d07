/** What an editor shows, as functions over a worksheet: plain data in and out, no editor. Loaded with the first document. */
export {
  openInSteps,
  openProblemSet,
  MAX_CHARACTERS,
  bytesOf,
  oneTooMany,
  MAX_ALL_BYTES,
  MAX_FILE_BYTES,
  type Elsewhere,
  type Files,
  type Finding,
  type Fix,
  type NamedFile,
  type Outcome,
  type Span,
  type Worksheet,
} from '../problem';
export {
  addressOf,
  readAnswerFile,
  type AnswerFile,
  type Grading,
  type PartResult,
  type Verdict,
} from '../grading';
export { answerLenses, problemSetLenses, VERDICT_SIGNS, type Lens, type LensAction } from './lenses';
export { answerFindings, verdictText, type AnswerFinding } from './answer-findings';
export { keyText, keyTexts } from './key-text';
export { reportText } from './report-text';
export { pageOf, type MarkupOf } from './page/page';
export {
  unpackOutcome,
  wantedOf,
  type Computed,
  type FileMap,
  type GradeJob,
  type Job,
  type JobResult,
  type Wanted,
} from './jobs';
export { answerHover, problemSetHover, type Hover } from './hover';
export { problemSetHints, type Hint } from './hints';
export { subjectNear } from './opens';
export { KEYS_HIDDEN, type Showing } from './showing';

/** For what is a bundle of its own and works on the same values: what is looked at closely. */
export * as core from '../core';
export * as problem from '../problem';
