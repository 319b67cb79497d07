/** Stands in the bundles for the finder of bare addresses that markdown-it makes: its option stays off, so none is asked. */
export default class NoLinkify {
  /** That nothing is an address. */
  public pretest(): boolean {
    return false;
  }
}
