import { controlAppSchema, worldSchema } from '@aloha-pi/contracts/control'
import * as z from 'zod'
import { jsonOf } from '../http/wire.ts'
import type { Need } from '../model/case.ts'
import { beginCase } from '../run/case-run.ts'
import { askControl } from '../run/run-control.ts'
import { CouldNotRunError } from '../could-not-run-error.ts'
import { keepCredential } from './credentials.ts'
import type { CheckedOptions } from './options.ts'
import type { Session } from '../run/session.ts'

// What the run needs of these responses: a mock may have more settings than are known here.
const worldShape = worldSchema.pick({ network: true }).extend({
  settings: z.looseObject({ u2a_pending: z.string(), a2u_concurrency: z.string().optional() }),
})
const appsShape = z.object({
  apps: z.array(controlAppSchema.pick({ app_id: true, api_key: true, wallet_seed: true })),
})
const paymentsShape = z.object({
  payments: z.array(
    z.object({
      app_id: z.string(),
      payment: z.object({ identifier: z.string(), direction: z.string() }),
    }),
  ),
})
const signedInShape = z.object({ access_token: z.string(), user: z.object({ uid: z.string() }) })

/** Learns the app, a payment and, in a run that writes, a token from the control API, when there is one. */
export async function learnFromControl(
  session: Session,
  { control, write, allowMainnet, apiKey }: CheckedOptions,
  unmet: Map<Need, string>,
): Promise<void> {
  if (control == null) {
    unmet.set('control', 'no mock plays the user: set --control')
    for (const need of ['replace-unpaid', 'a2u', 'one-a2u-at-a-time'] as const) {
      unmet.set(need, 'no mock plays the user: set --control')
    }
    return
  }
  const world = await ask(session, 'GET', '', worldShape)
  if (world.network === 'Pi Network' && !allowMainnet) {
    throw new CouldNotRunError(
      'the mock is on "Pi Network", the name of the real network: --allow-mainnet allows it',
    )
  }
  session.values.set('network', world.network)
  if (world.settings.u2a_pending !== 'replace-unpaid') {
    unmet.set('replace-unpaid', 'the mock has another setting of u2a_pending')
  }
  if (world.settings.a2u_concurrency !== 'per-app') {
    unmet.set('one-a2u-at-a-time', 'the mock has another setting of a2u_concurrency')
  }
  const appId = await learnApp(session, apiKey)
  await learnPayment(session, appId)
  if (write) await learnToken(session, appId)
}

async function learnApp(session: Session, apiKey: string): Promise<string> {
  const { apps } = await ask(session, 'GET', '/apps', appsShape)
  const app = session.target === 'platform' ? apps.find((each) => each.api_key === apiKey) : apps[0]
  if (app == null) {
    throw new CouldNotRunError(
      'the control API has no app with this API key: is it the mock of this target?',
    )
  }
  session.values.set('appId', app.app_id).set('piKey', app.api_key)
  session.values.set('walletSeed', app.wallet_seed)
  return app.app_id
}

async function learnPayment(session: Session, appId: string) {
  if (session.values.has('knownPayment')) return
  const { payments } = await ask(session, 'GET', '/payments?limit=200', paymentsShape)
  const known = payments.findLast(
    (each) => each.app_id === appId && each.payment.direction === 'user_to_app',
  )
  if (known != null) session.values.set('knownPayment', known.payment.identifier)
}

async function learnToken(session: Session, appId: string) {
  if (session.values.has('accessToken')) return
  const username = `conformance-${session.newId().replaceAll('-', '').slice(0, 12)}`
  await ask(session, 'POST', '/users', z.unknown(), { username })
  const signedIn = await ask(session, 'POST', '/sign-in', signedInShape, {
    username,
    app_id: appId,
  })
  keepCredential('accessToken', signedIn.access_token, session)
}

async function ask<Shape extends z.ZodType>(
  session: Session,
  method: string,
  path: string,
  shape: Shape,
  body?: unknown,
): Promise<z.infer<Shape>> {
  const { response, noAnswer } = await askControl(beginCase(session), method, path, body)
  const where = `the control API at ${session.controlOrigin}/_mock${path}`
  if (response == null) throw new CouldNotRunError(`${where} does not respond: ${noAnswer}`)
  if (response.status >= 300) throw new CouldNotRunError(`${where} returns ${response.status}`)
  const parsed = shape.safeParse(jsonOf(response))
  if (!parsed.success) throw new CouldNotRunError(`${where} does not respond like a mock`)
  return parsed.data
}
