import type { SandboxStatus } from '@/lib/demo/control';

const window_ms = 60_000;
const times_max = 10_000;

/** The last order, and how many there were within a minute. */
export class Recent {
  last: SandboxStatus['last'] = null;
  private times: number[] = [];

  note(order: string, what: string, now: Date): void {
    this.last = { order, at: now.toISOString(), what };
    this.times.push(now.getTime());
    if (this.times.length > times_max) this.times.shift();
  }

  withinMinute(nowMs: number): number {
    this.times = this.times.filter((atMs) => atMs > nowMs - window_ms);
    return this.times.length;
  }
}
