import { codeOf } from '../check/check-response.ts'
import type { CallStep, Need } from '../model/case.ts'
import { jsonOf } from '../http/wire.ts'
import { beginCase } from '../run/case-run.ts'
import { buildCall } from '../run/build-request.ts'
import { record } from '../run/run-call.ts'
import { CouldNotRunError } from '../could-not-run-error.ts'
import type { Session } from '../run/session.ts'

const UNKNOWN = 'conformanceUnknownPayment000'
/** Reads that every target of its kind has, with the credential. */
const probes: Record<Session['target'], readonly Omit<CallStep, 'expect'>[]> = {
  platform: [
    { call: 'payments.get', params: { paymentId: UNKNOWN } },
    { call: 'payments.incomplete' },
  ],
  aloha: [{ call: 'a2u.incomplete' }, { call: 'u2a.details', params: { piPayId: UNKNOWN } }],
}

/** Makes sure that the target responds, and accepts the key. */
export async function askTarget(session: Session, unmet: Map<Need, string>): Promise<void> {
  const responses = []
  for (const probe of probes[session.target]) responses.push(await ask(session, probe))
  if (responses.every(({ status }) => status === 401)) {
    throw new CouldNotRunError(`${session.origin} refuses the API key: 401`)
  }
  if (responses.every((response) => jsonOf(response) === undefined)) {
    throw new CouldNotRunError(
      `${session.origin} does not return JSON: is it the base URL of the ${session.target} API?`,
    )
  }
  if (!unmet.has('a2u') && !unmet.has('write')) await askForPayouts(session, unmet)
}

/** To a user whom no one knows: nothing is paid, whatever the response. */
const probePayment = { amount: 0.01, memo: 'Conformance', metadata: { conformance: 1 } }
const payouts: Record<Session['target'], (uid: string) => Omit<CallStep, 'expect'>> = {
  platform: () => ({ call: 'payments.create', body: { payment: { ...probePayment, uid: '' } } }),
  aloha: (uid) => ({ call: 'a2u.create', body: { payment: { ...probePayment, uid } } }),
}
/** Responses that say that there are no payouts here. */
const NO_PAYOUTS = new Set(['feature_not_available', 'payouts_off', 'not_implemented'])

async function askForPayouts(session: Session, unmet: Map<Need, string>) {
  const response = await ask(session, payouts[session.target](session.newId()))
  const code = codeOf(session.target, jsonOf(response))
  if (typeof code === 'string' && NO_PAYOUTS.has(code)) {
    unmet.set('a2u', `the target makes no app-to-user payments: ${response.status} ${code}`)
  }
}

async function ask(session: Session, probe: Omit<CallStep, 'expect'>) {
  const run = beginCase(session)
  const { request } = buildCall(run, { ...probe, expect: {} })
  const { response, noAnswer } = await record(run, probe.call, request)
  if (response != null) return response
  throw new CouldNotRunError(`${session.origin} does not respond: ${noAnswer}`)
}
