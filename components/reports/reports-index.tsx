import type { Route } from 'next';
import Link from 'next/link';
import { PageHead } from '@/components/ui/page-head';
import { reports } from '@/lib/reports/catalogue';

const groups = ['Accuracy', 'Stock', 'Selling', 'Operations'] as const;

/** Every report, by what it is about. */
export function ReportsIndex() {
  return (
    <div className="grid min-w-0 gap-5">
      <PageHead title="Reports" note="Figures out of the ledger, for any range." />
      {groups.map((group) => (
        <section key={group} aria-label={group} className="grid gap-2">
          <h2 className="text-base font-semibold">{group}</h2>
          <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {reports
              .filter((report) => report.group === group)
              .map(({ name, title, says }) => (
                <li key={name}>
                  <Link
                    href={`/reports/${name}` as Route}
                    className="grid h-full content-start gap-1 rounded-md border border-line bg-card p-4 transition-colors hover:bg-hover"
                  >
                    <span className="font-medium">{title}</span>
                    <span className="text-xs text-muted">{says}</span>
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
