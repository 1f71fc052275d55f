import { bookOwn } from './books.ts'
import { alarm, hold } from './moves.ts'
import { paidChanges } from './next-signed-step.ts'
import type { Envelope } from './payout.ts'
import type { SubmitResult } from './ports.ts'
import { rest } from './rest.ts'
import type { Situation } from './rules.ts'
import { absorbed, type Absorbed } from './steps.ts'

/** Refusals that say that the envelope itself is wrong: our bug, or another seed or network. */
const BROKEN = new Set([
  'tx_bad_auth',
  'tx_bad_auth_extra',
  'tx_malformed',
  'transaction_malformed',
])

/** Only a transaction in a ledger proves anything; every refusal may have been overtaken by an earlier copy. */
export function absorbSubmit(
  situation: Situation,
  envelope: Envelope,
  result: SubmitResult,
): Absorbed {
  const { work, settings } = situation
  const { payout, lane } = work
  const pause = { delayMs: settings.ledgerMs }
  switch (result.kind) {
    case 'applied': {
      const { transaction } = result
      if (transaction.hash !== envelope.hash || !transaction.successful) {
        return rest(payout, settings, pause)
      }
      const book = bookOwn(lane, transaction)
      const paid = paidChanges(situation, transaction)
      return absorbed({ changes: book == null ? paid : [book, ...paid], memory: { survey: null } })
    }
    case 'refused': {
      if (BROKEN.has(result.code)) {
        const held = hold(payout, 'envelope_refused', { code: result.code, hash: envelope.hash })
        return { ...held, alarms: [...held.alarms, alarm('envelope_refused', payout, result.code)] }
      }
      return rest(payout, settings, { ...pause, set: { submitCode: result.code } })
    }
    case 'not_forwarded':
    case 'unknown':
      return rest(payout, settings, { ...pause, atLeastMs: result.retryAfterMs })
  }
}
