import { archive_chunk_bytes_max, archive_line_bytes_max } from './format';

/** Takes lines and counted bytes off the front of a stream, holding no more than one chunk. */
export class ArchiveReader {
  private held: Buffer = Buffer.alloc(0);
  private readonly source: AsyncIterator<Buffer>;

  constructor(stream: AsyncIterable<Buffer>) {
    this.source = stream[Symbol.asyncIterator]();
  }

  async json<T extends object>(): Promise<T> {
    const line = await this.line();
    try {
      return JSON.parse(line) as T;
    } catch {
      throw damaged('a line is not what it should be');
    }
  }

  /** The bytes of one table, in chunks, up to its end mark. */
  async *chunks(): AsyncGenerator<Buffer> {
    for (;;) {
      const length = Number(await this.line());
      if (!Number.isInteger(length) || length < 0 || length > archive_chunk_bytes_max)
        throw damaged('a length is wrong');
      if (length === 0) return;
      yield await this.bytes(length);
    }
  }

  private async line(): Promise<string> {
    let end = this.held.indexOf(10);
    while (end < 0) {
      if (this.held.length > archive_line_bytes_max) throw damaged('a line is too long');
      await this.more();
      end = this.held.indexOf(10);
    }
    const line = this.held.toString('utf8', 0, end);
    this.held = this.held.subarray(end + 1);
    return line;
  }

  private async bytes(length: number): Promise<Buffer> {
    while (this.held.length < length) await this.more();
    const taken = this.held.subarray(0, length);
    this.held = this.held.subarray(length);
    return taken;
  }

  private async more(): Promise<void> {
    const next = await this.source.next();
    if (next.done === true) throw damaged('it ends too early');
    this.held = this.held.length === 0 ? next.value : Buffer.concat([this.held, next.value]);
  }
}

function damaged(how: string): Error {
  return new Error(`This is no whole Truecount backup: ${how}.`);
}
