/** Why a read failed. `network`: no answer came; `unavailable`: the server cannot answer now; `signed_out`: no session. */
export type ReadErrorCode = 'network' | 'unavailable' | 'signed_out' | 'forbidden' | 'not_found' | 'refused';

interface ReadError extends Error {
  readErrorCode: ReadErrorCode;
}

const codes: Readonly<Record<number, ReadErrorCode>> = {
  401: 'signed_out',
  403: 'forbidden',
  404: 'not_found',
};

/** Reads JSON from our own server; rejects with an error that `errorCode` can name. */
export async function readJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      headers: { accept: 'application/json' },
      credentials: 'same-origin',
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw failed('network');
  }
  if (!response.ok)
    throw failed(codes[response.status] ?? (response.status >= 500 ? 'unavailable' : 'refused'));
  return (await response.json()) as T;
}

export function errorCode(error: unknown): ReadErrorCode | undefined {
  return typeof error === 'object' && error !== null && 'readErrorCode' in error
    ? (error as ReadError).readErrorCode
    : undefined;
}

function failed(readErrorCode: ReadErrorCode): ReadError {
  return Object.assign(new Error(readErrorCode), { readErrorCode });
}
