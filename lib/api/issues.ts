import type { z } from 'zod';
import { errors_shown_max, type ProblemError } from './problem';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A JSON pointer (RFC 6901): ["events", 3, "a/b"] → /events/3/a~1b */
export function pointerOf(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The findings of zod as pointers with a sentence each; parse with `reportInput: true` to have missing ones named so. */
export function problemErrors(
  issues: readonly Issue[],
  point: (path: Path) => string = pointerOf,
): ProblemError[] {
  const errors: ProblemError[] = [];
  for (const issue of issues) {
    if (errors.length >= errors_shown_max) break;
    collect(issue, [], point, errors);
  }
  return errors;
}

function collect(issue: Issue, above: Path, point: (path: Path) => string, errors: ProblemError[]): void {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys)
      errors.push({ pointer: point([...path, key]), detail: 'is not a known field' });
    return;
  }
  if (issue.code === 'invalid_union') {
    const branch = closestBranch(issue.errors);
    if (branch !== null) {
      for (const inner of branch) collect(inner, path, point, errors);
      return;
    }
  }
  errors.push({ pointer: point(path), detail: detailOf(issue) });
}

/** The branch of a union that was meant: the one that got past the type of the value itself. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const meant = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || issue.code !== 'invalid_type'),
  );
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

function detailOf(issue: Issue): string {
  if (issue.code === 'invalid_type' || issue.code === 'invalid_union' || issue.code === 'invalid_value') {
    if (issue.input === undefined) return issue.code === 'invalid_value' ? issue.message : 'is required';
    if (issue.code === 'invalid_type') {
      if (issue.expected === 'int') return 'must be a whole number';
      return `must be ${article(issue.expected)}`;
    }
  }
  return issue.message;
}

function article(expected: string): string {
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
