import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';

/** One line of the table: a figure, what it is a ratio to, and what was asked for. */
export interface Figure {
  section: string;
  name: string;
  value: number;
  unit: string;
  /** The ratio to the reference of the same round, where there is one. */
  ratio?: number;
  goal?: string;
  met?: boolean;
  note?: string;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

const shown = (value: number): string =>
  value.toLocaleString('en-IN', { maximumFractionDigits: value < 100 ? 2 : 0 });

export function print(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.section,
    figure.name,
    `${shown(figure.value)} ${figure.unit}`,
    figure.ratio === undefined ? '' : `× ${shown(figure.ratio)}`,
    figure.goal ?? '',
    figure.met === undefined ? '' : figure.met ? 'met' : 'MISSED',
    figure.note ?? '',
  ]);
  const head = ['section', 'what', 'measured', 'ratio', 'goal', '', 'note'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

/** Writes all figures as JSON; returns the file's path. */
export async function save(figures: readonly Figure[], folder = 'bench/results'): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), machine, figures }, null, 2)}\n`);
  return file;
}
