/** Server-sent events as any client reads them: blocks of `id:` and `data:` lines. */
export interface StreamMessage {
  id: string;
  data: Record<string, unknown>;
}

export class StreamReader {
  readonly messages: StreamMessage[] = [];
  private readonly stopping = new AbortController();
  private reading: Promise<void> = Promise.resolve();

  /** Resolves when the stream is open; what is recorded from then on is read. */
  static async open(url: string, headers: Record<string, string>): Promise<StreamReader> {
    const reader = new StreamReader();
    const response = await fetch(url, { headers, signal: reader.stopping.signal });
    if (response.status !== 200 || response.body === null) throw new Error(`stream: ${response.status}`);
    const chunks = response.body.pipeThrough(new TextDecoderStream());
    reader.reading = reader.read(chunks).catch((error: unknown) => {
      if (!reader.stopping.signal.aborted) throw error;
    });
    return reader;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.reading;
  }

  private async read(chunks: ReadableStream<string>): Promise<void> {
    let text = '';
    for await (const chunk of chunks) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const field = (name: string) =>
      block
        .split('\n')
        .flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []))
        .join('\n');
    const data = field('data');
    if (data !== '') this.messages.push({ id: field('id'), data: JSON.parse(data) });
  }
}
