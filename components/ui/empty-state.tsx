import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** The one action that makes something appear here. */
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center gap-3 px-4 py-12 text-center">
      <Icon aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
      <p className="text-sm font-semibold">{title}</p>
      {children && <div className="grid w-full gap-3 text-sm text-muted">{children}</div>}
      {action}
    </div>
  );
}
