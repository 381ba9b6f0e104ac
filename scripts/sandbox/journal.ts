import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

/** So many changes, and the whole state is written anew, so that a start never reads more. */
const changes_max = 20_000;

/** What can be kept: it makes a whole of itself, takes one in, and takes changes in, in their order. */
export interface Kept<Whole, Change> {
  whole(): Whole;
  restore(whole: Whole): void;
  apply(change: Change): void;
}

/**
 * Keeps a state in a folder: `state.json`, and after it a journal with one line per change, written before anybody is
 * told of the change. A program that is killed finds everything again; a last line that was cut off was told to nobody.
 */
export class Journal<Whole, Change> {
  private file = -1;
  private generation = 0;
  private changes = 0;

  constructor(
    private readonly folder: string,
    private readonly kept: Kept<Whole, Change>,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = readIfThere(path.join(folder, 'state.json'));
    if (found !== undefined) {
      const { generation, whole }: { generation: number; whole: Whole } = JSON.parse(found);
      this.generation = generation;
      kept.restore(whole);
      for (const line of (readIfThere(this.name(generation)) ?? '').split('\n').slice(0, -1))
        kept.apply(JSON.parse(line));
    }
    this.begin();
  }

  /** Writes a change down and takes it in. */
  write(change: Change): void {
    writeSync(this.file, `${JSON.stringify(change)}\n`);
    this.kept.apply(change);
    this.changes += 1;
    if (this.changes >= changes_max) this.begin();
  }

  close(): void {
    closeSync(this.file);
  }

  /** The whole under the next number, and an empty journal after it: at any moment one of the two is complete. */
  private begin(): void {
    const before = this.generation;
    const generation = before + 1;
    const target = path.join(this.folder, 'state.json');
    if (this.file >= 0) closeSync(this.file);
    this.file = openSync(this.name(generation), 'w', 0o600);
    writeFileSync(`${target}.new`, JSON.stringify({ generation, whole: this.kept.whole() }), { mode: 0o600 });
    renameSync(`${target}.new`, target);
    this.generation = generation;
    this.changes = 0;
    rmSync(this.name(before), { force: true });
  }

  private name(generation: number): string {
    return path.join(this.folder, `journal-${generation}.jsonl`);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
