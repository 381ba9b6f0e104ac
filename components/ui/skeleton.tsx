import { classNames } from './class-names';

/** Stands where text will be, in its final size. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={classNames('block h-3 animate-shimmer rounded-sm bg-hover', className)} />
  );
}
