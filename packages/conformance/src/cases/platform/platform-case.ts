import type { ConformanceCase } from '../../model/case.ts'

/** A case of the Platform API; its operation is before the slash of its id. */
export function platformCase(rest: Omit<ConformanceCase, 'target' | 'operation'>): ConformanceCase {
  return { ...rest, target: 'platform', operation: rest.id.replace(/\/.*/, '') }
}

/** What most cases need: they write, and they play the user. */
export const PLAYED = ['write', 'control'] as const
