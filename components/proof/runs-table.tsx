import { Badge } from '@/components/ui/badge';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatStamp, formatUnits } from '@/lib/shared/format';
import type { ProofBoardView } from './proof-types';

/** The last results, newest first: walks that were asked for, and rounds of the background. */
export function RunsTable({ runs }: Pick<ProofBoardView, 'runs'>) {
  return (
    <section className="grid min-w-0 gap-2">
      <h2 className="text-base font-semibold">Last runs</h2>
      <TableFrame label="Last runs of the proof">
        <Table>
          <thead>
            <tr>
              <HeadCell>Checked</HeadCell>
              <HeadCell>Result</HeadCell>
              <HeadCell className="text-right">Events</HeadCell>
              <HeadCell className="text-right">Postings</HeadCell>
              <HeadCell className="text-right">Positions</HeadCell>
              <HeadCell className="text-right">Up to seal</HeadCell>
              <HeadCell className="text-right">Findings</HeadCell>
            </tr>
          </thead>
          <tbody>
            {runs.length === 0 && (
              <tr>
                <Cell colSpan={7} className="text-muted">
                  No run has come to its end yet.
                </Cell>
              </tr>
            )}
            {runs.map((run) => (
              <tr key={run.run}>
                <Cell className="tabular-nums">{formatStamp(run.checkedAt)}</Cell>
                <Cell>
                  {run.balanced ? (
                    <Badge tone="good">Proven</Badge>
                  ) : (
                    <Badge tone="critical">Not proven</Badge>
                  )}
                </Cell>
                {[run.events, run.postings, run.positions].map((count, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: three columns that never change places.
                  <Cell key={index} className="text-right tabular-nums">
                    {formatUnits(count)}
                  </Cell>
                ))}
                <Cell className="text-right tabular-nums">
                  {run.seal === null ? '–' : formatUnits(run.seal)}
                </Cell>
                <Cell className="text-right tabular-nums">{formatUnits(run.findings)}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
