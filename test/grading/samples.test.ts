import assert from 'node:assert/strict';
import { grade, readAnswerFile } from '../../src/grading';
import { openProblemSet } from '../../src/problem';
import { sample } from '../support/texts';

function verdicts(answers: string, set: string): (string | number)[][] {
  const grading = grade(readAnswerFile(sample(answers)), openProblemSet(sample(set)));
  assert.deepEqual(grading.findings, []);
  return grading.results.map(({ problem, part, field, verdict, mistake }) => [
    `${problem}.${part}${field === undefined ? '' : ` ${field}`}`,
    verdict,
    mistake?.id ?? '',
  ]);
}

describe('the answers among the samples', () => {
  it('the published answers to homework 3: three are wrong, each for a known reason', () => {
    const judged = verdicts('novikov.answers.cnn.yaml', 'homework-3.cnn.yaml').filter(
      ([, verdict]) => verdict !== 'missing',
    );
    assert.deepEqual(judged, [
      ['parameters.a', 'wrong', 'P01'],
      ['parameters.b', 'wrong', 'F01'],
      ['detector.pipeline', 'correct', ''],
      ['equivariance.claim', 'wrong', 'E01'],
    ]);
  });

  it('says what went wrong, with the numbers of the very layer', () => {
    const { results } = grade(
      readAnswerFile(sample('novikov.answers.cnn.yaml')),
      openProblemSet(sample('homework-3.cnn.yaml')),
    );
    const message = (part: string): string | undefined =>
      results.find((result) => result.part === part)?.message;
    assert.equal(message('a'), 'This counts the 3 kernels of 5×5×3 but not their 3 biases.');
    assert.equal(
      message('b'),
      'This counts kernel positions as if the 512×512×3 image were one long row (786,358 positions); the equivalent layer connects 786,432 inputs to 508·508·3 = 774,192 outputs.',
    );
    assert.equal(
      message('claim'),
      'This is false. A plain sum of products also rewards bright windows. It is highest at 0, with 44; at 3 it is 14, the lowest of all 5.',
    );
    assert.equal(
      message('pipeline'),
      'It finds the pattern in the scene of the problem and in all 200 others.',
    );
  });

  it('an all-correct answer file to homework 3', () => {
    const judged = verdicts('noether.answers.cnn.yaml', 'homework-3.cnn.yaml');
    assert.deepEqual(
      judged.filter(([, verdict]) => verdict !== 'correct'),
      [],
    );
    assert.equal(judged.length, 12);
  });

  it('an all-correct answer file to discussion 4, free text left to a person', () => {
    const judged = verdicts('hypatia.answers.cnn.yaml', 'discussion-4.cnn.yaml');
    assert.deepEqual(
      judged.filter(([, verdict]) => verdict !== 'correct').map(([part, verdict]) => [part, verdict]),
      ['weight-sharing.d', 'principles.a', 'principles.b', 'principles.c', 'principles.d'].map((part) => [
        part,
        'for a person',
      ]),
    );
    assert.equal(judged.length, 15);
  });

  it('free text counts in no score', () => {
    const { score, maxScore } = grade(
      readAnswerFile(sample('hypatia.answers.cnn.yaml')),
      openProblemSet(sample('discussion-4.cnn.yaml')),
    );
    assert.deepEqual([score, maxScore], [6, 6]);
  });
});
