import { Button } from '@/components/ui/button';
import type { ShownVersion } from '@/lib/allocation/policy-items';
import { formatStamp, zoneName } from '@/lib/shared/format';
import { ruleLabels, ruleNames, ruleWord } from './rule-words';
import { StatusBadge } from './status-badge';

interface Props {
  versions: readonly ShownVersion[];
  /** Null: the role may look only. */
  onRollBack: ((version: ShownVersion) => void) | null;
}

/** Every version of a scope, who made it and when, and the way back to it. */
export function VersionHistory({ versions, onRollBack }: Props) {
  return (
    <ol aria-label="Versions" className="grid gap-2">
      {versions.map((version) => (
        <li
          key={`${version.version} ${version.status}`}
          className="grid gap-1.5 rounded-md border border-line bg-card p-3 text-sm"
        >
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <StatusBadge status={version.status} version={version.version} />
            <span className="grow text-xs text-muted tabular-nums">
              {formatStamp(version.createdAt)} {zoneName}, {version.createdBy}
            </span>
            {onRollBack !== null && version.status === 'ended' && (
              <Button
                aria-label={`Roll back to version ${version.version}`}
                onClick={() => onRollBack(version)}
              >
                Roll back…
              </Button>
            )}
          </div>
          <p className="flex flex-wrap gap-x-4 gap-y-1">
            {ruleNames
              .filter((name) => version[name] !== null)
              .map((name) => (
                <span key={name}>
                  <span className="text-muted">{ruleLabels[name]}</span>{' '}
                  <span className="font-medium tabular-nums">{ruleWord(version, name)}</span>
                </span>
              ))}
          </p>
          {version.effectiveFrom !== null && (
            <p className="text-xs text-muted tabular-nums">
              In force from {formatStamp(version.effectiveFrom)}{' '}
              {version.effectiveTo === null
                ? 'until it is replaced'
                : `to ${formatStamp(version.effectiveTo)}`}
              {version.rolledBackTo !== null && `; brought back version ${version.rolledBackTo}`}
            </p>
          )}
          {version.note !== '' && <p className="text-xs">{version.note}</p>}
        </li>
      ))}
    </ol>
  );
}
