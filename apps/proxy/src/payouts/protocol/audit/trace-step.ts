import type { Payment } from '@aloha-pi/contracts/platform'
import type { Rules } from '../rules.ts'
import type { AuditStep } from './audit-memory.ts'

/** By id, and by request hash: a client that was lost may have another id now. */
export function traceStep(
  payments: readonly Payment[],
  { correlationOf }: Pick<Rules, 'correlationOf'>,
): AuditStep {
  const correlations = payments
    .map((payment) => correlationOf(payment))
    .filter((each) => each != null)
  return {
    type: 'trace',
    ids: [...new Set(correlations.map(({ p }) => p))],
    requestHashes: [...new Set(correlations.map(({ r }) => r))],
  }
}
