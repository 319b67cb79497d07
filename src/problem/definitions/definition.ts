import type { TObject } from 'typebox';
import type { Value } from '../../core';
import type { Options } from './options';

/** A type of object that can be given. Schema, completion, hover and the function of the same name are made from this. */
export interface DefinitionType {
  readonly type: string;
  /** What it is, in a sentence. */
  readonly doc: string;
  /** The key that one positional argument is, where it is called as a function. */
  readonly positional?: string;
  readonly schema: TObject;
  /** Makes the object. Throws what `Options` throws, and `MathError`s that name the option. */
  readonly build: (options: Options) => Value;
}
