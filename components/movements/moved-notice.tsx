import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { formatUnits } from '@/lib/shared/format';

interface Props {
  seen: number;
  now: number;
  typed: number | null;
  onGoBy: () => void;
}

/** Two people set one number: both values, and the choice to go on from the newer one. */
export function MovedNotice({ seen, now, typed, onGoBy }: Props) {
  return (
    <Notice
      tone="warning"
      urgent
      action={
        <Button type="button" onClick={onGoBy}>
          Go on from {formatUnits(now)}
        </Button>
      }
    >
      It has moved since you looked: <strong>{formatUnits(seen)}</strong> when you began,{' '}
      <strong>{formatUnits(now)}</strong> now
      {typed !== null && (
        <>
          , and you typed <strong>{formatUnits(typed)}</strong>
        </>
      )}
      . Nothing was posted.
    </Notice>
  );
}
