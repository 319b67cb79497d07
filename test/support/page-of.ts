import { pageOf as pageWith, type Showing, type Worksheet } from '../../src/language';
import { markupOf } from '../../src/language/markup';
import type { Page } from '../../src/protocol';

/** The page of a problem set, as the editor makes it. */
export function pageOf(worksheet: Worksheet, showing?: Showing): Page {
  return pageWith(worksheet, markupOf, showing);
}
