import type { WalletAutopilot } from './mock/wallet-wire.ts'
import type { AutopilotOptions } from './surface/autopilot.ts'

const CONSENTS = ['allow', 'refuse'] as const satisfies WalletAutopilot['consent'][]
const PAYMENTS = [
  'pay',
  'cancel',
  'cancel-after-approval',
  'ignore',
  'pay-silently',
] as const satisfies WalletAutopilot['payment'][]
const MAX_DELAY_MS = 600_000

/** The rules with their defaults. Throws a TypeError that names the option which is wrong. */
export function readAutopilot(options: AutopilotOptions): WalletAutopilot {
  const { user, consent = 'allow', payment = 'pay', delayMs = 0 } = options ?? {}
  const check = (isRight: boolean, option: string, rule: string) => {
    if (!isRight) throw new TypeError(`PiMock.autopilot: ${option} must be ${rule}.`)
  }
  check(typeof user === 'string' && user !== '', 'user', 'the name of a user of the mock')
  check(CONSENTS.includes(consent), 'consent', CONSENTS.join(' or '))
  check(PAYMENTS.includes(payment), 'payment', PAYMENTS.join(' or '))
  const isDelay = Number.isInteger(delayMs) && delayMs >= 0 && delayMs <= MAX_DELAY_MS
  check(isDelay, 'delayMs', `whole ms from 0 to ${MAX_DELAY_MS}`)
  return { user, consent, payment, delay_ms: delayMs }
}
