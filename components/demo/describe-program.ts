import type { Tone } from '@/components/ui/tone';
import type { DemoProgram, DemoStatus } from './demo-types';

export interface ProgramState {
  tone: Tone;
  word: string;
}

/** What a program does just now, the worst first. */
export function stateOf({ kind, status }: Pick<DemoProgram, 'kind' | 'status'>, nowMs: number): ProgramState {
  if (status === null) return { tone: 'critical', word: 'Does not answer' };
  if (status.downUntil !== null)
    return { tone: 'warning', word: `Out of reach, ${secondsUntil(status.downUntil, nowMs)} s left` };
  if (!status.running) return { tone: 'neutral', word: 'Paused' };
  if (status.flash !== null)
    return { tone: 'information', word: `Flash sale, ${secondsUntil(status.flash.until, nowMs)} s left` };
  return { tone: 'good', word: kind === 'supplier' ? 'At work' : 'Selling' };
}

const reports: Record<DemoStatus['reports'], string> = {
  webhook: 'tells by signed webhook',
  poll: 'waits to be polled',
  events: 'reports by events',
};

export function describeKind({ kind, status }: Pick<DemoProgram, 'kind' | 'status'>): string {
  const what = kind === 'shop' ? 'Open channel' : kind === 'tills' ? 'Tills' : 'Receives and transfers';
  return status === null ? what : `${what}, ${reports[status.reports]}`;
}

/** The disturbances in force, in words. */
export function describeFaults({ faults }: Pick<DemoStatus, 'faults'>): string[] {
  return [
    ...(faults.lateSeconds > 0 ? [`late, in bursts every ${faults.lateSeconds} s`] : []),
    ...(faults.duplicated > 0 ? [`${percent(faults.duplicated)} told twice`] : []),
    ...(faults.failing > 0 ? [`${percent(faults.failing)} fail`] : []),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function secondsUntil(until: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(until) - nowMs) / 1_000));
}
