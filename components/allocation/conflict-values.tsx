import { BothValues } from '@/components/ui/both-values';
import { Notice } from '@/components/ui/notice';
import type { ShownVersion } from '@/lib/allocation/policy-items';
import { formatStamp } from '@/lib/shared/format';
import type { RulesDraft } from './allocation-types';
import { ruleLabels, ruleNames, ruleWord } from './rule-words';

interface Props {
  theirs: ShownVersion | null;
  yours: RulesDraft;
  onTheirs: (name: (typeof ruleNames)[number]) => void;
}

/** Somebody wrote this scope first: both values of every rule that differs. */
export function ConflictValues({ theirs, yours, onTheirs }: Props) {
  const differing =
    theirs === null ? [] : ruleNames.filter((name) => ruleWord(theirs, name) !== ruleWord(yours, name));
  return (
    <div className="grid gap-3">
      <Notice tone="warning" urgent>
        {theirs === null
          ? 'Somebody else changed this policy meanwhile. Nothing of yours was written. Save again to confirm.'
          : `${theirs.createdBy} changed this policy meanwhile (${theirs.status === 'draft' ? 'a draft' : `version ${theirs.version}`}, ${formatStamp(theirs.createdAt)}). Nothing of yours was written. Choose a value for each rule, then save again.`}
      </Notice>
      {theirs !== null && (
        <BothValues
          what="Rule"
          rows={differing}
          labelOf={(name) => ruleLabels[name]}
          theirs={(name) => ruleWord(theirs, name)}
          yours={(name) => ruleWord(yours, name)}
          onTheirs={onTheirs}
        />
      )}
    </div>
  );
}
