import { alertRules } from '@/lib/alerts/rules';
import { ruleWords as words } from '@/lib/alerts/words';

/** What a rule is called; one that is no more keeps its code. */
export function ruleWords(code: string): string {
  const rule = alertRules.find((each) => each === code);
  return rule === undefined ? code : words[rule];
}
