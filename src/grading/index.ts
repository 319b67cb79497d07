/** Answers against a worksheet: equivalence, mistakes, verdicts. */
export { readAnswerFile, type AnswerFile } from './answer-file';
export { grade, type Grading } from './grade';
export { addressOf, type NamedMistake, type PartResult, type Verdict } from './verdict';
export { KNOWN_MISTAKES } from './mistakes/known';
export { numberFindings } from './number-lint';
export { Worksheets } from './worksheets';
