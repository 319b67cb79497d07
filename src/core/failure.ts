/** What the mathematics can't do with what it was given: a sentence that says what was expected. */
export interface Failure {
  readonly kind: 'failure';
  readonly message: string;
  /** The option that is to blame, where there is one: the finding then points at it. */
  readonly option?: string;
}

/** Thrown inside core only; `attempt` turns it into a `Failure` at the folder's border. */
export class MathError extends Error {
  constructor(
    message: string,
    readonly option?: string,
  ) {
    super(message);
  }
}

/** Thrown where a value is asked for that has none, with the reason; becomes the value `undefined`. */
export class UndefinedError extends Error {}

export function failure(message: string, option?: string): Failure {
  return option === undefined ? { kind: 'failure', message } : { kind: 'failure', message, option };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'failure';
}

/** What `compute` gives, or undefined where the mathematics has nothing to give, for whatever reason. */
export function orUndefined<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof MathError || error instanceof UndefinedError) return undefined;
    throw error;
  }
}

/** Runs `compute`; what it throws as a `MathError` comes back as a `Failure`. Other errors are our own and pass. */
export function attempt<T>(compute: () => T): T | Failure {
  try {
    return compute();
  } catch (error) {
    if (error instanceof MathError) return failure(error.message, error.option);
    throw error;
  }
}
