/** Text → checked document with ranges → computed worksheet. Owns the schema, the expressions and the definitions. */
export * from './finding';
export * from './expression/ast';
export { parseExpression } from './expression/parse';
export { evaluate } from './expression/evaluate';
export { partIn } from './expression/part-keys';
export { statedConventions } from './conventions';
export { PARTS, withNames, withoutFiles, emptyScope, type Scope } from './expression/scope';
export { tokenize, type Token } from './expression/tokenize';
export {
  DEFINITION_FUNCTIONS,
  DEFINITION_TYPES,
  camelCase,
  kebabCase,
  type DefinitionType,
} from './definitions';
export { annotation, checkSchema, nearestName, propertiesOf, propertyOf } from './schema/check';
export { ANSWERS, FEEDBACK, PROBLEM, PROBLEM_SET, type Feedback } from './schema/document';
export { bytesOf, MAX_ALL_BYTES, MAX_FILE_BYTES, oneTooMany, type Files, type NamedFile } from './files';
export { LineIndex, type Position } from './text/line-index';
export * from './text/node';
export { parseYaml } from './text/parse-yaml';
export { quote } from './text/mend';
export type { AnswerSheet, FieldSheet } from './sheet/answer';
export * from './sheet/worksheet';
export {
  openInSteps,
  openProblemSet,
  hasSameFiles,
  besides,
  MAX_CHARACTERS,
  type OpenOptions,
} from './sheet/open';
export { symbolsOf, type Variable } from './sheet/domain';
export { DomainError, DomainPoints, pointText, type Point } from './sheet/domain-points';
export { evaluateNode, outcomeOf, within, type Outcome } from './sheet/evaluate-node';
export type { AlternativeSheet } from './sheet/alternatives';
export { holds, saidOf, type CheckSheet, type Held } from './sheet/checks';
export type { ChoiceSheet } from './sheet/choices';
export type { Tolerance } from './sheet/tolerance';
export { variantFindings } from './sheet/compare-variants';
export { stepValue, type Possible } from './sheet/variation';
export type { Elsewhere, GivenScope } from './sheet/given-scope';
