/**
 * Many readers of the event stream in a process of their own: how many events each was told, and how old an event was
 * when it came. Started with the address, a key, how many readers, and what they are told of besides; it reports after
 * "stop".
 */
const [, , address = '', key = '', count = '0', also = ''] = process.argv;
let following = 0;
const aborted = new AbortController();
const told: number[] = [];
const agesMs: number[] = [];
const recorded = '"recordedAt":"';

async function follow(index: number): Promise<void> {
  const response = await fetch(`${address}/api/v1/stream${also === '' ? '' : `?also=${also}`}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: aborted.signal,
  });
  if (!response.ok || response.body === null) throw new Error(`${response.status}`);
  told[index] = 0;
  following += 1;
  if (following === Number(count)) process.send?.('open');
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    const now = Date.now();
    const text = decoder.decode(chunk, { stream: true });
    for (let at = text.indexOf(recorded); at >= 0; at = text.indexOf(recorded, at + 1)) {
      told[index] = (told[index] ?? 0) + 1;
      // The oldest of a chunk is its first; one of them is enough to know how late a reader is.
      if (at === text.indexOf(recorded))
        agesMs.push(now - Date.parse(text.slice(at + recorded.length, at + recorded.length + 24)));
    }
  }
}

const readers = Array.from({ length: Number(count) }, (_, index) =>
  follow(index).catch((error: unknown) => {
    if (!aborted.signal.aborted) throw error;
  }),
);
process.on('message', async () => {
  aborted.abort();
  await Promise.all(readers);
  agesMs.sort((a, b) => a - b);
  process.send?.({
    told,
    agesMs: agesMs.filter((_, index) => index % 50 === 0 || index === agesMs.length - 1),
  });
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
