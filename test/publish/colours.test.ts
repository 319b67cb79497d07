import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseColour, ramp } from '../../src/preview/colours/colour';
import { contrast, hexOf, type Theme } from '../../src/publish/colours';
import { LEVELS, type Colour } from '../../src/publish/drawing';
import { ROOT } from '../support/texts';

const STYLES = readFileSync(join(ROOT, 'media/preview.css'), 'utf8');

/** The colours that the page has in a theme, by the name of their variable. */
function variables(theme: Theme): ReadonlyMap<string, string> {
  const [, block = ''] =
    (theme === 'light' ? /\nbody \{(.*?)\n\}/s : /\nbody\.vscode-dark \{(.*?)\n\}/s).exec(STYLES) ?? [];
  return new Map(
    [...block.matchAll(/--cnn-([\w-]+): (.*?);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

const THEMES = ['light', 'dark'] as const;
const HUES = [
  ...Array.from({ length: 5 }, (_, at) => `tap-${at + 1}` as const),
  ...Array.from({ length: 9 }, (_, at) => `row-${at + 1}` as const),
];

describe('colours of drawings', () => {
  for (const theme of THEMES) {
    const css = variables(theme);

    it(`are those of the page, ${theme}`, () => {
      for (const [ours, theirs] of [
        ['quiet', 'zero'],
        ['grid', 'grid'],
        ['hatch', 'hatch'],
        ['bar', 'bar'],
        ['mark', 'mark'],
        ['mark-on-image', 'mark-on-image'],
        ['sequential/255', 'sequential-3'],
        ['diverging/0', 'negative'],
        ['diverging/255', 'positive'],
        ...Array.from({ length: 5 }, (_, at) => [`tap-${at + 1}/edge`, `ink-${at + 1}`] as const),
      ] satisfies (readonly [Colour, string])[])
        assert.equal(hexOf(ours, theme), css.get(theirs), ours);
      const rows = [...css].filter(([name]) => name.startsWith('row-')).map(([, value]) => value);
      assert.equal(rows.length, 9);
    });

    it(`scales run as they do on the page, ${theme}`, () => {
      const at = (name: string): ReturnType<typeof parseColour> => parseColour(css.get(name) ?? '');
      const page = parseColour(hexOf('page', theme));
      const scales = {
        sequential: ramp([page, at('sequential-1'), at('sequential-2'), at('sequential-3')]),
        diverging: ramp([at('negative'), page, at('positive')]),
      };
      for (const [name, colours] of Object.entries(scales))
        for (let level = 0; level < LEVELS; level++) {
          const scale = name === 'sequential' ? 'sequential' : 'diverging';
          const found = parseColour(hexOf(`${scale}/${level}`, theme));
          const wanted = colours[level] ?? [NaN, NaN, NaN];
          for (const channel of [0, 1, 2] as const)
            assert.ok(
              Math.abs(found[channel] - wanted[channel]) <= 1,
              `${name} ${level}: ${found.join()} ${wanted.join()}`,
            );
        }
    });

    it(`text can be read wherever it stands, ${theme}`, () => {
      const requireContrast = (text: Colour, ground: Colour): void => {
        const found = contrast(hexOf(text, theme), hexOf(ground, theme));
        assert.ok(found >= 4.5, `${text} on ${ground}: ${found.toFixed(2)}`);
      };
      for (const ground of ['page', 'wash', 'box'] as const) requireContrast('text', ground);
      requireContrast('quiet', 'page');
      requireContrast('page', 'frame');
      for (const hue of HUES) {
        for (const depth of [0, 35, 70, 100]) requireContrast(`${hue}/written`, `${hue}/tint-${depth}`);
        requireContrast(`${hue}/written`, `${hue}/linked`);
        requireContrast(`${hue}/on-solid`, `${hue}/solid`);
      }
      for (const scale of ['grey', 'sequential', 'diverging'] as const)
        for (let level = 0; level < LEVELS; level++)
          requireContrast(`on-${scale}/${level}`, `${scale}/${level}`);
    });
  }

  it('rows have the hues of the page, as Chromium shows them', () => {
    // oklch(0.74 0.085 h), which media/preview.css has for dark themes, painted on a canvas and read back.
    const shown = '#81afdf #cba36d #da959f #75bc9e #b39fd9 #a9b273 #69b8d0 #d295b7 #d99a7e'.split(' ');
    assert.match(variables('dark').get('row-1') ?? '', /^oklch\(0\.74 0\.085 250\)$/);
    for (const [at, wanted] of shown.entries()) {
      const [ours, theirs] = [parseColour(hexOf(`row-${at + 1}/edge`, 'dark')), parseColour(wanted)];
      for (const channel of [0, 1, 2] as const)
        assert.ok(Math.abs(ours[channel] - theirs[channel]) <= 1, wanted);
    }
  });
});
