import { Component, h, type ComponentChild, type FunctionComponent } from 'preact';

/** The view, drawn again only when one of its properties is another object or value. */
export function memo<P extends object>(View: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const properties = new Set([...Object.keys(this.props), ...Object.keys(next)]) as Set<keyof P>;
      return [...properties].some((property) => this.props[property] !== next[property]);
    }

    override render(): ComponentChild {
      return h(View, this.props);
    }
  }
  return (props) => h(Memo, props);
}
