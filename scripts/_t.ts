import { readFileSync } from 'node:fs';
import { openProblemSet } from '../src/problem';
import { readAnswerFile, grade } from '../src/grading';
for (const [a,f] of [['novikov','homework-3'],['noether','homework-3'],['hypatia','discussion-4']] as const) {
  const w = openProblemSet(readFileSync(`samples/${f}.cnn.yaml`,'utf8'));
  const t0=performance.now();
  const g = grade(readAnswerFile(readFileSync(`samples/${a}.answers.cnn.yaml`,'utf8')), w);
  console.log(a, g.score, g.maxScore, performance.now()-t0, g.findings);
  for (const r of g.results) console.log('  ', r.problem, r.part, r.field??'', r.verdict, r.credit, r.mistake?.id ?? '', r.mistake?.ties ?? '', r.message);
}
