import { randomUUID } from 'node:crypto'
import {
  respondWith,
  jsonOf,
  type Json,
  type Plant,
  type PlantRequest,
} from '../../../../../packages/conformance/test/broken/plant.ts'

const isCreation = ({ path }: PlantRequest) => path === '/v1/transaction/a2u/create'
const isDetails = ({ path }: PlantRequest) => path.startsWith('/v1/transaction/a2u/details/')
/** With its own key a call is another payout: the target pays again. */
const otherKey = () => ({ 'idempotency-key': randomUUID() })

/** Bugs of payouts, where each costs money. */
export const payoutBugs: readonly Plant[] = [
  {
    name: 'a repeated call pays again',
    kind: 'stateful',
    foundBy: 'a2u.create/the-same-key-again',
    create: () => async (request, forward) =>
      forward(isCreation(request) ? { headers: otherKey() } : {}),
  },
  {
    name: 'a call without a key pays each time',
    kind: 'stateful',
    foundBy: 'a2u.create/without-a-key-again',
    create: () => async (request, forward) => {
      const hasKey = request.headers['idempotency-key'] != null
      return forward(isCreation(request) && !hasKey ? { headers: otherKey() } : {})
    },
  },
  {
    name: 'a payout is paid twice and shown once',
    kind: 'stateful',
    foundBy: 'a2u.create/pays',
    create: () => async (request, forward) => {
      const came = await forward()
      if (isCreation(request) && came.status === 200) await forward({ headers: otherKey() })
      return came
    },
  },
  {
    name: 'of calls at once a second one pays too',
    kind: 'stateful',
    foundBy: 'a2u.create/twenty-at-once',
    create: () => {
      let running = 0
      return async (request, forward) => {
        if (!isCreation(request)) return forward()
        running += 1
        const isSecond = running === 2
        return forward(isSecond ? { headers: otherKey() } : {}).finally(() => (running -= 1))
      }
    },
  },
  {
    name: 'a key stands for whatever is sent with it next',
    kind: 'stateful',
    foundBy: 'a2u.create/the-same-key-for-another-payment',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('"idempotency_key_reuse"') ? forward({ headers: otherKey() }) : came
    },
  },
  {
    name: 'a second key for the same payment joins the first',
    kind: 'stateful',
    foundBy: 'a2u.create/two-keys',
    create: () => {
      const keys = new Map<string, string>()
      return async (request, forward) => {
        if (!isCreation(request)) return forward()
        const { uid } = JSON.parse(request.body).payment
        const key = keys.get(uid) ?? String(request.headers['idempotency-key'])
        keys.set(uid, key)
        return forward({ headers: { 'idempotency-key': key } })
      }
    },
  },
  {
    name: 'the key of one client is that of all',
    kind: 'stateful',
    foundBy: 'a2u.create/key-of-another-client',
    create:
      ({ apiKey }) =>
      async (request, forward) =>
        forward(isCreation(request) ? { authorization: `Bearer ${apiKey}` } : {}),
  },
  {
    name: 'one stroop less is paid than was asked for',
    kind: 'stateful',
    foundBy: 'a2u.create/pays',
    create: () => {
      const fix = (text: string) =>
        text
          .replaceAll('0.3140000', '0.3140001')
          .replaceAll('"amount":0.314,', '"amount":0.3140001,')
      return async (request, forward) => {
        const body = isCreation(request) ? request.body.replace('0.3140001', '0.314') : request.body
        const came = await forward({ body })
        return { ...came, text: fix(came.text) }
      }
    },
  },
  {
    name: 'a payout is called paid before Pi knows of it',
    kind: 'stateful',
    foundBy: 'a2u.create/pays',
    create: () => async (request, forward) => {
      const came = await forward()
      const json: Json = jsonOf(came)
      if (!isDetails(request) || json?.piResData == null) return came
      json.piResData.identifier = 'aPaymentThatIsNowhere0000000'
      json.sbResData.row.payment_id = json.piResData.identifier
      return respondWith(came.status, json, came)
    },
  },
  {
    name: 'a payout that failed fails otherwise when it is repeated',
    kind: 'stateful',
    foundBy: 'a2u.create/to-an-unknown-user',
    create: () => {
      let failures = 0
      return async (request, forward) => {
        const came = await forward()
        if (!isCreation(request) || came.status !== 404) return came
        failures += 1
        const { sbResData, ...rest } = jsonOf(came)
        return failures === 1
          ? came
          : respondWith(404, { ...rest, code: 'payment_not_found', sbResData }, came)
      }
    },
  },
  {
    name: 'a paid payout is cancelled',
    kind: 'stateful',
    foundBy: 'a2u.cancel/paid',
    create: () => async (_, forward) => {
      const came = await forward()
      if (!came.text.includes('"already_paid"')) return came
      const { sbResData } = jsonOf(came)
      const body = { success: true, action: 'cancel', direction: 'a2u', piResData: null }
      return respondWith(200, { ...body, sbResData }, came)
    },
  },
  {
    name: 'a payout is acted on as a user-to-app payment',
    kind: 'stateful',
    foundBy: 'u2a.abort/of-an-app-to-user-payment',
    create: () => async (_, forward) => {
      const came = await forward()
      return came.text.includes('"wrong_direction"')
        ? respondWith(409, { ...jsonOf(came), code: 'already_completed' }, came)
        : came
    },
  },
  {
    name: 'paid payouts stay in the list of open ones',
    kind: 'stateful',
    foundBy: 'a2u.incomplete/paid',
    create: () => {
      const rows = new Map<string, Json>()
      return async (request, forward) => {
        const came = await forward()
        const json: Json = jsonOf(came)
        const row = json?.sbResData?.row
        if (row?.payout_id != null) rows.set(row.payout_id, row)
        if (!request.path.endsWith('/a2u/incomplete') || came.status !== 200) return came
        return respondWith(
          200,
          { ...json, sbResData: { ...json.sbResData, rows: [...rows.values()] } },
          came,
        )
      }
    },
  },
  {
    name: 'an unknown cursor and a limit out of range give an empty page',
    kind: 'response',
    foundBy: 'a2u.incomplete/page-query',
    create: () => async (request, forward) => {
      const came = await forward()
      if (!request.path.includes('/a2u/incomplete?') || came.status !== 400) return came
      const sbResData = { table: 'payout', operation: 'select', rows: [], next_cursor: null }
      const piResData = { incomplete_server_payments: [] }
      const around = { success: true, action: 'incomplete', direction: 'a2u' }
      return respondWith(200, { ...around, piResData, sbResData }, came)
    },
  },
  {
    name: 'a repetition is not marked as one',
    kind: 'response',
    foundBy: 'a2u.create/the-same-key-again',
    create: () => async (_, forward) => {
      const came = await forward()
      delete came.headers['idempotent-replayed']
      return came
    },
  },
  {
    name: 'an amount of 1e-8 is taken',
    kind: 'response',
    foundBy: 'a2u.create/bad-payment.amount',
    create:
      () =>
      async ({ body }, forward) =>
        forward({ body: body.replace('"amount":1e-8', '"amount":0.0000001') }),
  },
]
