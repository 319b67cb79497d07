/** Something that the person at the keyboard can put right: the message says what, and is shown without a stack. */
export class Failure extends Error {}
