import { Button } from './button';

interface Props<Row> {
  /** What a row is: "Field". */
  what: string;
  rows: readonly Row[];
  labelOf: (row: Row) => string;
  theirs: (row: Row) => string;
  yours: (row: Row) => string;
  onTheirs: (row: Row) => void;
}

/** Two people changed the same: both values of everything that differs, and a button for each to take theirs. */
export function BothValues<Row>({ what, rows, labelOf, theirs, yours, onTheirs }: Props<Row>) {
  if (rows.length === 0) return null;
  return (
    <table aria-label="Both values" className="w-full text-sm">
      <thead>
        <tr className="text-left text-xs text-muted">
          {[what, 'Theirs', 'Yours'].map((head) => (
            <th key={head} scope="col" className="py-1 pr-3 font-medium">
              {head}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={labelOf(row)} className="border-t border-line">
            <th scope="row" className="py-1.5 pr-3 text-left font-medium">
              {labelOf(row)}
            </th>
            <td className="py-1.5 pr-3 tabular-nums">{theirs(row)}</td>
            <td className="py-1.5 pr-3 tabular-nums">{yours(row)}</td>
            <td className="py-1.5 text-right">
              <Button aria-label={`Take theirs: ${labelOf(row)}`} onClick={() => onTheirs(row)}>
                Take theirs
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
