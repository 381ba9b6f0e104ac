'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { speed_max, speed_min } from '@/lib/demo/limits';

interface Props {
  title: string;
  speed: number;
  onChange: (speed: number) => void;
}

const steps = 100;
/** Even steps are even factors: from ×1 to ×500, with room at the slow end. */
const toSpeed = (step: number) => Math.round(speed_min * (speed_max / speed_min) ** (step / steps));
const toStep = (speed: number) => (steps * Math.log(speed / speed_min)) / Math.log(speed_max / speed_min);

/** How many times as fast as in the real shop time passes. Takes effect when the handle is let go. */
export function PaceField({ title, speed, onChange }: Props) {
  const id = useId();
  const [shown, setShown] = useState(speed);
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) setShown(speed);
  }, [speed]);
  const settle = () => {
    if (!moved.current) return;
    moved.current = false;
    if (shown !== speed) onChange(shown);
  };
  return (
    <div className="grid gap-1">
      <div className="flex items-baseline justify-between text-sm">
        <label htmlFor={id} className="text-muted">
          Pace
        </label>
        <output htmlFor={id} className="tabular-nums">
          ×{shown}
        </output>
      </div>
      <input
        id={id}
        type="range"
        min={0}
        max={steps}
        step={1}
        value={Math.round(toStep(shown))}
        aria-label={`Pace of ${title}`}
        aria-valuetext={`${shown} times as fast as the real orders`}
        onChange={(event) => {
          moved.current = true;
          setShown(toSpeed(Number(event.target.value)));
        }}
        onPointerUp={settle}
        onKeyUp={settle}
        onBlur={settle}
        className="h-6 w-full cursor-pointer accent-accent max-sm:h-11"
      />
    </div>
  );
}
