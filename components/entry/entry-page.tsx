import type { ReactNode } from 'react';
import { Brand } from '@/components/shell/brand';

/** The quiet page around signing in. */
export function EntryPage({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-[380px]">
        <div className="mb-6 flex justify-center">
          <Brand />
        </div>
        <div className="rounded-md border border-line bg-card p-6">
          <h1 className="text-base font-semibold">{title}</h1>
          {lead && <div className="mt-1 text-sm text-muted">{lead}</div>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}
