import type { BreakingChange } from './change.ts'
import { groupChanges } from './group-changes.ts'

/** Whether the changes may go in, and the lines that say why. */
export function judgeChanges(
  changes: readonly BreakingChange[],
  majorChangesets: readonly string[],
  packageName: string,
): { allowed: boolean; lines: string[] } {
  if (changes.length === 0) return { allowed: true, lines: [] }
  const sentences = groupChanges(changes)
  const allowed = majorChangesets.length > 0
  const verdict = allowed
    ? `Breaking, and announced by ${majorChangesets.map((file) => `.changeset/${file}`).join(', ')}.`
    : `Breaking against docs/openapi/released. Undo it, or announce it with a file in .changeset that has '${packageName}': major.`
  return { allowed, lines: [...sentences, verdict] }
}
