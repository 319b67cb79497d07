import { useEffect, useState } from 'preact/hooks';
import type { Pick, PickReport, Subject, Way } from '../../../protocol';
import type { AskHost } from '../ask';

/** What the host says of what is picked; while it is asked, what it said before. */
export function useReport(
  ask: AskHost,
  subject: Subject,
  way: Way,
  stamp: number,
  pick: Pick | undefined,
): PickReport | undefined {
  const [report, setReport] = useState<PickReport | undefined>(undefined);
  const key = JSON.stringify([subject, way, stamp, pick]);
  useEffect(() => {
    if (!pick) {
      setReport(undefined);
      return undefined;
    }
    let current = true;
    void ask({ kind: 'pick', subject, way, pick }).then((answer) => {
      if (current) setReport('refused' in answer ? { pick, spoken: answer.refused, lines: [] } : answer);
    });
    return () => {
      current = false;
    };
  }, [key]);
  return pick && report;
}
