import { bookOwn } from './chain/books.ts'
import { isBroken } from './chain/envelope-refusals.ts'
import { alarm } from './moves.ts'
import { paidChanges } from './states/signed.ts'
import type { Envelope } from '../model/payout.ts'
import { TOO_LATE } from './signing.ts'
import type { SubmitResult } from '../model/ports.ts'
import { lateAlarms } from './chain/back-off-for-horizon.ts'
import { backOff } from './back-off.ts'
import type { Situation } from './situation.ts'
import { absorbed, type Absorbed } from './steps.ts'

/** Only a transaction in a ledger proves anything; every refusal may have been overtaken by an earlier copy. */
export function absorbSubmit(
  situation: Situation,
  envelope: Envelope,
  result: SubmitResult,
): Absorbed {
  const { work, settings } = situation
  const { payout, lane } = work
  const pause = { because: 'ledger' } as const
  switch (result.kind) {
    case 'applied': {
      const { transaction } = result
      if (transaction.hash !== envelope.hash || !transaction.successful) {
        return backOff(payout, settings, pause)
      }
      const book = bookOwn(lane, transaction)
      const paid = paidChanges(situation, transaction)
      return absorbed({ changes: book == null ? paid : [book, ...paid], memory: { survey: null } })
    }
    case 'refused': {
      const { code } = result
      const alarms = [
        ...(isBroken(code) ? [alarm('envelope_refused', payout, code)] : []),
        ...(code === TOO_LATE ? lateAlarms(work, settings) : []),
      ]
      return backOff(payout, settings, { ...pause, set: { submitCode: code }, alarms })
    }
    case 'not_forwarded':
    case 'unknown':
      return backOff(payout, settings, { ...pause, atLeastMs: result.retryAfterMs })
  }
}
