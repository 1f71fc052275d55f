import type { Payment } from '@aloha-pi/contracts/platform'
import type { Deployment } from '../model/work.ts'
import type { Rules } from './rules.ts'

/** Payments that another deployment made with the same key: the audit stops the lane for them. */
export function foreignAmong(
  payments: readonly Payment[],
  deployment: Deployment,
  { correlationOf, isForeign }: Pick<Rules, 'correlationOf' | 'isForeign'>,
): Payment[] {
  return payments.filter((payment) => {
    const correlation = correlationOf(payment)
    return correlation != null && isForeign(correlation, deployment)
  })
}
