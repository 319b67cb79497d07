import assert from 'node:assert/strict';
import { check } from '../../src/cli/check';
import { readRows, rowText } from '../../src/cli/check/csv-text';
import { capturedLater, folderOf, json, pick } from '../support/command-line';
import { problemSet } from '../support/texts';

describe('answers from a table', () => {
  const folder = folderOf({
    'set.cnn.yaml': `${problemSet({
      given: ['k: [1, 2]'],
      parts: [
        '- { id: a, answer: sum(k) }',
        '- { id: b, answer: { x: 1, y: 2 } }',
        '- { id: list, answer: k }',
        '- { id: f, variables: { n: 1..9 }, answer: n + 1 }',
      ],
    })}  - { id: single.one, answer: 5 }\n`,
    'a.csv': [
      '\ufeffname,Timestamp,p.a,p.b x,p.b y,p.list,p.f,single.one',
      'Ada,now,3,1,2,"[1, 2]",1 + n,5',
      '"O\'Neil: ""#1"", {x}",now,"1,5",1,,"[1, 2",n: 1,"5 # five"',
      '',
      ',,,,,,,4',
      '',
    ].join('\r\n'),
    'semicolons.csv': 'name;variant;p.a;p.b;single.one.answer\nBo;0;3;{ x: 1, y: 2 };5\nCy;four;3;;\n',
    'empty.csv': 'name,p.a\n',
  });
  after(folder.remove);
  const checked = async (table: string, set = 'set.cnn.yaml'): Promise<unknown> =>
    json(
      await capturedLater(() =>
        check([], { format: 'json', csv: folder.path(table), set: folder.path(set) }),
      ),
    );
  const verdicts = (printed: unknown, row: number): string => {
    const parts = pick(printed, 'results', row, 'parts');
    return Array.isArray(parts) ? parts.map((part) => String(pick(part, 'verdict'))).join(' ') : '';
  };

  it('each row is an answer file, whatever is typed in it', async () => {
    const printed = await checked('a.csv');
    assert.deepEqual(
      [0, 1, 2].map((row) => [pick(printed, 'results', row, 'name'), pick(printed, 'results', row, 'score')]),
      [
        ['Ada', 5],
        ['O\'Neil: "#1", {x}', 0.5],
        ['', 0],
      ],
    );
    assert.equal(verdicts(printed, 0), 'correct correct correct correct correct correct');
    assert.match(verdicts(printed, 1), /^wrong correct missing unreadable unreadable unreadable$/);
    assert.equal(verdicts(printed, 2), 'missing missing missing missing missing wrong');
    assert.deepEqual(
      [0, 1, 2].map((row) => pick(printed, 'results', row, 'file')),
      [2, 3, 5].map((line) => `${folder.path('a.csv')}#${line}`),
    );
  });

  it('a column that is no part is a finding', async () => {
    const findings = pick(await checked('a.csv'), 'findings');
    assert.deepEqual([pick(findings, 'length'), pick(findings, 0, 'severity')], [1, 'warning']);
    assert.match(String(pick(findings, 0, 'message')), /^The column “Timestamp” belongs to no part/);
  });

  it('semicolons, variants, and mappings in a cell', async () => {
    const printed = await checked('semicolons.csv');
    assert.equal(verdicts(printed, 0), 'correct correct correct missing missing correct');
    assert.match(String(pick(printed, 'findings', 0, 'message')), /^The variant is a whole number/);
  });

  it('a table, or a problem set, that can’t be read is a finding', async () => {
    for (const [table, set, says] of [
      ['none.csv', 'set.cnn.yaml', /^There is no file .*none\.csv/],
      ['a.csv', 'none.cnn.yaml', /^There is no file .*none\.cnn\.yaml/],
      ['empty.csv', 'set.cnn.yaml', /^There are no answers in this table/],
    ] as const)
      assert.match(String(pick(await checked(table, set), 'findings', 0, 'message')), says);
  });

  it('what is written as a table is read as it was', () => {
    const rows = [
      ['a', 'b,c', 'd"e', 'f\ng', ''],
      ['', ' h ', '1;2', 'x\r\ny', '"'],
    ];
    assert.deepEqual(
      readRows(rows.map(rowText).join('')).map(({ cells }) => cells),
      rows,
    );
    assert.deepEqual(
      readRows('a\tb\n"c\n1"\td').map(({ line, cells }) => [line, ...cells]),
      [
        [1, 'a', 'b'],
        [2, 'c\n1', 'd'],
      ],
    );
    assert.equal(rowText(['=1', -1, '-1']), "'=1,-1,'-1\n");
  });
});
