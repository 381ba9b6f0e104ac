import type { Faults, SandboxCommand, SandboxKind } from '@/lib/demo/control';

export interface DemoProgram {
  name: string;
  kind: SandboxKind;
  title: string;
  status: DemoStatus | null;
  levels: { location: string | null; quantity: number }[];
}

export interface DemoStatus {
  running: boolean;
  speed: number;
  faults: Faults;
  downUntil: string | null;
  flash: { sku: string | null; factor: number; until: string } | null;
  reports: 'webhook' | 'poll' | 'events';
  orders: number;
  units: number;
  refused: number;
  ordersLastMinute: number;
  waiting: number;
  last: { order: string; at: string; what: string } | null;
}

/** Sets one program, or all of them where none is named. */
export type CommandDemo = (input: {
  name: string | null;
  command: SandboxCommand;
}) => Promise<{ ok: true } | { ok: false; detail: string }>;

/** What a card may ask for; resolves when it is in force, and has told the person where it is not. */
export type Command = (command: SandboxCommand, done?: string) => Promise<void>;
