import type { Need } from '../model/case.ts'
import { counted, neverMainnet, onlyReads, waitWhenLimited } from '../http/guards.ts'
import { createUndiciSend } from '../http/send-with-undici.ts'
import { createSecrets } from '../secrets/secrets.ts'
import { systemClock, systemNewId } from '../system-ports.ts'
import { askTarget } from './ask-target.ts'
import { CouldNotRunError } from '../could-not-run-error.ts'
import { keepCredential } from './credentials.ts'
import { learnFromControl } from './learn-from-control.ts'
import type { CheckedOptions, ConformanceOptions } from './options.ts'
import type { Session } from '../run/session.ts'

/** None of these APIs sends larger responses. */
const MAX_RESPONSE = 8_388_608

/** Looks at the target and at what the run may use; throws CouldNotRunError when there is nothing to test. */
export async function openSession(
  checked: CheckedOptions,
  options: ConformanceOptions,
): Promise<{ session: Session; close(): Promise<void> }> {
  refuseMainnetHost(checked)
  const { timeoutMs } = checked
  const http =
    options.send == null
      ? createUndiciSend({ timeoutMs, bytes: MAX_RESPONSE })
      : { send: options.send, close: async () => {} }
  try {
    return { session: await prepare(checked, options, http.send), close: http.close }
  } catch (error) {
    await http.close()
    throw error
  }
}

async function prepare(
  checked: CheckedOptions,
  { clock = systemClock, newId = systemNewId, onNote = () => {} }: ConformanceOptions,
  port: Session['send'],
): Promise<Session> {
  const { write, allowMainnet, target, baseUrl, control, seed, runs } = checked
  const { send: counting, requests } = counted(port)
  const patient = waitWhenLimited(counting, clock, onNote)
  const guarded = allowMainnet ? patient : neverMainnet(patient)
  const unmet = new Map<Need, string>()
  const session: Session = {
    target,
    origin: baseUrl,
    controlOrigin: control,
    clock,
    newId,
    seed,
    runs,
    requests,
    send: write ? guarded : onlyReads(guarded),
    secrets: createSecrets(),
    values: new Map(),
    unmet,
  }
  keepCredential('apiKey', checked.apiKey, session)
  if (checked.accessToken != null) keepCredential('accessToken', checked.accessToken, session)
  if (checked.otherApiKey != null) keepCredential('otherApiKey', checked.otherApiKey, session)
  if (checked.payment != null) session.values.set('knownPayment', checked.payment)
  if (!write) unmet.set('write', 'read-only: set --write')
  await learnFromControl(session, checked, unmet)
  await askTarget(session, unmet)
  noteMissing(session, unmet)
  return session
}

function noteMissing({ values }: Session, unmet: Map<Need, string>) {
  if (!values.has('knownPayment')) {
    unmet.set('known-payment', 'no known payment: set --payment or --control')
  }
  if (!values.has('otherApiKey')) {
    unmet.set('other-key', 'no key of another client: set --other-api-key')
  }
  if (!values.has('accessToken')) {
    unmet.set('access-token', 'no access token: set --access-token, or --control with --write')
  }
}

function refuseMainnetHost({ baseUrl, control, write, allowMainnet }: CheckedOptions) {
  for (const url of [baseUrl, control]) {
    if (url == null || !write || allowMainnet) continue
    if (/(^|\.)minepi\.com\.?$/i.test(new URL(url).hostname)) {
      throw new CouldNotRunError(
        `${new URL(url).hostname} is the real Pi, where nothing is written unless --allow-mainnet is set`,
      )
    }
  }
}
