'use client';

import { type ReactNode, useState } from 'react';
import { no_answer, no_answer_look_again, no_answer_to_save } from '@/components/no-answer';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { tellDone, tellFailed } from '@/components/ui/toast';
import {
  type PolicyPreview,
  type PolicyScopeHistory,
  type ShownVersion,
  unwritten_scope,
} from '@/lib/allocation/policy-items';
import type { PolicyScope } from '@/lib/allocation/policy-version';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import type { AllocationActions, RulesDraft } from './allocation-types';
import { ConflictValues } from './conflict-values';
import { PreviewView } from './preview-view';
import { nothingSet, policyOf, scopeWords } from './rule-words';
import { RulesForm } from './rules-form';
import { ScopeFields, type ScopeOf } from './scope-fields';
import { VersionHistory } from './version-history';

type Step = 'rules' | 'preview' | 'history';

interface Props {
  scope: PolicyScope | null;
  history: PolicyScopeHistory;
  actions: AllocationActions;
  writable: boolean;
  step: Step;
  onStep: (step: Step) => void;
  nameOf: (channel: string) => string;
  onChanged: () => void;
  onClose: () => void;
  frame: (children: ReactNode, footer?: ReactNode) => ReactNode;
}

/** Draft, preview, publish, roll back: on what was read when the form was opened. */
export function ScopeEditor(props: Props) {
  const { history, actions, writable, step, onStep, nameOf, onChanged, onClose, frame } = props;
  const current = (status: ShownVersion['status']) =>
    history.versions.find((entry) => entry.status === status);
  const draft = current('draft');
  const base = draft ?? current('in_force') ?? current('scheduled');
  const [of, setOf] = useState<ScopeOf>('all');
  const [scope, setScope] = useState<PolicyScope>(props.scope ?? { sku: '', category: '', channel: '' });
  const [rules, setRules] = useState<RulesDraft>(() => draftOf(base));
  // Of a new policy nobody saw what is there; the first save says if something is.
  const [seen, setSeen] = useState(props.scope === null ? unwritten_scope : history.seen);
  const [conflict, setConflict] = useState<{ theirs: ShownVersion | null }>();
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [preview, setPreview] = useState<PolicyPreview>();
  const [rollBack, setRollBack] = useState<ShownVersion>();
  const shown = rollBack === undefined ? rules : draftOf(rollBack);

  const missing =
    of === 'sku' && scope.sku === '' ? 'sku' : of === 'category' && scope.category === '' ? 'category' : null;

  async function attempt(work: () => Promise<void>) {
    if (props.scope === null && missing !== null) {
      setErrors({ [missing]: `Choose a ${missing === 'sku' ? 'SKU' : 'category'}.` });
      return;
    }
    setErrors({});
    setFailure(undefined);
    setBusy(true);
    try {
      await work();
    } catch {
      setFailure(no_answer_to_save);
    } finally {
      setBusy(false);
    }
  }

  function refuse(detail: string, found: readonly { field: string; detail: string }[]) {
    setErrors(Object.fromEntries(found.map((entry) => [entry.field, entry.detail])));
    setFailure(found.some(({ field }) => field === 'policy') ? (found[0]?.detail ?? detail) : detail);
    onStep('rules');
  }

  const look = (version?: ShownVersion) =>
    attempt(async () => {
      const wanted = version === undefined ? rules : draftOf(version);
      const { effectiveFrom: _, ...now } = policyOf(scope, { ...wanted, to: null });
      const previewed = await actions.preview(now);
      if (!previewed.ok) return refuse(previewed.detail, previewed.errors);
      setRollBack(version);
      setPreview(previewed.preview);
      onStep('preview');
    });

  const save = (how: { draft?: true; rollBackTo?: number }) =>
    attempt(async () => {
      const note = rules.note.trim();
      const policy =
        how.rollBackTo === undefined
          ? { ...policyOf(scope, rules), note, ...how }
          : { ...policyOf(scope, nothingSet), ...how };
      const saved = await actions.save({ policy, seen });
      if (saved.status === 'refused') return refuse(saved.detail, saved.errors);
      if (saved.status === 'conflict') {
        setSeen(saved.seen);
        setConflict({ theirs: saved.theirs });
        setRollBack(undefined);
        onChanged();
        onStep('rules');
        return;
      }
      onChanged();
      tellDone(doneWords(scope, saved.version, how, rules.from));
      onClose();
    });

  async function discard() {
    const done = await actions.discardDraft(scope).catch(() => null);
    onChanged();
    if (done?.ok) onClose();
    else tellFailed(done?.detail ?? no_answer_look_again);
  }

  async function recompute() {
    const done = await actions.recompute(scope).catch(() => null);
    if (done?.ok)
      tellDone(`${formatUnits(done.listings)} listings of ${formatUnits(done.skus)} SKUs are computed anew`);
    else tellFailed(done?.detail ?? no_answer);
  }

  const footer =
    step === 'preview' ? (
      <>
        <Button onClick={() => onStep(rollBack === undefined ? 'rules' : 'history')}>Back</Button>
        {writable && (
          <Button
            look="primary"
            disabled={busy}
            onClick={() => void save(rollBack === undefined ? {} : { rollBackTo: rollBack.version })}
          >
            {busy
              ? 'Publishing…'
              : rollBack !== undefined
                ? `Roll back to version ${rollBack.version}`
                : rules.from === null
                  ? 'Publish now'
                  : `Publish for ${formatMinute(rules.from)} ${zoneName}`}
          </Button>
        )}
      </>
    ) : (
      <>
        {writable && props.scope !== null && (
          <Button className="mr-auto" onClick={() => void recompute()}>
            Recompute now
          </Button>
        )}
        {writable && current('in_force') !== undefined && (
          <Button disabled={busy} onClick={() => void save({ rollBackTo: 0 })}>
            End policy
          </Button>
        )}
        {writable && draft !== undefined && <Button onClick={() => void discard()}>Discard draft</Button>}
        {writable && (
          <Button disabled={busy} onClick={() => void save({ draft: true })}>
            Save draft
          </Button>
        )}
        <Button look={writable ? 'primary' : 'quiet'} disabled={busy} onClick={() => void look()}>
          {busy ? 'Computing…' : 'Preview'}
        </Button>
      </>
    );

  return frame(
    <div className="grid min-w-0 gap-4">
      {step !== 'preview' && history.versions.length > 0 && (
        <div>
          <SegmentedControl
            label="Of this policy"
            value={step}
            onChange={onStep}
            choices={[
              { value: 'rules', label: 'Rules' },
              { value: 'history', label: `History (${history.versions.length})` },
            ]}
          />
        </div>
      )}
      {failure !== undefined && (
        <Notice tone="critical" urgent>
          {failure}
        </Notice>
      )}
      {step === 'rules' && (
        <>
          {conflict !== undefined && (
            <ConflictValues
              theirs={conflict.theirs}
              yours={rules}
              onTheirs={(name) => conflict.theirs && setRules({ ...rules, [name]: conflict.theirs[name] })}
            />
          )}
          {props.scope === null && (
            <ScopeFields of={of} onOf={setOf} scope={scope} onChange={setScope} errors={errors} />
          )}
          {draft !== undefined && (
            <Notice tone="information">
              A draft of {draft.createdBy}, kept {formatMinute(draft.createdAt)}. It counts when it is
              published.
            </Notice>
          )}
          <RulesForm
            value={rules}
            onChange={setRules}
            onChannel={scope.channel !== ''}
            errors={errors}
            disabled={!writable}
          />
        </>
      )}
      {step === 'preview' && preview !== undefined && (
        <>
          {rollBack !== undefined && (
            <Notice tone="information">
              A new version equal to version {rollBack.version} comes into force at once.
            </Notice>
          )}
          {shown.from !== null && (
            <Notice tone="information">
              Computed as if it began now; it begins {formatMinute(shown.from)} {zoneName}.
            </Notice>
          )}
          <PreviewView preview={preview} nameOf={nameOf} />
        </>
      )}
      {step === 'history' && (
        <VersionHistory
          versions={history.versions}
          onRollBack={writable ? (version) => void look(version) : null}
        />
      )}
    </div>,
    footer,
  );
}

function draftOf(version: ShownVersion | undefined): RulesDraft {
  if (version === undefined) return nothingSet;
  const { priority, floor, cap, buffer, mode, share, status, note } = version;
  return {
    priority,
    floor,
    cap,
    buffer,
    mode,
    share,
    note: status === 'draft' ? note : '',
    from: null,
    to: null,
  };
}

function doneWords(
  scope: PolicyScope,
  version: number,
  how: { draft?: true; rollBackTo?: number },
  from: string | null,
): string {
  const name = scopeWords(scope);
  if (how.draft) return `${name}: the draft is kept`;
  if (how.rollBackTo === 0) return `${name}: the policy has ended, the listings follow`;
  if (how.rollBackTo !== undefined)
    return `${name}: version ${version} brings back version ${how.rollBackTo}`;
  return from === null
    ? `${name}: version ${version} is in force, the listings follow`
    : `${name}: version ${version} begins ${formatMinute(from)}`;
}
