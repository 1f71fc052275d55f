import type { PiRefusal } from '../model/ports.ts'
import { backOffForRefusal } from './back-off-for-pi.ts'
import { hold } from './moves.ts'
import type { Rules } from './rules.ts'
import type { Situation } from './situation.ts'
import type { Absorbed } from './steps.ts'

/** Attempts after which what only one of Pi and the chain knows is no longer explained by lag. */
export const LONG_LAG = 8

/** A payment that Pi lost, or that the key of another app cannot see. Nothing was signed for it. */
export function readRefused(situation: Situation, rules: Rules, refusal: PiRefusal): Absorbed {
  const { payout } = situation.work
  const { code } = refusal
  const isGone = code === 'payment_not_found' && payout.attempts >= LONG_LAG
  const isUnsigned = payout.state === 'created' || payout.state === 'creating'
  if (isGone && isUnsigned) return hold(payout, code, { payment: payout.piId })
  return backOffForRefusal(situation, rules.refusalClass('get', refusal), code)
}
