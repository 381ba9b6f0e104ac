import type { DemoProgram } from './demo-types';

/** Over all that sell; those that do not answer are left out. */
export function sumPrograms(programs: readonly DemoProgram[]) {
  const sum = { lastMinute: 0, orders: 0, refused: 0, waiting: 0 };
  for (const { kind, status } of programs) {
    if (status === null || kind === 'supplier') continue;
    sum.lastMinute += status.ordersLastMinute;
    sum.orders += status.orders;
    sum.refused += status.refused;
    sum.waiting += status.waiting;
  }
  return sum;
}
