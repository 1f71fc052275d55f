import { checkFunction, checkScopes } from '../check-arguments.ts'
import { complain } from '../console.ts'
import { describeFailure } from '../mock/request.ts'
import type { PlatformApi } from '../mock/platform-api.ts'
import type { AuthResult, OnIncompletePaymentFound } from '../surface/pi.ts'
import type { Scope } from '@aloha-pi/contracts/wire'
import { PI_TEXTS } from '../texts.ts'
import { callBack } from './call-back.ts'
import { ask, type Session } from './session.ts'

/** Asks for consent and reads the user. Meanwhile an incomplete payment is looked for, and handed to its callback. */
export async function authenticate(
  session: Session,
  scopes: readonly Scope[],
  onIncompletePaymentFound: OnIncompletePaymentFound,
): Promise<AuthResult> {
  if (!session.isInitialised) throw new Error(PI_TEXTS.notInitialised)
  const isCallable = checkFunction(
    'authenticate',
    'onIncompletePaymentFound',
    onIncompletePaymentFound,
  )
  if (!checkScopes('authenticate', scopes)) throw new Error(PI_TEXTS.invalidScopes)
  const { accessToken, platform } = await consent(session, scopes)
  if (isCallable) session.onIncompletePaymentFound = onIncompletePaymentFound
  // What this call finds is for its own callback: a page may authenticate twice at the same time.
  const own = isCallable ? onIncompletePaymentFound : session.onIncompletePaymentFound
  if (scopes.includes('payments')) {
    const receiver = { journal: session.journal, onIncompletePaymentFound: own }
    void findIncomplete(receiver, platform, accessToken)
  }
  const user = await orRefuse(platform.me(accessToken))
  session.signedIn = { token: accessToken, platform }
  session.scopes = user.credentials?.scopes ?? scopes
  return { user, accessToken }
}

async function consent(session: Session, scopes: readonly Scope[]) {
  const { accepted } = await orRefuse(ask(session, (host) => host.openConsentModal(scopes)))
  if (!accepted) throw new Error(PI_TEXTS.consentCancelled)
  const { accessToken, backendUrl } = await orRefuse(
    ask(session, (host) => host.communicationInformation()),
  )
  return { accessToken, platform: session.platformAt(backendUrl) }
}

/** The app gets the text of Pi's script; its developer gets the reason. */
async function orRefuse<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result
  } catch (cause) {
    complain(`Pi.authenticate: ${describeFailure(cause)}`)
    throw new Error(PI_TEXTS.authenticationFailed, { cause })
  }
}

type Receiver = Pick<Session, 'journal' | 'onIncompletePaymentFound'>

async function findIncomplete(receiver: Receiver, platform: PlatformApi, token: string) {
  try {
    const { payment } = await platform.incompletePayment(token)
    if (payment == null || payment.status.cancelled || payment.status.user_cancelled) return
    reportIncomplete(receiver, payment)
  } catch (error) {
    complain(`Pi.authenticate: the incomplete payment is not known: ${describeFailure(error)}`)
  }
}

/** Hands an incomplete payment to its callback, which outside of a call is that of the last `authenticate`. */
export function reportIncomplete(
  { journal, onIncompletePaymentFound }: Receiver,
  payment: Parameters<OnIncompletePaymentFound>[0],
) {
  if (onIncompletePaymentFound == null) {
    complain(
      `The payment ${payment.identifier} is incomplete, and authenticate got no onIncompletePaymentFound to handle it.`,
    )
    return
  }
  callBack(journal, {
    name: 'onIncompletePaymentFound',
    paymentId: payment.identifier,
    call: () => onIncompletePaymentFound(payment),
  })
}
