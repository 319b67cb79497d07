import { readFileSync } from 'node:fs';
import { openProblemSet } from '../src/problem';
import { valueText, valueJson } from '../src/core';
for (const f of ['discussion-4', 'homework-3']) {
  const t0 = performance.now();
  const w = openProblemSet(readFileSync(`samples/${f}.cnn.yaml`, 'utf8'));
  console.log(f, performance.now() - t0);
  for (const x of w.findings) console.log('!', w.lines.positionAt(x.start), x.code, x.message);
  for (const p of w.problems) {
    console.log('#', p.id, p.prompt.slice(0, 120));
    for (const g of [...p.parameters, ...p.given])
      console.log(
        '  ',
        g.name,
        g.outcome.kind === 'value' ? valueText(g.outcome.value).slice(0, 80) : g.outcome,
      );
    for (const q of p.parts)
      console.log(
        '  >',
        q.id,
        q.kind,
        q.answer
          ? q.answer.outcome.kind === 'value'
            ? valueText(q.answer.outcome.value).slice(0, 100) +
              ' ' +
              JSON.stringify(valueJson(q.answer.outcome.value)).slice(0, 300)
            : q.answer.outcome
          : 'free',
        q.prompt.slice(0, 60),
      );
  }
}
