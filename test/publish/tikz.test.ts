import assert from 'node:assert/strict';
import { tikz, type Drawing } from '../../src/publish';
import { DRAWINGS } from './examples';

function written(drawing: Drawing): string {
  const text = tikz(drawing);
  assert.ok(typeof text === 'string', JSON.stringify(text));
  return text;
}

/** What LaTeX reads: without comments. */
function code(text: string): string {
  return text.replace(/(?<!\\)%.*$/gm, '');
}

function line(text: string, as?: 'sub' | 'variable' | 'name'): Drawing {
  const runs = [{ text, ...(as && { as }) }];
  return {
    width: 10,
    height: 10,
    title: 'a\n\\input{x}',
    description: '',
    shapes: [{ shape: 'text', x: 0, y: 0, runs, size: 12, colour: 'text', align: 'start' }],
  };
}

describe('TikZ', () => {
  for (const [name, make] of Object.entries(DRAWINGS))
    it(`of ${name} is balanced, and has the colours that it uses`, () => {
      const tex = code(written(make()));
      let depth = 0;
      for (const [mark] of tex.replace(/\\[{}]/g, '').matchAll(/[{}]/g)) {
        depth += mark === '{' ? 1 : -1;
        assert.ok(depth >= 0);
      }
      assert.equal(depth, 0);
      assert.equal((tex.replace(/\\\$/g, '').match(/\$/g) ?? []).length % 2, 0);
      assert.equal(tex.match(/\\begin\{tikzpicture\}/g)?.length, 1);
      assert.ok(tex.trimEnd().endsWith('\\end{tikzpicture}'));
      const defined = new Set(
        [...tex.matchAll(/\\definecolor\{([\w-]+)\}\{HTML\}\{[0-9A-F]{6}\}/g)].map(([, one]) => one),
      );
      const body = tex.slice(tex.indexOf('\\begin{tikzpicture}'));
      const used = new Set([...body.matchAll(/cnn-[\w-]+/g)].map(([one]) => one));
      assert.deepEqual([...used].sort(), [...defined].sort());
      for (const statement of body.split('\n').slice(1, -2))
        assert.ok(statement === '' || /^\\(path|fill|draw|node)\b.*;$/.test(statement), statement);
      assert.ok(!/NaN|undefined|Infinity/.test(tex));
    });

  for (const [text, tex] of [
    ['50 % & #1_x {y} $2', '50 \\% \\& \\#1\\_x \\{y\\} \\$2'],
    ['a\\b^c~d', 'a\\textbackslash{}b\\textasciicircum{}c\\textasciitilde{}d'],
    ['−3 × 2 · 1', '$-$3 $\\times$ 2 $\\cdot$ 1'],
  ] as const)
    it(`escapes ${text}`, () => {
      const found = written(line(text));
      assert.ok(found.includes(`{${tex}};`), found);
      assert.ok(!/^\\input/m.test(found));
    });

  it('letters are mathematics', () => {
    assert.ok(written(line('k', 'variable')).includes('{$k$};'));
    assert.ok(written(line('lambda', 'name')).includes('{$\\lambda$};'));
    assert.ok(written(line('units', 'name')).includes('{$\\mathrm{units}$};'));
    const matrix = written(DRAWINGS['matrix']?.() ?? line(''));
    assert.ok(matrix.includes("{$x'_{4}$};") && matrix.includes('{$k_{2}$};'));
  });

  it('is refused where LaTeX would run out of memory', () => {
    const boxes = Array.from({ length: 20_001 }, (_, x) => ({ x, y: 0, width: 1, height: 1 }));
    const found = tikz({ ...line(''), shapes: [{ shape: 'boxes', boxes, fill: 'text' }] });
    assert.ok(typeof found !== 'string' && found.refused.includes('20,001 shapes; up to 20,000'));
  });
});
