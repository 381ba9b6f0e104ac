import type { Change } from './coalesce';
import { changeOf, type LiveMessage, type LiveState, readMessage } from './live-message';

const channel_name = 'truecount-live';
const lock_name = 'truecount-live';
const stream_path = '/api/v1/stream?also=changes';
const retry_ms_min = 1_000;
const retry_ms_max = 30_000;
/** Without a connection for so long, the screen asks by itself. */
const polling_after_ms = 10_000;
const poll_gap_ms = 10_000;

interface Listener {
  onChange: (change: Change) => void;
  /** Something beside the ledger has changed: listings, channels, people. */
  onBeside: () => void;
  onState: (state: LiveState) => void;
}

/**
 * Follows the event stream. All tabs of a browser share one connection: the tab that holds the lock keeps it open
 * and tells the others; when that tab closes, the next one takes over. Where locks are not to be had (plain http
 * beyond this machine) each tab has its own. Returns how to stop.
 */
export function followLive(listener: Listener): () => void {
  const stopped = new AbortController();
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(channel_name) : null;
  const post = (message: LiveMessage) => tabs?.postMessage(message);
  const leading: { state: LiveState | null } = { state: null };

  const lead = (): (() => void) =>
    openStream({
      onChange(change) {
        post({ kind: 'change', change });
        listener.onChange(change);
      },
      onBeside() {
        post({ kind: 'beside' });
        listener.onBeside();
      },
      onState(state) {
        leading.state = state;
        post({ kind: 'state', state });
        listener.onState(state);
      },
    });

  if (tabs === null || navigator.locks === undefined) {
    const close = lead();
    return () => {
      close();
      tabs?.close();
    };
  }

  tabs.onmessage = ({ data }) => {
    const message = readMessage(data);
    if (message === null) return;
    if (message.kind === 'hello') {
      if (leading.state !== null) post({ kind: 'state', state: leading.state });
    } else if (leading.state === null) {
      if (message.kind === 'change') listener.onChange(message.change);
      else if (message.kind === 'beside') listener.onBeside();
      else listener.onState(message.state);
    }
  };
  post({ kind: 'hello' });
  navigator.locks
    .request(lock_name, { signal: stopped.signal }, () => {
      const close = lead();
      return new Promise<void>((resolve) => {
        stopped.signal.addEventListener('abort', () => {
          close();
          resolve();
        });
      });
    })
    // Only an abort of the wait ends up here.
    .catch(() => undefined);
  return () => {
    stopped.abort();
    tabs.close();
  };
}

/** One connection, opened anew when it breaks; while there is none for long, it says that everything may have changed. */
function openStream({ onChange, onBeside, onState }: Listener): () => void {
  let source: EventSource | null = null;
  let retryMs = retry_ms_min;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let fallbackTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setInterval> | undefined;
  let everOpen = false;

  function connected() {
    clearTimeout(fallbackTimer);
    clearInterval(pollTimer);
    fallbackTimer = undefined;
    pollTimer = undefined;
    retryMs = retry_ms_min;
    onState('live');
    // What happened while nobody listened.
    if (everOpen) onChange('all');
    everOpen = true;
  }

  function lost() {
    if (pollTimer === undefined) onState(everOpen ? 'reconnecting' : 'connecting');
    fallbackTimer ??= setTimeout(() => {
      onState('polling');
      onChange('all');
      pollTimer = setInterval(() => onChange('all'), poll_gap_ms);
    }, polling_after_ms);
    if (source?.readyState !== EventSource.CLOSED) return;
    source.close();
    clearTimeout(retryTimer);
    retryTimer = setTimeout(connect, retryMs);
    retryMs = Math.min(retry_ms_max, retryMs * 2);
  }

  function connect() {
    source = new EventSource(stream_path);
    source.onopen = connected;
    source.onerror = lost;
    source.onmessage = ({ data }) => onChange(changeOf(data));
    // The server does not know where we were: everything shown may be old.
    source.addEventListener('reset', () => onChange('all'));
    source.addEventListener('changed', onBeside);
  }

  onState('connecting');
  connect();
  return () => {
    source?.close();
    clearTimeout(retryTimer);
    clearTimeout(fallbackTimer);
    clearInterval(pollTimer);
  };
}
