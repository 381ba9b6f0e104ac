import { type LaneConnection, openLaneConnection } from './lane-connection';
import { Durability } from './make-durable';

export interface OpenConnections {
  /** Writes. */
  lane: LaneConnection;
  /** Reads ahead while the other one writes. */
  reader: LaneConnection;
  /** Makes durable what the lane has committed. */
  durability: Durability;
}

/** One to write, one to read ahead, one to flush. */
const connections_of_a_writer = 3;

/** The connections of one writer: all of them work, or none is kept. */
export class WriterConnections {
  private open: { all: LaneConnection[]; named: OpenConnections } | null = null;

  constructor(private readonly connectionString: string) {}

  /** Those that work; null where they must be opened anew. */
  get usable(): OpenConnections | null {
    return this.open?.all.every(({ usable }) => usable) === true ? this.open.named : null;
  }

  /** Opens all of them; throws what the database throws, with none left open. */
  async connect(): Promise<OpenConnections> {
    const opened = await Promise.allSettled(
      Array.from({ length: connections_of_a_writer }, () => openLaneConnection(this.connectionString)),
    );
    const all = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const [lane, reader, flusher] = all;
    if (lane && reader && flusher) {
      this.open = { all, named: { lane, reader, durability: new Durability(flusher) } };
      return this.open.named;
    }
    await Promise.all(all.map((one) => one.close()));
    throw opened.find((one) => one.status === 'rejected')?.reason;
  }

  async close(): Promise<void> {
    const open = this.open;
    this.open = null;
    await Promise.all((open?.all ?? []).map((one) => one.close()));
  }
}
