import type { ReactNode } from 'react';

interface Props {
  title: ReactNode;
  /** A fact beside the title. */
  note?: ReactNode;
  /** What can be done on this page. */
  actions?: ReactNode;
}

/** The head of a page: its name, a fact, its actions. */
export function PageHead({ title, note, actions }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex min-w-0 grow flex-wrap items-baseline gap-x-3 gap-y-1">
        <h1 className="text-lg font-semibold">{title}</h1>
        {note && <p className="text-sm text-muted">{note}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
