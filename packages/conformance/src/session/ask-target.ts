import type { CallStep, Need } from '../cases/case.ts'
import { jsonOf } from '../http/wire.ts'
import { beginCase } from '../run/case-run.ts'
import { buildCall } from '../run/build-request.ts'
import { record } from '../run/run-call.ts'
import { CouldNotRunError } from './could-not-run-error.ts'
import type { Session } from './session.ts'

const UNKNOWN = 'conformanceUnknownPayment000'
/** Reads that every target of its kind has, with the credential. */
const probes: Record<Session['target'], readonly Omit<CallStep, 'expect'>[]> = {
  platform: [
    { call: 'payments.get', params: { paymentId: UNKNOWN } },
    { call: 'payments.incomplete' },
  ],
  aloha: [{ call: 'a2u.incomplete' }, { call: 'u2a.details', params: { piPayId: UNKNOWN } }],
}

/** Makes sure that somebody answers who could be the target, and takes the key. */
export async function askTarget(session: Session, unmet: Map<Need, string>): Promise<void> {
  const answers = []
  for (const probe of probes[session.target]) answers.push(await ask(session, probe))
  if (answers.every(({ status }) => status === 401)) {
    throw new CouldNotRunError(`${session.origin} refuses the API key: 401`)
  }
  if (answers.every((answer) => jsonOf(answer) === undefined)) {
    throw new CouldNotRunError(
      `${session.origin} answers no JSON: is it the base URL of the ${session.target} API?`,
    )
  }
  const [first] = answers
  if (session.target === 'aloha' && first?.status === 501) {
    unmet.set('a2u', 'the target does not implement app-to-user payments: 501')
  }
}

async function ask(session: Session, probe: Omit<CallStep, 'expect'>) {
  const run = beginCase(session)
  const { request } = buildCall(run, { ...probe, expect: {} })
  const { answer, noAnswer } = await record(run, probe.call, request)
  if (answer != null) return answer
  throw new CouldNotRunError(`${session.origin} does not answer: ${noAnswer}`)
}
