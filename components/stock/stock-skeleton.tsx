import { Skeleton } from '@/components/ui/skeleton';

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Where the stock table will be, in its height. */
export function StockSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading stock"
      className="max-h-[max(260px,44vh)] overflow-hidden rounded-md border border-line bg-card"
    >
      <div className="h-15 border-b border-line bg-sunken" />
      {rows.map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3 max-sm:h-11">
          <Skeleton className="w-56 max-sm:w-28" />
          <Skeleton className="ml-auto w-12" />
          <Skeleton className="w-12" />
          <Skeleton className="w-12 max-sm:hidden" />
          <Skeleton className="w-12 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
