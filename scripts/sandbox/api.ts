/** What the sandbox's programs use of the public API. */
const request_ms_max = 20_000;
const pages_max = 50;

export class Api {
  constructor(
    private readonly address: string,
    private readonly key: string,
  ) {}

  /** Undefined where there was no good answer: the same events may be sent again. */
  async post(
    events: readonly Record<string, unknown>[],
  ): Promise<{ status: string; detail?: string }[] | undefined> {
    const answer = await this.call<{ results: { status: string; detail?: string }[] }>('POST', '/events', {
      events,
    });
    return answer?.results;
  }

  /** All of a list, or at most so many of it; undefined where a page could not be had. */
  async list<Item>(path: string, items_max = Number.POSITIVE_INFINITY): Promise<Item[] | undefined> {
    const items: Item[] = [];
    let next: string | undefined;
    for (let page = 0; page < pages_max; page++) {
      const cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
      const answer = await this.call<{ items: Item[]; next?: string }>('GET', `${path}${cursor}`);
      if (answer === undefined) return undefined;
      items.push(...answer.items);
      next = answer.next;
      if (next === undefined || items.length >= items_max) break;
    }
    return items;
  }

  private async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer | undefined> {
    try {
      const response = await fetch(`${this.address}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${this.key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(request_ms_max),
      });
      if (response.ok) return (await response.json()) as Answer;
      await response.arrayBuffer();
      return undefined;
    } catch {
      return undefined;
    }
  }
}
