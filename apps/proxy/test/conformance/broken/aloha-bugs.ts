import {
  respondWith,
  jsonOf,
  type Json,
  type Plant,
  type PlantResponse,
  type PlantRequest,
} from '../../../../../packages/conformance/test/broken/plant.ts'

const isAction = ({ path }: PlantRequest, action: string) =>
  path.startsWith(`/v1/transaction/u2a/${action}/`)
const idOf = ({ path }: PlantRequest) => path.split('/')[5] ?? ''
const detailsOf = (request: PlantRequest) => ({
  method: 'GET',
  path: `/v1/transaction/u2a/details/${idOf(request)}`,
  body: '',
})

/** Returns a refusal of the action as a success with the payment, changed as if it had been done. */
function acceptRefused(action: string, code: string, change: (payment: Json) => void) {
  return () =>
    async (request: PlantRequest, forward: Parameters<ReturnType<Plant['create']>>[1]) => {
      const came = await forward()
      if (!isAction(request, action) || jsonOf(came).code !== code) return came
      const details = jsonOf(await forward(detailsOf(request)))
      change(details.piResData)
      return respondWith(200, { ...details, action, sbResData: undefined })
    }
}

/** Refuses what gets 200 when nothing changed by it. */
function refuseRepeated(action: string, code: string, flag: string): Plant['create'] {
  return () => async (request, forward) => {
    if (!isAction(request, action)) return forward()
    const { piResData } = jsonOf(await forward(detailsOf(request)))
    if (piResData?.status[flag] !== true) return forward()
    const body = { success: false, action, direction: 'u2a', error: 'No.', request_id: 'x' }
    return respondWith(409, { ...body, code })
  }
}

const approve = (payment: Json) => {
  payment.status.developer_approved = true
}

/** Bugs of a server of the aloha-pi API that its schemas do not see. */
export const alohaStateBugs: readonly Plant[] = [
  {
    name: 'an approval returns 200 and never reaches Pi',
    kind: 'stateful',
    foundBy: 'u2a.approve/when-created',
    create: () => async (request, forward) => {
      if (!isAction(request, 'approve')) return forward()
      const details = jsonOf(await forward(detailsOf(request)))
      if (details.success !== true) return forward()
      approve(details.piResData)
      return respondWith(200, { ...details, action: 'approve', sbResData: undefined })
    },
  },
  {
    name: 'a repeated approval is refused',
    kind: 'stateful',
    foundBy: 'u2a.approve/when-approved',
    create: refuseRepeated('approve', 'already_approved', 'developer_approved'),
  },
  {
    name: 'a repeated completion is refused',
    kind: 'stateful',
    foundBy: 'u2a.complete/when-completed',
    create: refuseRepeated('complete', 'already_completed', 'developer_completed'),
  },
  {
    name: 'an abort of what the user cancelled is refused',
    kind: 'stateful',
    foundBy: 'u2a.abort/when-cancelled-by-user',
    create: refuseRepeated('abort', 'cancelled_payment', 'user_cancelled'),
  },
  {
    name: 'a cancelled payment is approved',
    kind: 'stateful',
    foundBy: 'u2a.approve/when-cancelled',
    create: acceptRefused('approve', 'cancelled_payment', approve),
  },
  {
    name: 'a completion with another transaction returns what is already completed',
    kind: 'stateful',
    foundBy: 'u2a.complete/when-completed-with-another-txid',
    create: acceptRefused('complete', 'txid_mismatch', () => {}),
  },
  {
    name: 'a completion before the user paid returns 200',
    kind: 'stateful',
    foundBy: 'u2a.complete/when-approved',
    create: acceptRefused('complete', 'not_verified', () => {}),
  },
  {
    name: 'an abort of a paid payment returns 200',
    kind: 'stateful',
    foundBy: 'u2a.abort/when-paid',
    create: acceptRefused('abort', 'payment_tx_present', () => {}),
  },
  {
    name: 'a paid payment is refused as completed',
    kind: 'stateful',
    foundBy: 'u2a.abort/when-paid',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, text: came.text.replace('"payment_tx_present"', '"already_completed"') }
    },
  },
  {
    name: 'of two different transactions the one in the path counts',
    kind: 'stateful',
    foundBy: 'u2a.complete/two-txids',
    create: () => async (request, forward) =>
      isAction(request, 'complete') && request.path.split('/').length > 6
        ? forward({ body: '' })
        : forward(),
  },
  {
    name: 'the id of another payment beside the transaction is ignored',
    kind: 'stateful',
    foundBy: 'u2a.complete/with-the-payment-id',
    create: () => async (request, forward) =>
      isAction(request, 'complete')
        ? forward({ body: request.body.replace(/,"paymentId":"[^"]*"/, '') })
        : forward(),
  },
  {
    name: 'details are cached and nothing clears them',
    kind: 'stateful',
    foundBy: 'u2a.details/after-a-write-elsewhere',
    create: () => {
      const cache = new Map<string, PlantResponse>()
      return async (request, forward) => {
        if (request.method !== 'GET') return forward()
        const came = cache.get(request.path) ?? (await forward())
        cache.set(request.path, came)
        return came
      }
    },
  },
  {
    name: 'amounts are one stroop off',
    kind: 'stateful',
    foundBy: 'u2a.details/as-pi-says',
    create: () => async (_, forward) => {
      const came = await forward()
      const json = jsonOf(came)
      if (json?.piResData?.amount == null) return came
      json.piResData.amount = Number((json.piResData.amount - 1e-7).toFixed(7))
      return respondWith(came.status, json, came)
    },
  },
  {
    name: "fields of Pi's that the schema does not know are dropped",
    kind: 'stateful',
    foundBy: 'u2a.details/any-payment',
    create: () => async (_, forward) => {
      const came = await forward()
      const json = jsonOf(came)
      if (json?.piResData == null) return came
      delete json.piResData.Pioneer_uid
      delete json.piResData.token_canonical
      return respondWith(came.status, json, came)
    },
  },
  {
    name: 'the record stays at what was seen first',
    kind: 'stateful',
    foundBy: 'u2a.complete/when-paid',
    create: () => async (_, forward) => {
      const came = await forward()
      return { ...came, text: came.text.replace('"status":"completed"', '"status":"approved"') }
    },
  },
  {
    name: "another client's payment can be completed",
    kind: 'stateful',
    foundBy: 'u2a.complete/of-another-client',
    create:
      ({ apiKey }) =>
      async (request, forward) => {
        const came = await forward()
        return isAction(request, 'complete') && came.status === 404
          ? forward({ authorization: `Bearer ${apiKey}` })
          : came
      },
  },
  {
    name: 'of identical calls at once all but one are refused',
    kind: 'stateful',
    foundBy: 'u2a.approve/twenty-at-once',
    create: () => {
      const running = new Set<string>()
      return async (request, forward) => {
        if (request.method === 'GET') return forward()
        if (running.has(request.path)) {
          const body = { success: false, error: 'Busy.', request_id: 'x' }
          return respondWith(409, { ...body, code: 'too_many_waiting' })
        }
        running.add(request.path)
        return forward().finally(() => running.delete(request.path))
      }
    },
  },
  {
    name: 'an abort after a refused completion returns 200 and is not done',
    kind: 'stateful',
    foundBy: 'u2a.details/any-walk',
    create: () => {
      const refused = new Set<string>()
      return async (request, forward) => {
        if (isAction(request, 'abort') && refused.has(idOf(request))) {
          const details = jsonOf(await forward(detailsOf(request)))
          Object.assign(details.piResData.status, { cancelled: true, canceled: true })
          return respondWith(200, { ...details, action: 'abort', sbResData: undefined })
        }
        const came = await forward()
        if (isAction(request, 'complete') && came.status === 409) refused.add(idOf(request))
        return came
      }
    },
  },
]
