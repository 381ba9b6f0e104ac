/** Why a PUT of the catalogue is refused as a whole. */
export interface CatalogRefusal {
  kind: 'forbidden' | 'unprocessable';
  /** The one code of all findings, or the code of the first. */
  code: string;
  detail: string;
  /** At most `findings_kept_max` unless more are asked for, each by its path in the body. */
  findings: Finding[];
}

export interface Finding {
  code: string;
  path: PropertyKey[];
  detail: string;
}

export const findings_kept_max = 100;

/** Collects what stands in the way, so that one answer names all of it. */
export class Findings {
  readonly kept: Finding[] = [];
  count = 0;

  constructor(private readonly kept_max: number = findings_kept_max) {}

  get any(): boolean {
    return this.count > 0;
  }

  add(code: string, path: PropertyKey[], detail: string): void {
    this.count += 1;
    if (this.kept.length < this.kept_max) this.kept.push({ code, path, detail });
  }

  forbid(path: PropertyKey[], detail: string): void {
    this.add('forbidden', path, detail);
  }

  limit(path: PropertyKey[], value: string | undefined): void {
    this.add('outside_limits', path, `${value ?? 'any'} lies outside what this key is limited to`);
  }

  /** True where `key` was seen before; the second of two entries for the same thing is refused. */
  duplicate(seen: Set<string>, key: string, path: PropertyKey[], what: string): boolean {
    if (!seen.has(key)) {
      seen.add(key);
      return false;
    }
    this.add('duplicate_entry', path, `${what} stands here twice`);
    return true;
  }
}

const forbidding = new Set(['forbidden', 'outside_limits']);

export function refusalOf(findings: Findings): CatalogRefusal {
  const first = findings.kept[0];
  const code =
    findings.kept.find((finding) => forbidding.has(finding.code))?.code ?? first?.code ?? 'unprocessable';
  const more = findings.count > 1 ? ` (and ${findings.count - 1} more)` : '';
  return {
    kind: forbidding.has(code) ? 'forbidden' : 'unprocessable',
    code,
    detail: `${first === undefined ? 'The catalogue is refused' : capital(first.detail)}${more}. Nothing was written.`,
    findings: findings.kept,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
