import type { Payment } from '@aloha-pi/contracts/platform'
import { correlationOf } from './correlation.ts'
import type { Payout } from './payout.ts'
import type { ClientPayouts } from './payout-store.ts'
import type { PiPayments, PiResult } from './ports.ts'

/** What a client may see of the open payments: its own payouts, and Pi's payments that belong to them. */
export type Incomplete = { payments: Payment[]; payouts: Payout[] }

/** Pi's list joined with our states. Payments of other clients, and of nobody we know, are left out. */
export async function listIncomplete(
  { store, pi }: { store: Pick<ClientPayouts, 'listOpen'>; pi: Pick<PiPayments, 'incomplete'> },
  clientId: string,
): Promise<PiResult<Incomplete>> {
  const [payouts, open] = await Promise.all([store.listOpen(clientId), pi.incomplete()])
  if (open.kind !== 'ok') return open
  const piIds = new Set(payouts.map(({ piId }) => piId))
  const payments = open.value.payments.filter(
    (payment) => piIds.has(payment.identifier) || correlationOf(payment)?.c === clientId,
  )
  return { kind: 'ok', value: { payments, payouts } }
}
