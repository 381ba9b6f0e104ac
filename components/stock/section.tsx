import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** A fact beside the title. */
  note?: ReactNode;
  children: ReactNode;
}

/** A titled part of the SKU's detail. */
export function Section({ title, note, children }: Props) {
  return (
    <section className="grid min-w-0 content-start gap-2">
      <div className="flex min-h-6 flex-wrap items-baseline gap-x-3">
        <h2 className="text-sm font-semibold">{title}</h2>
        {note && <p className="text-xs text-muted">{note}</p>}
      </div>
      {children}
    </section>
  );
}
