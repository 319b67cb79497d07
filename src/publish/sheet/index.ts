/** A problem set for those who answer it, and an empty answer file. */
export { blankAnswers } from './blank';
export { sheetText } from './sheet';
