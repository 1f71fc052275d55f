import type { Journal } from '../journal.ts'
import type { Host } from '../host/host.ts'
import type { MockClock } from '../mock/clock.ts'
import type { PlatformApi } from '../mock/platform-api.ts'
import type { OnIncompletePaymentFound } from '../surface/pi.ts'

/** What the flows need, and what one leaves for the next. It ends with the page, as at Pi. */
export type Session = {
  host: Host
  clock: MockClock
  journal: Journal
  platformAt: (url: string) => PlatformApi
  isInitialised: boolean
  scopes: readonly string[]
  signedIn: { token: string; platform: PlatformApi } | undefined
  onIncompletePaymentFound: OnIncompletePaymentFound | undefined
  /** Of the next message to the host: Pi's script counts them, and its timeouts name them. */
  nextMessage: number
}

/** Sends one message to the host. */
export function ask<Result>(
  session: Session,
  send: (host: Host) => Promise<Result>,
): Promise<Result> {
  session.nextMessage += 1
  return send(session.host)
}
