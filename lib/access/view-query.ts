export const view_name_chars_max = 60;

export interface SavedView {
  name: string;
  query: string;
}

/** Where somebody stood in a list, and what was open: not part of a view. */
const placeParameters = ['after', 'rows', 'event', 'open'];

/** The part of a page's query string that is worth keeping. */
export function viewQueryOf(search: string): string {
  const parameters = new URLSearchParams(search);
  for (const name of placeParameters) parameters.delete(name);
  return parameters.toString();
}
