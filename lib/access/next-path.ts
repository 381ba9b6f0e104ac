const path_chars_max = 2000;

/**
 * Where to go after signing in: a path of our own, else the home page. Anything a browser could read as another
 * host (`//evil.example`, `/\evil.example`, `https:…`) is dropped, so that a link cannot send a person elsewhere.
 */
export function nextPath(wanted: string | null | undefined): string {
  if (wanted === null || wanted === undefined || wanted.length > path_chars_max) return '/';
  if (!wanted.startsWith('/') || /^\/[/\\]/.test(wanted) || /[\\\s]/.test(wanted)) return '/';
  const base = 'http://here.invalid';
  if (!URL.canParse(wanted, base)) return '/';
  const url = new URL(wanted, base);
  if (url.origin !== base || url.pathname === '/sign-in' || url.pathname === '/enter') return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
