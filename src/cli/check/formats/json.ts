import type { Checked, CheckedPart, Said } from '../checked';
import type { Format } from './format';

/** `{results, findings}`, as other tools rely on it. The results are written as they come. */
export function json(): Format {
  const findings: object[] = [];
  let written = 0;
  return {
    start: '{\n  "results": [',
    one: (checked) => {
      findings.push(...checked.findings.map((found) => ({ file: checked.file, ...findingJson(found) })));
      if (!checked.grading) return '';
      written += 1;
      return `${written === 1 ? '\n' : ',\n'}${indented(resultJson(checked), '    ')}`;
    },
    end: () => `${written === 0 ? '' : '\n  '}],\n  "findings": ${indented(findings, '  ').trimStart()}\n}\n`,
  };
}

function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replace(/^/gm, by);
}

/** A line for each file. It stands alone, so it holds its own findings. */
export function jsonl(): Format {
  return {
    one: (checked) =>
      `${JSON.stringify({ ...resultJson(checked), findings: checked.findings.map(findingJson) })}\n`,
  };
}

function resultJson({ file, problemSet, grading }: Checked): object {
  if (!grading) return { file, problemSet };
  const { name, variant, score, maxScore, parts } = grading;
  return { file, problemSet, name, variant, score, maxScore, parts: parts.map(partJson) };
}

function partJson({ problem, part, field, verdict, credit, mistake, message, range }: CheckedPart): object {
  return {
    problem,
    part,
    ...(field !== undefined && { field }),
    verdict,
    credit,
    ...(mistake && { mistake }),
    message,
    range,
  };
}

function findingJson({ code, severity, message, range }: Said): object {
  return { code, severity, message, range };
}
